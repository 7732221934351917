"""What came of firm rows, as Parquet: the tables by city that the warehouse reads, the lookups, and of what they were made."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

RESULTS = ("ind_firm_city_years", "ind_firm_city_edges", "ind_firm_files")
LOOKUPS = ("norm_firm_cities", "norm_firm_industries", "norm_firm_currencies")


def releases(place: Path) -> dict[str, str]:
    """The day of each release: which of its rows and years count depends on it."""
    path = place / "raw" / "releases" / "rows.parquet"
    rows = (
        duckdb.read_parquet(str(path)).project("release_code, published_on || ' ' || is_synthetic").fetchall()
    )
    return dict(rows)


def made_of(place: Path) -> dict:
    """Of what the results were made; nothing, if there are none."""
    path = place / "results" / "stamp.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def note(place: Path, made_of: dict) -> None:
    """Write down of what the results were made."""
    (place / "results" / "stamp.json").write_text(json.dumps(made_of), encoding="utf-8")


def empty(place: Path) -> None:
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

    swap(place, "results", write)


def hashes(project: Path, *patterns: str) -> dict[str, str]:
    """The files of the project that fit, each with the hash of its content; one that is not there has none."""
    return {
        path.relative_to(project).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(path for pattern in patterns for path in project.glob(pattern))
        if path.is_file()
    }


def lookup_rows(place: Path) -> set[tuple]:
    """Every row of the lookups, with the name of its table."""
    rows = set()
    for name in LOOKUPS:
        path = place / "lookups" / name / "rows.parquet"
        if path.exists():
            rows |= {(name, *row) for row in duckdb.read_parquet(str(path)).fetchall()}
    return rows


def leave(place: Path, folder: str, schema: str, names: tuple[str, ...]) -> None:
    """Leave tables of the firm database as Parquet, all at once."""

    def write(target: Path) -> None:
        with duckdb.connect(str(place / "firms.duckdb"), read_only=True) as connection:
            for name in names:
                (target / name).mkdir(parents=True)
                to = _quoted(target / name / "rows.parquet")
                connection.execute(f"copy (from {schema}.{name} order by all) to '{to}' (format parquet)")

    swap(place, folder, write)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def swap(place: Path, folder: str, write: Callable[[Path], None]) -> None:
    """Put a folder that `write` fills in the place of another, whole."""
    fresh, old = place / f"{folder}.new", place / f"{folder}.old"
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    write(fresh)
    if (place / folder).exists():
        (place / folder).rename(old)
    fresh.rename(place / folder)
    shutil.rmtree(old, ignore_errors=True)


def copy_tables(tables: Path, target: Path) -> None:
    """Copy the tables of another engine."""
    for name in RESULTS:
        shutil.copytree(tables / name, target / name)
