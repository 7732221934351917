"""A thousand bureau files landed in one run, beside pandas reading the same files one by one. `python -m bench.landing`"""

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd

from bench.report import print_machine, print_table, seconds, times_faster
from nianjian.intake.tables import vocabulary
from nianjian.intake.tables.pool import WORKERS
from nianjian.intake.tables.sample_workbook import workbook
from nianjian.intake.tables.store import Store
from nianjian.intake.tables.table_files import land

FILES = 1000
YEARS = range(2024, 2004, -1)
REFERENCE = Path("seeds/reference")


def write_files(folder: Path) -> list[Path]:
    """Exports of 31 provinces by 20 years, in turn as CSV in GB18030, CSV in UTF-8 and xlsx, in ten releases."""
    regions = pd.read_csv(REFERENCE / "regions.csv", dtype=str)
    provinces = regions[(regions.level == "province") & regions.valid_to.isna()].name_zh.iloc[:31]
    random, paths = np.random.default_rng(0), []
    for number in range(FILES):
        place = folder / "nbs" / f"{2010 + number % 10}"
        place.mkdir(parents=True, exist_ok=True)
        figures = random.uniform(10, 99999, size=(len(provinces), len(YEARS))).round(2)
        rows = [
            ["数据库：分省年度数据"],
            [f"指标：第{number}项指标(亿元)"],
            ["时间：最近20年"],
            ["地区", *(f"{year}年" for year in YEARS)],
            *([name, *map(str, row)] for name, row in zip(provinces, figures, strict=True)),
            ["数据来源：国家统计局"],
        ]
        path = place / f"{number}.{('csv', 'csv', 'xlsx')[number % 3]}"
        text = "\n".join(",".join(row) for row in rows)
        path.write_bytes(
            workbook(rows) if number % 3 == 2 else text.encode(("gb18030", "utf-8-sig")[number % 3])
        )
        paths.append(path)
    return paths


def land_all(folder: Path, store_path: Path) -> int:
    with closing(Store(store_path)) as store:
        outcome = land([folder], store, vocabulary.from_seeds(REFERENCE))
        assert not any(landed.refusal for landed in outcome.files)
        return store.connection.sql("select count(*) from raw.cells").fetchone()[0]


def loop_pandas(paths: list[Path]) -> int:
    """What a researcher writes: skip three lines, read the rest; the labels above are lost."""
    cells = 0
    for number, path in enumerate(paths):
        if path.suffix == ".xlsx":
            frame = pd.read_excel(path, skiprows=3, engine="calamine")
        else:
            frame = pd.read_csv(path, skiprows=3, encoding=("gb18030", "utf-8-sig")[number % 3])
        cells += frame.size
    return cells


def measured(function: Callable[..., int], *arguments: object) -> tuple[float, float, int]:
    """Seconds, peak memory in MB and result of a call in a process of its own (with those that it starts)."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_measure, function, arguments).result()


def _measure(function: Callable[..., int], arguments: tuple) -> tuple[float, float, int]:
    start = time.perf_counter()
    result = function(*arguments)
    spent = time.perf_counter() - start
    own, others = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    # Two processes read; the system tells the size of the larger one.
    return spent, own + WORKERS * others, result


def main() -> None:
    print_machine()
    with tempfile.TemporaryDirectory() as temporary:
        folder, store = Path(temporary) / "landing", Path(temporary) / "landing.duckdb"
        paths = write_files(folder)
        runs = [
            ("all new", *measured(land_all, folder, store)),
            ("nothing new", *measured(land_all, folder, store)),
        ]
        changed = folder / "nbs" / "2025" / "one more.csv"
        changed.parent.mkdir()
        changed.write_bytes(
            paths[0].read_bytes().replace("第0项".encode("gb18030"), "另一项".encode("gb18030"))
        )
        runs.append(("one more file", *measured(land_all, folder, store)))
        theirs = measured(loop_pandas, paths)
        rows = [
            [name, f"{cells:,}", seconds(spent), f"{memory:.0f} MB", times_faster(theirs[0], spent)]
            for name, spent, memory, cells in runs
        ]
        rows.append(
            ["pandas, one by one", f"{theirs[2]:,}", seconds(theirs[0]), f"{theirs[1]:.0f} MB", "1.0x"]
        )
        print_table(
            f"{FILES:,} files of 31 provinces by 20 years",
            ["run", "cells", "time", "peak memory", "pandas' time by ours"],
            rows,
        )


if __name__ == "__main__":
    main()
