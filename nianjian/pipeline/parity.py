"""Works out the firm tables of an invented registry on DuckDB and on Spark, and compares every column of every row."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

import duckdb
from tabulate import tabulate

from nianjian.intake.firms.sample import write_sample
from nianjian.language import heads, tr
from nianjian.pipeline import firms
from nianjian.pipeline.paths import Paths

# Sums are decimal numbers on both engines; a float, if there is one, may differ in its last bits.
TOLERANCE = 1e-12
_FLOATS = ("DOUBLE", "FLOAT")


def parity(paths: Paths, count: int) -> tuple[str, bool]:
    """A table of every column with the number of rows that differ, and whether none does.

    Errors: BuildFailed, if Spark or Java is missing or a model fails.
    """
    with tempfile.TemporaryDirectory(prefix="nianjian-parity-") as folder:
        root = Path(folder)
        write_sample(root / "landing" / "firms" / "2023-12", count, (2014, 2023), 1, "csv", progress=False)
        results, seconds = {}, {}
        for engine in (firms.DUCKDB, "spark"):
            place = replace(paths, firms_folder=root / engine)
            started = time.perf_counter()
            # What data tests would say of one engine, the comparison says of the other.
            firms.update(place, root / "landing", with_sample=False, engine=engine, with_tests=False)
            seconds[engine], results[engine] = time.perf_counter() - started, place.firms / "results"
        rows = [
            row
            for name in firms.RESULTS
            for row in compare(results[firms.DUCKDB] / name, results["spark"] / name)
        ]
    differing = sum(row[-1] for row in rows)
    shown = tabulate(rows, heads("table", "column", "type", "rows DuckDB", "rows Spark", "differ"))
    took = ", ".join(f"{engine} {spent:.0f} s" for engine, spent in seconds.items())
    verdict = tr("{count} values differ.", count=differing) if differing else tr("The same on both engines.")
    firms_told = tr("{count:,} firms; {seconds}", count=count, seconds=took)
    return f"{shown}\n\n{verdict} {firms_told}", not differing


def compare(one: Path, other: Path) -> list[tuple[str, str, str, int, int, int]]:
    """Of two folders of Parquet with one table: each column's type, the rows on either side, and how many differ.

    Rows are put side by side in the order of all their columns; a row that only one side has counts as one that differs.
    """
    with duckdb.connect() as connection:
        for side, folder in (("a", one), ("b", other)):
            connection.execute(
                f"create table {side} as select *, row_number() over () as place "
                f"from (from read_parquet('{folder}/*.parquet') order by all)"
            )
        types = {
            side: {name: kind for name, kind, *_ in connection.execute(f"describe {side}").fetchall()}
            for side in ("a", "b")
        }
        (left,), (right,) = (
            connection.execute(f"select count(*) from {side}").fetchone() for side in ("a", "b")
        )
        found = []
        for name in dict.fromkeys([*types["a"], *types["b"]]):
            if name == "place":
                continue
            if types["a"].get(name) != types["b"].get(name):
                kinds = f"{types['a'].get(name)} / {types['b'].get(name)}"
                found.append((one.name, name, kinds, left, right, max(left, right)))
                continue
            is_other = f"a.{name} is distinct from b.{name}"
            if types["a"][name] in _FLOATS:
                is_other += (
                    f" and not coalesce(abs(a.{name} - b.{name}) <= {TOLERANCE} * abs(a.{name}), false)"
                )
            (differ,) = connection.execute(
                f"select count(*) from a full join b using (place) where {is_other}"
            ).fetchone()
            found.append((one.name, name, types["a"][name], left, right, differ))
        return found
