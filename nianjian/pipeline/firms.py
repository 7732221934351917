"""Brings the firm tables by city in line with the firm files that have landed, on DuckDB or on Spark.

    landing folders -> warehouse/firms/raw (typed rows) -> models/*/firm_rows -> warehouse/firms/results (Parquet)

The warehouse reads the results and nothing else of it, whatever engine they come from. What has not changed is not done
again; what was added is added; anything else is done anew.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from nianjian.intake.firms import capacity, firm_files, sample
from nianjian.intake.landing import Landing
from nianjian.intake.tables.vocabulary import missing_markers
from nianjian.intake.walk import FIRMS, walk
from nianjian.pipeline import firm_engines, firm_results
from nianjian.pipeline.firm_engines import DUCKDB
from nianjian.pipeline.firm_results import LOOKUPS, RESULTS
from nianjian.pipeline.paths import Paths

# What ships until a registry lands.
SAMPLE_FIRMS, SAMPLE_YEARS, SAMPLE_SEED = 20_000, (2014, 2023), 2025
_MODELS = ("models/*/firm_rows/**/*", "macros/*", "dbt_project.yml", "profiles.yml")


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

    `engine` is duckdb or a Spark target of `profiles.yml`. Errors: BuildFailed, if the engine is not installed or a model
    or test fails; CapacityError, if there is no room for the rows; the results are then as they were.
    """
    if not any(paths.project.glob("models/*/firm_rows")):
        # A project without models of firm rows has no use for them.
        return FirmTables(Landing(), "nothing")
    place = paths.firms
    landed = land_firms(paths, folder, with_sample)
    before = firm_results.made_of(place)
    now = {
        "engine": engine,
        "releases": firm_results.releases(place),
        "files": sorted(file.content_id for file in landed.files if file.row_count),
        "models": firm_results.hashes(paths.project, *_MODELS),
        # The files that the lookups were last made of, as they are now.
        "lookups": firm_results.hashes(paths.project, *before.get("lookups", ())),
    }
    if before == now:
        return FirmTables(landed, "nothing")
    if before and not now["files"]:
        firm_results.empty(place)
        firm_results.note(place, now)
        return FirmTables(landed, "built")
    capacity.check(sum(file.row_count for file in landed.files), place)
    files = firm_results.hashes(paths.project, "models/**/*", "python_models/**/*", "seeds/**/*")
    tests = () if with_tests else ("--exclude-resource-type", "test")
    is_same = before.get("lookups") == now["lookups"]
    is_added = _work_out(paths, engine, _adds_only(before, now), is_same, tests)
    now["lookups"] = {name: files[name] for name in sorted(firm_engines.lineage(paths, LOOKUPS))}
    firm_results.note(place, now)
    return FirmTables(landed, "added" if is_added else "built")


def land_firms(paths: Paths, folder: Path | None = None, with_sample: bool = True) -> Landing:
    """Land the firm files of a landing folder, or the invented registry if there are none."""
    root = folder or paths.landing
    if with_sample and not any(walk(root, FIRMS)):
        root = _sample(paths)
    return firm_files.land([root], paths.firms / "raw", missing_markers(paths.reference))


def _adds_only(before: dict, now: dict) -> bool:
    """Whether what is new is files and releases, beside all those of the last time, for the same engine and models."""
    return (
        bool(before.get("files"))
        and all(before[key] == now[key] for key in ("engine", "models"))
        and set(before["files"]) <= set(now["files"])
        and before["releases"].items() <= now["releases"].items()
    )


def _work_out(
    paths: Paths, engine: str, is_growing: bool, has_same_lists: bool, tests: tuple[str, ...]
) -> bool:
    """Work out the results, adding to what is there if it is growing and no lookup says otherwise; returns whether.

    With the same code lists, new rows of the lookups come from new files. With others they may be of rows that were held
    back for the lack of them.
    """
    place = paths.firms
    if engine == DUCKDB and not is_growing:
        # Nothing to compare with: all in one go.
        (place / "firms.duckdb").unlink(missing_ok=True)
        firm_engines.on_duckdb(paths, "+tag:firms", *tests)
        firm_results.leave(place, "lookups", "normalized", LOOKUPS)
    else:
        known = firm_results.lookup_rows(place)
        firm_engines.on_duckdb(paths, "+tag:firm_lookups", *tests)
        firm_results.leave(place, "lookups", "normalized", LOOKUPS)
        rows = firm_results.lookup_rows(place)
        is_growing = is_growing and (known <= rows if has_same_lists else known == rows)
        anew = [] if is_growing else ["--full-refresh"]
        firm_engines.on(engine)(paths, "tag:firms", *tests, *anew)
    if engine == DUCKDB:
        firm_results.leave(place, "results", "indicators", RESULTS)
    else:
        tables = firm_engines.spark_tables(place)
        firm_results.swap(place, "results", lambda target: firm_results.copy_tables(tables, target))
    return is_growing


def _sample(paths: Paths) -> Path:
    """A landing folder with an invented registry; written once."""
    root = paths.project / "warehouse" / "sample_firms"
    release = root / FIRMS.folder / f"sample-{SAMPLE_YEARS[1]}-12"
    if not release.exists():
        part = root / "part"
        shutil.rmtree(part, ignore_errors=True)
        sample.write_sample(part, SAMPLE_FIRMS, SAMPLE_YEARS, SAMPLE_SEED, progress=False)
        release.parent.mkdir(parents=True, exist_ok=True)
        part.rename(release)
    return root
