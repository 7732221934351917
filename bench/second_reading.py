"""A second, independent reading of every figure of a landing folder, held against what the project staged.
`python -m bench.second_reading FOLDER`

It shares no code with the readers: files are opened by csv, xlrd and python-calamine, and each staged cell is looked up
again by the plainest means: the region's name in its row or above it, the nearest row of years, the names above it.
"""

import csv
import re
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import python_calamine
import xlrd
from tabulate import tabulate

from bench.resolved import resolved

REFERENCE = Path("seeds/reference")
FIGURES = """
    select figures.source_file, source_sheet, source_row, source_column, coalesce(form, ''), figures.outcome,
        coalesce(reason_code, ''), region_code, indicator_code, figures.first_year, value
    from normalized.norm_judged_figures as figures left join marts.fct_landed_file using (source_file)
    where origin = 'landed'
"""
YEAR = re.compile(r"[Yy]?((?:19|20)\d\d)(?:\.0)?年?")


def plain(text: object) -> str:
    text = (
        re.sub(r"\s+", "", str(text))
        .replace("（", "(")
        .replace("）", ")")
        .replace("：", ":")
        .replace("，", ",")
    )
    return re.sub("^(?:其中:|#)", "", text.replace("％", "%").replace("＃", "#"))


def by_calamine(path: Path) -> dict[str, list[list]]:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def grids(path: Path) -> dict[str, list[list[str]]]:
    """Sheet -> rows of texts; a text file is one sheet without a name."""
    head = path.read_bytes()[:4]
    if head == b"\xd0\xcf\x11\xe0":
        try:
            book = xlrd.open_workbook(path)
            sheets = {
                sheet.name: [sheet.row_values(at) for at in range(sheet.nrows)] for sheet in book.sheets()
            }
        except (UnicodeDecodeError, xlrd.XLRDError):
            sheets = by_calamine(path)
    elif head == b"PK\x03\x04":
        sheets = by_calamine(path)
    else:
        data = path.read_bytes()
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return {"": list(csv.reader(data.decode(encoding).splitlines()))}
            except UnicodeDecodeError:
                continue
    return {name: [[str(cell) for cell in row] for row in rows] for name, rows in sheets.items()}


