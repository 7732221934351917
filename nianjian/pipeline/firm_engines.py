"""Runs dbt on the firm models, on DuckDB or on Spark, in a process of its own: another engine, another environment."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import yaml
from tqdm import tqdm

from nianjian.intake.firms import capacity
from nianjian.language import tr
from nianjian.pipeline.failed import BuildFailed
from nianjian.pipeline.paths import Paths
from nianjian.pipeline.run_dbt import fill
from nianjian.processes import ended_with_this

DUCKDB = "duckdb"
# The target of `profiles.yml` that works on firm rows with DuckDB.
_TARGET = "firms"
_STEP = re.compile(r"(\d+) of (\d+) (?!START)")
_TOLD = 25


def on_duckdb(paths: Paths, selected: str, *arguments: str) -> None:
    """Build what is selected. Errors: BuildFailed."""
    _dbt(paths, Path(sys.executable).parent / "dbt", _TARGET, selected, arguments, {})


def on(engine: str) -> Callable[..., None]:
    """A function that builds what is selected on this engine. Errors of it: BuildFailed."""
    return on_duckdb if engine == DUCKDB else _spark(engine)


def check(paths: Paths, engine: str) -> None:
    """Errors: BuildFailed, if `engine` is neither DuckDB nor a Spark target of the profile."""
    if engine == DUCKDB:
        return
    profile = yaml.safe_load((paths.project / "profiles.yml").read_text(encoding="utf-8"))
    spark = [name for name, target in profile["nianjian"]["outputs"].items() if target["type"] == "spark"]
    if engine not in spark:
        raise BuildFailed(
            f"there is no target {engine!r} for firm rows; there are {', '.join([DUCKDB, *spark])}"
        )


def lineage(paths: Paths, models: tuple[str, ...]) -> set[str]:
    """The files, within the project, of these models and of all models and seeds that they read, directly or through
    others, as the manifest of the last run on DuckDB says."""
    path = paths.project / "target" / _TARGET / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    nodes, parents = manifest["nodes"], manifest["parent_map"]
    todo = [
        name for name, node in nodes.items() if node["name"] in models and node["resource_type"] == "model"
    ]
    found: set[str] = set()
    while todo:
        name = todo.pop()
        if name in nodes and name not in found:
            found.add(name)
            todo += parents[name]
    return {nodes[name]["original_file_path"] for name in found}


def spark_tables(place: Path) -> Path:
    """Where Spark leaves its tables."""
    return place / "spark" / "tables"


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
        shutil.rmtree(spark_tables(paths.firms), ignore_errors=True)
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
