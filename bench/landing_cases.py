"""Small files in forms that were once read wrongly, landed together; what became of each, and whether that is right.
`python -m bench.landing_cases FOLDER`

FOLDER holds a folder for each case, with `<source>/<release>/…` in it or in its folder `landing`. What must become of
each cell is said in landing_cases.yml; a case that it does not name is shown, not judged.
"""

import re
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import yaml
from tabulate import tabulate

from bench.resolved import resolved

EXPECTED = Path(__file__).with_suffix(".yml")
FIGURES = """
    select source_file, source_column || source_row as place, outcome, coalesce(reason_code, ''),
        coalesce(region_code, ''), coalesce(indicator_code, ''), coalesce(first_year::varchar, ''), value_text,
        concat_ws(' ', region_label, indicator_name, unit_label, period_label)
    from normalized.norm_judged_figures where origin = 'landed'
"""


def place_together(folder: Path, target: Path) -> dict[str, str]:
    """Every file of every case, each in a release of its own: path within the landing folder -> case/path."""
    placed = {}
    for case in sorted(path for path in folder.iterdir() if path.is_dir()):
        root = case / "landing" if (case / "landing").is_dir() else case
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root)
            if path.is_dir() or len(inside.parts) < 3 or inside.parts[0] == "firms":
                continue
            # A release's name begins with its day, and none of the case's digits may be taken for a part of it.
            release = f"{inside.parts[1]}_{re.sub('[0-9]', lambda found: chr(97 + int(found[0])), case.name)}"
            name = Path(inside.parts[0], release, *inside.parts[2:])
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / name)
            placed[str(name)] = f"{case.name}/{inside}"
    return placed


def expected_cells(said: dict) -> dict[str, set[str]]:
    """Place -> region, indicator and year that the cell must be staged under."""
    crossed = {
        f"{column}{row}": {*str(above).split(), *str(beside).split()}
        for row, beside in said.get("rows", {}).items()
        for column, above in said.get("columns", {}).items()
    }
    return crossed | {place: set(text.split()) for place, text in said.get("cells", {}).items()}


def faults(said: dict, figures: dict[str, tuple], report: str) -> list[str]:
    """What is not as it must be, by cell."""
    found, wanted = [], expected_cells(said)
    for place, (outcome, reason, *labels, text, printed) in figures.items():
        staged = outcome in ("observed", "repeated")
        if staged and place not in wanted and ("labels" not in said or wanted):
            found.append(f"{place} staged as {' '.join(labels)}")
        if place in wanted and text.strip() and (not staged or set(labels) != wanted[place]):
            found.append(f"{place} {outcome} {reason} {' '.join(labels)}")
        if place in said.get("held", {}) and reason not in said["held"][place].split():
            found.append(f"{place} {outcome} {reason or ' '.join(labels)}, not {said['held'][place]}")
        if place in said.get("labels", {}) and printed != said["labels"][place]:
            found.append(f"{place} says {printed}")
    absent = (wanted.keys() | said.get("held", {}).keys() | said.get("labels", {}).keys()) - figures.keys()
    found += [f"{place} is no figure" for place in sorted(absent)]
    blank = sum(outcome == "missing" for outcome, *_ in figures.values())
    if blank != said.get("blank", blank):
        found.append(f"{blank} blank")
    offered = [
        code for code in said.get("not_offered", []) if re.search(rf"^  \S+,{code},", report, re.MULTILINE)
    ]
    return found + [f"the report offers {code}" for code in offered]


def main(folder: Path) -> int:
    """Print the table; returns how many cases are not as they must be."""
    said = yaml.safe_load(EXPECTED.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as scratch:
        placed = place_together(folder, Path(scratch) / "landing")
        with resolved(Path(scratch) / "landing", Path(scratch)) as (connection, text):
            rows, seen = (
                connection.sql(FIGURES).fetchall(),
                connection.sql(
                    "select source_file, refusal from marts.fct_landed_file where refusal is not null"
                ).fetchall(),
            )
    figures: dict[str, dict[str, tuple]] = defaultdict(dict)
    for name, place, *figure in rows:
        figures[placed[name]][place] = tuple(figure)
    refused = {placed[name]: refusal for name, refusal in seen}
    lines, wrong = [], 0
    for name in placed.values():
        case, _, file = name.partition("/")
        if file.endswith("release.yml"):
            continue
        outcomes = Counter(outcome for outcome, *_ in figures[name].values())
        reasons = Counter(reason for _, reason, *_ in figures[name].values() if reason)
        of_file = said.get(case, {}).get(file)
        fault = faults(of_file, figures[name], text) if of_file else []
        wrong += bool(fault)
        lines.append([
            case[:32], file, outcomes["observed"] + outcomes["repeated"], outcomes["missing"],
            refused.get(name, "")[:40] or ", ".join(f"{reason} {count}" for reason, count in reasons.items()),
            ("no: " + "; ".join(fault)[:90] if fault else "yes") if of_file else "",
        ])  # fmt: skip
    print(tabulate(lines, headers=["case", "file", "staged", "blank", "held back", "as expected"]))
    print(f"\n{wrong} of {sum(map(len, said.values()))} files are not as expected")
    return wrong


if __name__ == "__main__":
    sys.exit(bool(main(Path(sys.argv[1]))))