class Names:
    """What the seeds say, read once more."""

    def __init__(self) -> None:
        self.regions = defaultdict(set)
        for row in [*self._rows("regions"), *self._rows("counties")]:
            for column in ("name_zh", "short_name_zh"):
                self.regions[plain(row[column])].add(row["region_code"])
        for row in self._rows("region_aliases"):
            self.regions[plain(row["alias"])].add(row["region_code"])
        self.units = {row["unit_code"]: float(row["factor_to_base"]) for row in self._rows("units")}
        self.unit_of = {plain(row["alias"]): row["unit_code"] for row in self._rows("unit_aliases")}
        self.own_unit, self.names, self.filled = {}, defaultdict(set), {}
        for row in self._rows("indicators"):
            self.own_unit[row["indicator_code"]] = row["unit_code"]
            self.names[row["indicator_code"]].add(plain(row["name_zh"]))
        for row in self._rows("indicator_aliases"):
            self.names[row["indicator_code"]].add(plain(row["alias"]))
            if row["unit_code"]:
                self.filled[row["indicator_code"]] = row["unit_code"]

    @staticmethod
    def _rows(seed: str) -> list[dict[str, str]]:
        with (REFERENCE / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


class Second:
    """One sheet, looked up cell by cell."""

    def __init__(self, rows: list[list[str]], names: Names, file: str):
        self.rows = [[plain(cell) for cell in row] for row in rows]
        self.names, self.file = names, plain(Path(file).stem)
        self.with_region = [any(cell in names.regions for cell in row) for row in self.rows]
        self.of_years = [
            sum(bool(YEAR.fullmatch(cell)) for cell in row) >= 2 and not held
            for row, held in zip(self.rows, self.with_region, strict=True)
        ]

    def at(self, row: int, column: int) -> str:
        return self.rows[row][column] if column < len(self.rows[row]) else ""

    def lines_above(self, row: int) -> list[str]:
        """The texts above a cell, the nearest line first."""
        return [cell for above in range(row - 1, -1, -1) for cell in self.rows[above] if cell]

    def regions(self, row: int, column: int) -> set[str]:
        left = [self.at(row, place) for place in range(column - 1, -1, -1)]
        above = [self.at(place, column) for place in range(row - 1, -1, -1)]
        lines = [cell.partition(":")[2] for cell in self.lines_above(row) if cell.startswith("地区:")]
        return next(
            (self.names.regions[text] for text in [*left, *above, *lines] if text in self.names.regions),
            set(),
        )

    def year(self, row: int, column: int) -> int | None:
        for above in range(row - 1, -1, -1):
            if self.of_years[above]:
                found = YEAR.fullmatch(self.at(above, column))
                return int(found[1]) if found else None
        # A figure may look like a year; a year stands below a header that says so.
        beside = [
            YEAR.fullmatch(self.at(row, place))
            for place in range(column)
            if any(self.at(above, place) in ("年份", "年", "year") for above in range(row))
        ]
        if found := next(filter(None, beside), None):
            return int(found[1])
        for text in [*self.lines_above(row)[::-1], self.file]:
            if years := set(re.findall(r"(?<!\d)((?:19|20)\d\d)(?=年|\)|$)", text)):
                return int(min(years)) if len(years) == 1 else None
        return None

    def texts(self, row: int, column: int) -> list[str]:
        """What stands above a figure in its column and, where blank, to the left; in its row; in the lines above."""
        top = row
        while top and (self.with_region[top - 1] or not any(self.rows[top - 1])):
            top -= 1
        above = []
        for place in range(top - 1, max(top - 9, -1), -1):
            text = self.at(place, column)
            if not text:
                text = next(
                    (self.at(place, left) for left in range(column, 0, -1) if self.at(place, left)), ""
                )
            above.append(text)
        beside = [self.at(row, place) for place in range(column)]
        return [text for text in [*above, *beside, *self.lines_above(row)] if text]

    def faults(
        self, row: int, column: int, region: str, indicator: str, year: int, value: float
    ) -> list[str]:
        """What of a staged figure the file does not say."""
        found = []
        if region not in self.regions(row, column):
            found.append(f"region {region}")
        if year != self.year(row, column):
            found.append(f"year {year}, not {self.year(row, column)}")
        texts = self.texts(row, column)
        everything = "".join(texts)
        parts = [name.split("｜") for name in self.names.names[indicator]]
        if not any(all(part in everything for part in path) for path in parts):
            found.append(f"indicator {indicator}")
        number = float(self.at(row, column).replace(",", ""))
        own = self.names.units[self.names.own_unit[indicator]]
        if not any(
            abs(number * self.names.units[code] / own - value) <= 1e-9 * abs(value)
            for code in self._units(texts, indicator)
        ):
            found.append(f"value {value} of {number}")
        return found

    def _units(self, texts: list[str], indicator: str) -> set[str]:
        known = self.names.unit_of
        pieces = {piece for text in texts for piece in re.split(r"[()_:,;]", text)}
        return {known[piece] for piece in pieces if piece in known} | {
            self.names.filled.get(indicator, "")
        } - {""}


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def main(folder: Path) -> int:
    """Print the table by form and the faults; returns how many staged figures are wrong."""
    with tempfile.TemporaryDirectory() as scratch, resolved(folder, Path(scratch)) as (connection, _):
        figures = connection.sql(FIGURES).fetchall()
    names, sheets, faults = Names(), {}, []
    counts: dict[str, Counter] = defaultdict(Counter)
    for file, sheet, row, column, form, outcome, reason, *labels in figures:
        counts[form][
            "blank" if outcome == "missing" else "kept apart" if outcome == "ignored" else "genuine"
        ] += 1
        counts[form][reason] += 1
        if outcome not in ("observed", "repeated"):
            continue
        counts[form]["staged"] += 1
        if (file, sheet) not in sheets:
            sheets |= {(file, name): Second(rows, names, file) for name, rows in grids(folder / file).items()}
        if wrong := sheets[file, sheet or ""].faults(row - 1, column_number(column), *labels):
            counts[form]["wrong"] += 1
            faults.append(f"{file} {sheet or ''} {column}{row}: {'; '.join(wrong)}")
    reasons = sorted(
        {key for count in counts.values() for key in count}
        - {"", "genuine", "staged", "wrong", "blank", "kept apart"}
    )
    heads = ["genuine", "staged", "wrong", *reasons, "blank", "kept apart"]
    table = [[form, *(counts[form][head] for head in heads)] for form in sorted(counts)]
    table.append(["all", *(sum(count[head] for count in counts.values()) for head in heads)])
    print(tabulate(table, headers=["form", *heads], intfmt=","))
    print("\n".join(["", *faults[:20], *([f"… and {len(faults) - 20} more"] if len(faults) > 20 else [])]))
    return len(faults)


if __name__ == "__main__":
    sys.exit(bool(main(Path(sys.argv[1]))))
