"""Invented firms: a registry of any size with enterprises, investments between them and patents, marked synthetic.

Every value is a function of the seed, the table, the column and the row's number, so a file of a billion rows is written
piece by piece, and the same call gives the same bytes. Firm i of n lies in a city and a section of industry:

    firms       share of a city in a chain = sqrt(its share of the capital printed for 2023); 45 % manufacturing,
                25 % research and technical services, 30 % others
    established a year with weight exp(0.08 year) for manufacturing, exp(0.16 year) for research, from 15 years before
    capital     exp(N(4.6, 1.4)) in 10k yuan, one in fifty Pareto (1.6) instead: heavy-tailed; times what gives each city
                its printed share of the chain's capital
    exit        after an exponential life with mean 18 years, if that lies before the end
    investment  from city a to city b with weight m_a m_b / max(d_ab, 30 km)^1.2, m the number of firms in the chain; half
                within a city; a fifth withdrawn after some years
    patents     to firms of a city by its printed share of patents, more to few firms; 55 % utility models

One row in a thousand is at fault, as in a real registry: an unknown city, dates out of order, negative capital, an id
given twice, an investor or applicant that is in no table.

Columns of `sample_cities.csv`: code and name of the city, degrees of its seat, capital of surviving enterprises in 100m
yuan and cumulative utility patents of both chains in 2023 as Regional Economic Review 2025 no. 3, bth, tables 2 and 5
print them / 城市代码与名称、经纬度、2023年两链存续资本（亿元）与累计实用新型专利（件）.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import yaml
from numpy.typing import NDArray
from tqdm import tqdm

from nianjian.intake.release import FILE_NAME
from nianjian.language import tr

FORMS = ("parquet", "csv")
ROWS_AT_A_TIME = 500_000
ROWS_PER_FILE = 10_000_000
FAULTS = 0.001
CITIES = Path(__file__).with_name("sample_cities.csv")
# Sections of industry: share of firms, growth of foundings, divisions of GB/T 4754-2017 from which firms are drawn.
SECTIONS = (
    ("industrial", 0.45, 0.08, "C", np.arange(13, 44)),
    ("innovation", 0.25, 0.16, "M", np.arange(73, 76)),
    ("industrial", 0.30, 0.10, "F", np.arange(51, 53)),
)
YEARS_BEFORE = 15
Ints, Floats = NDArray[np.int64], NDArray[np.float64]


class Registry:
    """The firms of one sample: which city, section and year each number stands for."""

    def __init__(self, firms: int, years: tuple[int, int], seed: int):
        if firms < 1 or years[0] > years[1]:
            raise ValueError(
                f"{firms} firms from {years[0]} to {years[1]}: at least one, and the first year first"
            )
        self.firms, self.years, self.seed = firms, years, seed
        with CITIES.open(encoding="utf-8") as file:
            self.cities = list(csv.DictReader(file))
        shares, self.capital_factor, self.patent_share = [], [], []
        for chain, share, *_ in SECTIONS:
            capital = self._column(f"{chain}_capital")
            weight = np.sqrt(capital)
            shares.append(share * weight / weight.sum())
            self.capital_factor.append(capital / capital.sum() / (weight / weight.sum()))
            patents = self._column(f"{chain}_patents")
            self.patent_share.append(share * patents / patents.sum())
        # Cells are sections by cities; the firms of a cell have numbers that follow each other.
        edges = np.round(np.cumsum(np.concatenate(shares)) * firms).astype(np.int64)
        self.starts = np.concatenate([[0], edges])
        self.starts[-1] = firms
        self.step = _coprime(firms)
        self.founding = [_cumulative(rate, years) for _, _, rate, *_ in SECTIONS]
        self.last_day = _days(np.array([years[1] + 1]))[0] - 1

    def _column(self, name: str) -> Floats:
        return np.array([float(city[name]) for city in self.cities])

    def uniform(self, stream: str, index: Ints) -> Floats:
        """Numbers in (0, 1), one for each index: splitmix64 of index, stream and seed."""
        with np.errstate(over="ignore"):
            start = np.uint64(int.from_bytes(f"{self.seed}{stream}".encode().rjust(32)[-32:], "big") % 2**64)
            x = (index.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15) + _mixed(start)
            return ((_mixed(x) >> np.uint64(11)).astype(np.float64) + 0.5) / 2.0**53

    def cell(self, firm: Ints) -> Ints:
        """The number of the section and city that a firm belongs to."""
        return np.searchsorted(self.starts, firm, side="right") - 1

    def established(self, firm: Ints) -> Ints:
        """Day of founding, in days since 1970."""
        section, u = self.cell(firm) // len(self.cities), self.uniform("established", firm)
        year = np.zeros(len(firm), np.int64)
        for number, edges in enumerate(self.founding):
            mask = section == number
            year[mask] = np.searchsorted(edges, u[mask], side="right")
        year += self.years[0] - YEARS_BEFORE
        first, after = _days(year), _days(year + 1)
        return first + (self.uniform("day", firm) * (after - first)).astype(np.int64)

    def ids(self, firm: Ints) -> pa.Array:
        """18 signs, as a unified social credit code has."""
        codes = pa.array([city["region_code"] for city in self.cities])
        place = codes.take(pa.array(self.cell(firm) % len(self.cities)))
        digits = pc.utf8_lpad(pc.cast(pa.array(firm), pa.string()), 10, "0")
        return pc.binary_join_element_wise("91", place, digits, "")

    def drawn(self, stream: str, index: Ints, cell: Ints, power: float = 1.0) -> Ints:
        """A firm of the cell for each index; with a power above 1 the first firms of a cell come more often."""
        count = self.starts[cell + 1] - self.starts[cell]
        return self.starts[cell] + (self.uniform(stream, index) ** power * count).astype(np.int64)


def write_sample(
    folder: Path, firms: int, years: tuple[int, int], seed: int, form: str = "parquet", progress: bool = True
) -> None:
    """Write `<folder>/{enterprises,investments,patents}/part-….<form>`, with as many investments as firms and twice as
    many patents, and a `release.yml` that says that they are synthetic.

    Errors: ValueError for a form that is not one of FORMS, no firms, or years in the wrong order; FileExistsError, if the
    folder holds something.
    """
    if form not in FORMS:
        raise ValueError(f"{form!r} is not one of {', '.join(FORMS)}")
    registry = Registry(firms, years, seed)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} holds something: name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    said = {
        "title": f"Synthetic registry of {firms:,} firms, {years[0]}-{years[1]}, seed {seed}",
        "published_on": date(years[1], 12, 31),
        "is_synthetic": True,
        "licence": "generated",
    }
    (folder / FILE_NAME).write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    for table, count, make in (
        ("enterprises", firms, _enterprises),
        ("investments", firms, _investments),
        ("patents", 2 * firms, _patents),
    ):
        _write(folder / table, _pieces(registry, count, make, table, progress), form)


def _pieces(
    registry: Registry, count: int, make: Callable[[Registry, Ints], pa.Table], table: str, progress: bool
) -> Iterator[pa.Table]:
    starts = range(0, count, ROWS_AT_A_TIME)
    for start in tqdm(
        starts, desc=table, unit_scale=ROWS_AT_A_TIME, unit=tr(" rows"), disable=not progress, leave=False
    ):
        yield make(registry, np.arange(start, min(start + ROWS_AT_A_TIME, count)))


def _write(folder: Path, pieces: Iterator[pa.Table], form: str) -> None:
    folder.mkdir()
    writer, rows, number = None, 0, 0
    for piece in pieces:
        if writer is None or rows >= ROWS_PER_FILE:
            if writer:
                writer.close()
            path = folder / f"part-{number:05d}.{form}"
            writer = (
                pq.ParquetWriter(path, piece.schema, compression="zstd")
                if form == "parquet"
                else pyarrow.csv.CSVWriter(path, piece.schema)
            )
            rows, number = 0, number + 1
        writer.write_table(piece)
        rows += piece.num_rows
    writer.close()


def _enterprises(registry: Registry, row: Ints) -> pa.Table:
    # Firms come in no order of place: each step passes over many numbers and meets every one once.
    firm = row * registry.step % registry.firms
    cell = registry.cell(firm)
    section, city = np.divmod(cell, len(registry.cities))
    normal = np.sqrt(-2 * np.log(registry.uniform("r", firm))) * np.cos(
        2 * np.pi * registry.uniform("a", firm)
    )
    tail = registry.uniform("tail", firm)
    capital = np.where(
        tail < 0.02, 500 * registry.uniform("p", firm) ** (-1 / 1.6), np.exp(4.6 + 1.4 * normal)
    )
    capital = np.round(capital * np.array(registry.capital_factor)[section, city], 2)
    established = registry.established(firm)
    exit_day = established + (1 - 18 * 365 * np.log(registry.uniform("life", firm))).astype(np.int64)
    in_yuan, in_dollars = registry.uniform("unit", firm) < 0.03, registry.uniform("currency", firm) < 0.015
    division = np.zeros(len(row), np.int64)
    letters = np.array([letter for *_, letter, _ in SECTIONS])
    for number, (*_, divisions) in enumerate(SECTIONS):
        division[section == number] = divisions[
            (registry.uniform("division", firm[section == number]) * len(divisions)).astype(int)
        ]
    names = np.array([name["name_zh"] for name in registry.cities], dtype=object)[city]
    fault = registry.uniform("fault", row)
    names[fault < FAULTS / 4] = "某市"
    swapped = (fault >= FAULTS / 4) & (fault < FAULTS / 2)
    exit_day[swapped] = established[swapped] - 1
    capital[(fault >= FAULTS / 2) & (fault < FAULTS * 3 / 4)] *= -1
    twice = (fault >= FAULTS * 3 / 4) & (fault < FAULTS)
    return pa.table(
        {
            "enterprise_id": registry.ids(np.where(twice, (firm + 1) % registry.firms, firm)),
            "city": pa.array(names, pa.string()),
            "industry": pc.binary_join_element_wise(
                pa.array(letters[section]), pc.cast(pa.array(division), pa.string()), ""
            ),
            "established_on": _date(established),
            "deregistered_on": _date(exit_day, (exit_day > registry.last_day) & ~swapped),
            "registered_capital": np.where(in_yuan, np.round(capital * 10_000), capital),
            "capital_currency": pa.array(np.where(in_dollars, "USD", "CNY")),
            "capital_unit": pa.array(np.where(in_yuan, "元", "万元")),
        }
    )


def _investments(registry: Registry, row: Ints) -> pa.Table:
    cities, chains = len(registry.cities), 2
    size = np.diff(registry.starts)[: chains * cities].reshape(chains, cities).astype(float)
    weight = size[:, :, None] * size[:, None, :] / _distance(registry.cities)[None] ** 1.2
    diagonal = np.arange(cities)
    weight[:, diagonal, diagonal] = 0
    total = weight.sum(axis=(1, 2), keepdims=True)
    own = size**2 / np.maximum((size**2).sum(axis=1, keepdims=True), 1)
    # One city alone has nobody else to invest in.
    weight = np.divide(weight * 0.5, total, out=np.zeros_like(weight), where=total > 0)
    weight[:, diagonal, diagonal] = np.where(total[:, :, 0] > 0, 0.5, 1.0) * own
    share = size.sum(axis=1) / max(size.sum(), 1)
    edges = np.cumsum((weight * share[:, None, None]).ravel())
    pair = np.minimum(
        np.searchsorted(edges / edges[-1], registry.uniform("pair", row), side="right"), edges.size - 1
    )
    chain, pair = np.divmod(pair, cities * cities)
    from_city, to_city = np.divmod(pair, cities)
    investor = registry.drawn("investor", row, chain * cities + from_city)
    investee = registry.drawn("investee", row, chain * cities + to_city)
    first = np.maximum(registry.established(investor), registry.established(investee))
    invested = first + (registry.uniform("invested", row) * (registry.last_day - first + 1)).astype(np.int64)
    left = invested + (1 - 5 * 365 * np.log(registry.uniform("left", row))).astype(np.int64)
    stays = (registry.uniform("stays", row) > 0.2) | (left > registry.last_day)
    fault = registry.uniform("investment fault", row)
    investor_id = registry.ids(investor)
    orphan = pa.array(fault < FAULTS / 2)
    swapped = (fault >= FAULTS / 2) & (fault < FAULTS)
    left[swapped] = invested[swapped] - 1
    return pa.table(
        {
            "investor_id": pc.if_else(orphan, pc.utf8_replace_slice(investor_id, 0, 2, "00"), investor_id),
            "investee_id": registry.ids(investee),
            "amount": np.round(np.exp(4 + 1.5 * np.sqrt(12) * (registry.uniform("amount", row) - 0.5)), 2),
            "amount_currency": pa.repeat("CNY", len(row)),
            "amount_unit": pa.repeat("万元", len(row)),
            "invested_on": _date(invested),
            "exited_on": _date(left, stays & ~swapped),
        }
    )


def _patents(registry: Registry, row: Ints) -> pa.Table:
    edges = np.cumsum(np.concatenate(registry.patent_share))
    cell = np.searchsorted(edges / edges[-1], registry.uniform("applicant cell", row), side="right")
    firm = registry.drawn("applicant", row, np.minimum(cell, len(edges) - 1), power=3.0)
    first = registry.established(firm)
    granted = first + (registry.uniform("granted", row) ** 0.5 * (registry.last_day - first + 1)).astype(
        np.int64
    )
    kind = np.searchsorted([0.55, 0.85], registry.uniform("type", row), side="right")
    applicant_id = registry.ids(firm)
    orphan = pa.array(registry.uniform("patent fault", row) < FAULTS)
    return pa.table(
        {
            "applicant_id": pc.if_else(orphan, pc.utf8_replace_slice(applicant_id, 0, 2, "00"), applicant_id),
            "patent_type": pa.array(["实用新型", "发明", "外观设计"]).take(pa.array(kind)),
            "granted_on": _date(granted),
        }
    )


def _mixed(x: np.ndarray | np.uint64) -> np.ndarray:
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _cumulative(rate: float, years: tuple[int, int]) -> Floats:
    weight = np.exp(rate * np.arange(years[1] - years[0] + YEARS_BEFORE + 1))
    return np.cumsum(weight)[:-1] / weight.sum()


def _coprime(n: int) -> int:
    step = max(1, int(n * 0.6180339887))
    while np.gcd(step, n) != 1:
        step += 1
    return step


def _days(year: Ints) -> Ints:
    """1 January of a year, in days since 1970."""
    return (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)


def _date(days: Ints, is_missing: np.ndarray | None = None) -> pa.Array:
    return pa.array(days.astype(np.int32), pa.int32(), mask=is_missing).cast(pa.date32())


def _distance(cities: list[dict[str, str]]) -> Floats:
    """Great-circle distances in km, at least 30."""
    longitude, latitude = (
        np.radians([float(city[name]) for city in cities]) for name in ("longitude", "latitude")
    )
    cosine = np.sin(latitude)[:, None] * np.sin(latitude) + np.cos(latitude)[:, None] * np.cos(
        latitude
    ) * np.cos(longitude[:, None] - longitude)
    return np.maximum(6371 * np.arccos(np.clip(cosine, -1, 1)), 30)
