"""Brings the firm tables by city in line with the firm files that have landed, on DuckDB or on Spark.

    landing folders -> warehouse/firms/raw (typed rows) -> models/*/firm_rows -> warehouse/firms/results (Parquet)

The warehouse reads the results and nothing else of it, whatever engine they come from. What has not changed is not done
again; what was added is added; anything else is done anew.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml
from tqdm import tqdm

from nianjian.intake.firms import capacity, firm_files, sample
from nianjian.intake.landing import Landing
from nianjian.language import tr
from nianjian.pipeline.failed import BuildFailed
from nianjian.pipeline.paths import Paths
from nianjian.pipeline.run_dbt import fill
from nianjian.processes import ended_with_this

DUCKDB = "duckdb"
RESULTS = ("ind_firm_city_years", "ind_firm_city_edges", "ind_firm_files")
LOOKUPS = ("norm_firm_cities", "norm_firm_industries", "norm_firm_currencies")
# What ships until a registry lands.
SAMPLE_FIRMS, SAMPLE_YEARS, SAMPLE_SEED = 20_000, (2014, 2023), 2025
_STEP = re.compile(r"(\d+) of (\d+) (?!START)")
_REF = re.compile(r"""(?:ref|firm_lookup)\(\s*["'](\w+)["']""")
_TOLD = 25


@dataclass(frozen=True)
class FirmTables:
    """What landed of firm files, and what was done with their rows: built, added or nothing."""

    landing: Landing
    done: str


def update(
    paths: Paths,
    folder: Path | None = None,
    with_sample: bool = True,
    engine: str = DUCKDB,
    with_tests: bool = True,
) -> FirmTables:
    """Land the firm files of a landing folder and work out the firm tables, unless they are up to date.

    `engine` is duckdb or a Spark target of `profiles.yml`. Errors: BuildFailed, if the engine is not installed, there is
    no room for the rows, or a model or test fails; the results are then as they were.
    """
    if not any(paths.project.glob("models/*/firm_rows")):
        # A project without models of firm rows has no use for them.
        return FirmTables(Landing(), "nothing")
    place = paths.firms
    landed = land_firms(paths, folder, with_sample)
    before = _stamp(place)
    now = {
        "engine": engine,
        "releases": _releases(place),
        "files": sorted(file.file_id for file in landed.files if file.row_count),
        "models": _hash(
            paths.project, "models/*/firm_rows/**/*", "macros/*", "dbt_project.yml", "profiles.yml"
        ),
        "lookups": _hash(paths.project, *_read_by(paths.project, LOOKUPS)),
    }
    if before == now:
        return FirmTables(landed, "nothing")
    if before and not now["files"]:
        _empty(place)
        _note(place, now)
        return FirmTables(landed, "built")
    is_growing = _adds_only(before, now)
    tests = () if with_tests else ("--exclude-resource-type", "test")
    capacity.check(sum(file.row_count for file in landed.files), place)
    if engine == DUCKDB and not is_growing:
        # Nothing to compare with: all in one go.
        (place / "firms.duckdb").unlink(missing_ok=True)
        _duckdb(paths, "+tag:firms", *tests)
        _leave(place, "lookups", "normalized", LOOKUPS)
    else:
        known = _lookup_rows(place)
        _duckdb(paths, "+tag:firm_lookups", *tests)
        _leave(place, "lookups", "normalized", LOOKUPS)
        is_growing = is_growing and known <= _lookup_rows(place)
        run = _duckdb if engine == DUCKDB else _spark(engine)
        run(paths, "tag:firms", *tests, *([] if is_growing else ["--full-refresh"]))
    if engine == DUCKDB:
        _leave(place, "results", "indicators", RESULTS)
    else:
        _swap(place, "results", lambda target: _copy_tables(_spark_tables(place), target))
    _note(place, now)
    return FirmTables(landed, "added" if is_growing else "built")


def _adds_only(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether what is new is files and releases, beside all those of the last time, for the same engine and models."""
    return (
        bool(before.get("files"))
        and all(before[key] == now[key] for key in ("engine", "models"))
        and set(before["files"]) <= set(now["files"])
        and before["releases"].items() <= now["releases"].items()
    )


def check_engine(paths: Paths, engine: str) -> None:
    """Errors: BuildFailed, if `engine` is neither DuckDB nor a Spark target of the profile."""
    if engine == DUCKDB:
        return
    profile = yaml.safe_load((paths.project / "profiles.yml").read_text(encoding="utf-8"))
    spark = [name for name, target in profile["nianjian"]["outputs"].items() if target["type"] == "spark"]
    if engine not in spark:
        raise BuildFailed(
            f"there is no target {engine!r} for firm rows; there are {', '.join([DUCKDB, *spark])}"
        )


def land_firms(paths: Paths, folder: Path | None = None, with_sample: bool = True) -> Landing:
    """Land the firm files of a landing folder, or the invented registry if there are none."""
    root = folder or paths.landing
    if with_sample and not any(firm_files.walk(root)):
        root = _sample(paths)
    return firm_files.land([root], paths.firms / "raw")


def _sample(paths: Paths) -> Path:
    """A landing folder with an invented registry; written once."""
    root = paths.project / "warehouse" / "sample_firms"
    release = root / firm_files.SOURCE / f"sample-{SAMPLE_YEARS[1]}-12"
    if not release.exists():
        part = root / "part"
        shutil.rmtree(part, ignore_errors=True)
        sample.write_sample(part, SAMPLE_FIRMS, SAMPLE_YEARS, SAMPLE_SEED, progress=False)
        release.parent.mkdir(parents=True, exist_ok=True)
        part.rename(release)
    return root


def _releases(place: Path) -> dict[str, str]:
    """The day of each release: which of its rows and years count depends on it."""
    path = place / "raw" / "releases" / "rows.parquet"
    rows = (
        duckdb.read_parquet(str(path)).project("release_code, published_on || ' ' || is_synthetic").fetchall()
    )
    return dict(rows)


def _stamp(place: Path) -> dict:
    """Of what the results were made; nothing, if there are none."""
    path = place / "results" / "stamp.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _note(place: Path, made_of: dict) -> None:
    (place / "results" / "stamp.json").write_text(json.dumps(made_of), encoding="utf-8")


def _empty(place: Path) -> None:
    """Without a file the results have no rows, and nothing of earlier files is left to add to."""
    (place / "firms.duckdb").unlink(missing_ok=True)
    shutil.rmtree(place / "spark", ignore_errors=True)

    def write(target: Path) -> None:
        with duckdb.connect() as connection:
            for name in RESULTS:
                (target / name).mkdir(parents=True)
                rows = f"from read_parquet('{_quoted(place / 'results' / name)}/*.parquet') limit 0"
                connection.execute(
                    f"copy ({rows}) to '{_quoted(target / name)}/rows.parquet' (format parquet)"
                )

    _swap(place, "results", write)


def _hash(project: Path, *patterns: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in project.glob(pattern) if path.is_file()):
        digest.update(path.relative_to(project).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _read_by(project: Path, names: tuple[str, ...]) -> set[str]:
    """The files of these models and of all models and seeds that they read, directly or through others."""
    files = {path.stem: path for part in ("models/**/*.sql", "seeds/**/*.csv") for path in project.glob(part)}
    found, todo = set(), list(names)
    while todo:
        path = files[todo.pop()]
        if path not in found:
            found.add(path)
            todo += _REF.findall(path.read_text(encoding="utf-8")) if path.suffix == ".sql" else []
    return {path.relative_to(project).as_posix() for path in found}


def _lookup_rows(place: Path) -> set[tuple]:
    rows = set()
    for name in LOOKUPS:
        path = place / "lookups" / name / "rows.parquet"
        if path.exists():
            rows |= {(name, *row) for row in duckdb.read_parquet(str(path)).fetchall()}
    return rows


def _leave(place: Path, folder: str, schema: str, names: tuple[str, ...]) -> None:
    """Leave tables of the firm database as Parquet, all at once."""

    def write(target: Path) -> None:
        with duckdb.connect(str(place / "firms.duckdb"), read_only=True) as connection:
            for name in names:
                (target / name).mkdir(parents=True)
                to = _quoted(target / name / "rows.parquet")
                connection.execute(f"copy (from {schema}.{name} order by all) to '{to}' (format parquet)")

    _swap(place, folder, write)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _swap(place: Path, folder: str, write) -> None:
    fresh, old = place / f"{folder}.new", place / f"{folder}.old"
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    write(fresh)
    if (place / folder).exists():
        (place / folder).rename(old)
    fresh.rename(place / folder)
    shutil.rmtree(old, ignore_errors=True)


def _copy_tables(tables: Path, target: Path) -> None:
    for name in RESULTS:
        shutil.copytree(tables / name, target / name)


def _spark_tables(place: Path) -> Path:
    return place / "spark" / "tables"


def _duckdb(paths: Paths, selected: str, *arguments: str) -> None:
    _dbt(paths, Path(sys.executable).parent / "dbt", "firms", selected, arguments, {})


def _spark(target: str):
    def run(paths: Paths, selected: str, *arguments: str) -> None:
        program = paths.project / ".venv-spark" / "bin" / "dbt"
        if not program.exists():
            raise BuildFailed(
                "Spark is not installed here: `make build TARGET=spark` installs it, or `make .venv-spark/ready`"
            )
        if not shutil.which("java"):
            raise BuildFailed(
                "Spark needs Java 17 and there is no `java` here: install it, or build without TARGET"
            )
        home = paths.firms / "spark"
        home.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(_spark_tables(paths.firms), ignore_errors=True)
        settings = {
            # Spark looks for relative paths in its own warehouse.
            "NIANJIAN_SPARK": str(home.resolve()),
            "NIANJIAN_FIRMS": str(paths.firms.resolve()),
            "NIANJIAN_SPILL": str(capacity.spill_folder(paths.firms)),
            # Only this machine talks to it.
            "SPARK_LOCAL_IP": "127.0.0.1",
            # Before the virtual machine starts; a session cannot set these.
            "PYSPARK_SUBMIT_ARGS": f"--driver-memory {_memory()} --driver-java-options "
            f"'-Dderby.system.home={home.resolve()}' pyspark-shell",
        }
        _dbt(paths, program, target, selected, arguments, settings)

    return run


def _memory() -> str:
    """The limit of memory in Spark's spelling."""
    return capacity.memory_limit().replace(" ", "").lower().removesuffix("b")


def _dbt(
    paths: Paths,
    program: Path,
    target: str,
    selected: str,
    arguments: tuple[str, ...],
    settings: dict[str, str],
) -> None:
    """Build what is selected, with the tests that look at nothing else, in a process of its own: another engine, another
    environment. The seeds are tested by the warehouse."""
    place = paths.firms
    environment = {
        **os.environ,
        # As the profile names them, wherever the project lies: dbt parses everything again if one has changed.
        "NIANJIAN_FIRMS": os.path.relpath(place, paths.project),
        "NIANJIAN_MEMORY": capacity.memory_limit(),
        "NIANJIAN_SPILL": os.path.relpath(capacity.spill_folder(place), paths.project.resolve()),
        "DO_NOT_TRACK": "1",
        **settings,
    }
    command = [program, "build", "--select", selected, "--indirect-selection", "cautious"]
    command += ["--exclude", "path:seeds,resource_type:test", "--exclude-resource-type", "unit_test"]
    command += ["--target", target, "--target-path", f"target/{target}", *arguments]
    told: list[str] = []
    with (
        subprocess.Popen(
            ended_with_this([*command, "--no-use-colors"]),
            cwd=paths.project,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process,
        tqdm(desc=tr("firms, {engine}", engine=target), unit=tr(" nodes"), leave=False, disable=None) as bar,
    ):
        for line in process.stdout:
            told.append(line.rstrip())
            if step := _STEP.search(line):
                bar.total = int(step[2])
                bar.update()
        if not process.wait():
            fill(bar)
    if process.returncode:
        raise BuildFailed(
            "\n".join(["the firm tables could not be built, the results are as they were", *told[-_TOLD:]])
        )
