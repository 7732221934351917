"""Firm rows from files to tables by city, at three sizes; and one aggregation beside pandas, polars and Spark.

`python -m bench.firms [--sizes 1,10,50] [--folder FOLDER]`: millions of firms, each with one investment and two patents.
With a folder, the invented registries stay there and are used again. 50 needs 20 GB of disk and half an hour.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.report import print_machine, print_table, seconds, times_faster
from nianjian.intake.firms.sample import write_sample
from nianjian.pipeline.paths import of_project

YEARS = (2014, 2023)
STAGES = ("norm_firm_enterprises", "norm_firm_investments", "norm_firm_patents", "ind_firm_link_spans")
LAND = """
import sys
from pathlib import Path
from nianjian.intake.firms.firm_files import land
land([Path(sys.argv[1])], Path(sys.argv[2]) / "raw")
"""
BUILD = """
import sys
from dataclasses import replace
from pathlib import Path
from nianjian.pipeline import firms
from nianjian.pipeline.paths import of_project
paths = replace(of_project(), firms_folder=Path(sys.argv[2]))
assert firms.update(paths, Path(sys.argv[1]), with_sample=False).done == "built"
"""
# The aggregation that the tables by city rest on: firms and capital by city, industry and the years in which they came
# and went. Each prints its seconds without imports and start of the engine, the number of groups and the firms in them.
DUCKDB = """
import duckdb, sys, time
duckdb.sql("set threads = 2")
started = time.perf_counter()
found = duckdb.sql(f'''
    select city, industry, year(established_on) as came, year(deregistered_on) as went,
        count(*) as firms, sum(registered_capital{cast}) as capital
    from read_parquet('{{sys.argv[1]}}') group by all
''').fetchall()
print(time.perf_counter() - started, len(found), sum(row[4] for row in found))
"""
PEERS = {
    # pandas adds floats; the models add decimals, exactly.
    "DuckDB": DUCKDB.format(cast="::double"),
    "DuckDB, decimals": DUCKDB.format(cast=""),
    "pandas": """
import pandas as pd, sys, time
started = time.perf_counter()
columns = ["city", "industry", "established_on", "deregistered_on", "registered_capital"]
rows = pd.read_parquet(sys.argv[1], columns=columns)
rows["came"] = pd.to_datetime(rows.established_on).dt.year
rows["went"] = pd.to_datetime(rows.deregistered_on).dt.year
rows["capital"] = rows.registered_capital.astype(float)
found = rows.groupby(["city", "industry", "came", "went"], dropna=False).capital.agg(["size", "sum"])
print(time.perf_counter() - started, len(found), found["size"].sum())
""",
    "polars": """
import polars as pl, sys, time
started = time.perf_counter()
found = (
    pl.scan_parquet(sys.argv[1])
    .group_by("city", "industry", pl.col("established_on").dt.year().alias("came"),
              pl.col("deregistered_on").dt.year().alias("went"))
    .agg(pl.len().alias("firms"), pl.col("registered_capital").sum().alias("capital"))
    .collect(engine="streaming")
)
print(time.perf_counter() - started, len(found), found["firms"].sum())
""",
    "Spark local": """
import sys, time
from pyspark.sql import SparkSession
spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config(
    "spark.driver.memory", "4g").config("spark.sql.shuffle.partitions", "4").getOrCreate()
started = time.perf_counter()
spark.read.parquet(sys.argv[1]).createOrReplaceTempView("rows")
found = spark.sql('''
    select city, industry, year(established_on) as came, year(deregistered_on) as went,
        count(*) as firms, sum(registered_capital) as capital
    from rows group by all
''').collect()
print(time.perf_counter() - started, len(found), sum(row[4] for row in found))
""",
}


def measured(program: list[str], **environment: str) -> tuple[float, float, str]:
    """Seconds, peak memory in MB of a program with all that it starts, and what it printed."""
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as told, tempfile.TemporaryFile("w+") as problem:
        process = subprocess.Popen(program, stdout=told, stderr=problem, env={**os.environ, **environment})
        peak = 0.0
        while process.poll() is None:
            # What the system remembers of a process that has ended has its parent's size in it.
            peak = max(peak, sum(map(resident_mb, family(process.pid))))
            time.sleep(0.02)
        spent = time.perf_counter() - started
        for file in (told, problem):
            file.seek(0)
        if process.returncode:
            raise SystemExit(f"{program[:2]} failed:\n{problem.read()[-2000:]}\n{told.read()[-2000:]}")
        return spent, peak, told.read().strip()


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    try:
        children = [
            int(child)
            for file in Path(f"/proc/{pid}/task").glob("*/children")
            for child in file.read_text().split()
        ]
    except OSError:
        return []
    return [pid, *(member for child in children for member in family(child))]


def resident_mb(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return 0.0


def size_of(path: Path) -> float:
    """MB of a file or of all files below a folder."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1e6


def one_size(millions: int, folder: Path) -> tuple[list[str], float]:
    """A row of the table of sizes, and the seconds of landing and models."""
    landing, work = folder / f"landing-{millions}m", folder / f"work-{millions}m"
    written = "there already"
    if not landing.exists():
        started = time.perf_counter()
        write_sample(landing / "firms" / "2023-12", millions * 10**6, YEARS, 7)
        written = seconds(time.perf_counter() - started)
    land_seconds, land_mb, _ = measured([sys.executable, "-c", LAND, str(landing), str(work)])
    build_seconds, build_mb, _ = measured([sys.executable, "-c", BUILD, str(landing), str(work)])
    results = json.loads((of_project().project / "target" / "firms" / "run_results.json").read_text())[
        "results"
    ]
    spent = {result["unique_id"].split(".")[2]: result["execution_time"] for result in results}
    row = [
        f"{millions}M",
        written,
        seconds(land_seconds),
        f"{land_mb:,.0f} MB",
        seconds(build_seconds),
        f"{build_mb:,.0f} MB",
        *(seconds(spent[stage]) for stage in STAGES),
        f"{size_of(work / 'raw'):,.0f} MB",
        f"{size_of(work / 'firms.duckdb'):,.0f} MB",
    ]
    return row, land_seconds + build_seconds


def beside_peers(millions: int, folder: Path) -> list[list[str]]:
    path = str(folder / f"work-{millions}m" / "raw" / "enterprises" / "*.parquet")
    spark = of_project().project / ".venv-spark" / "bin" / "python"
    found = {}
    for name, code in PEERS.items():
        program = str(spark) if name == "Spark local" else sys.executable
        if not Path(program).exists():
            print(f"{name} IS NOT COMPARED: no {program} (`make .venv-spark/ready`)")
            continue
        given = str(Path(path).parent) if name in ("pandas", "Spark local") else path
        runs = [measured([program, "-c", code, given], SPARK_LOCAL_IP="127.0.0.1") for _ in range(2)]
        # The faster of two runs; what it printed begins with its own seconds.
        whole, peak, told = min(runs)
        own, *result = told.splitlines()[-1].split()
        found[name] = float(own), whole, peak, result
    ours = found["DuckDB"]
    assert all(result == ours[-1] for *_, result in found.values()), found
    return [
        [
            name,
            seconds(own),
            times_faster(own, ours[0]),
            seconds(whole),
            times_faster(whole, ours[1]),
            f"{peak:,.0f} MB",
            times_faster(peak, ours[2]),
        ]
        for name, (own, whole, peak, _) in found.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1", help="millions of firms, separated by commas; default 1")
    parser.add_argument("--folder", type=Path, help="where registries are kept; default a temporary folder")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    print_machine()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        rows, spent = zip(*(one_size(size, folder) for size in sizes), strict=True)
        head = ["firms", "written", "landed", "peak", "models", "peak", *STAGES, "raw", "database"]
        print_table("From files to tables by city (1x investments, 2x patents)", head, rows)
        for smaller, larger in zip(range(len(sizes) - 1), range(1, len(sizes)), strict=True):
            exponent = math.log(spent[larger] / spent[smaller]) / math.log(sizes[larger] / sizes[smaller])
            print(f"exponent of cost, {sizes[smaller]}M to {sizes[larger]}M: {exponent:.2f}")
        size = min(sizes, key=lambda size: abs(size - 10))
        head = ["engine", "aggregation", "to DuckDB", "whole process", "to DuckDB", "peak", "to DuckDB"]
        print_table(f"One aggregation of {size}M firms", head, beside_peers(size, folder))


if __name__ == "__main__":
    main()
