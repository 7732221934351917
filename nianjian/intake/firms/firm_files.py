"""Takes in firm files: each into one Parquet file of typed cells, once; what is known is not read again.

    <root>/firms/<release>/enterprises.csv
    <root>/firms/<release>/investments/year=2023/part-0.parquet

Writes `files/`, `releases/` and a folder per table of the contract below the folder of raw rows; reads the landing
folders only.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from nianjian.intake import files
from nianjian.intake.firms import rows
from nianjian.intake.firms.contract import AMOUNT, DAY, TABLES, TEXT, TYPES, table_of
from nianjian.intake.landing import Landing
from nianjian.intake.release import FILE_NAME, Release, folder_of
from nianjian.intake.sheets import Refused
from nianjian.language import tr

SOURCE = "firms"
# Raised whenever files are typed in another way: what has landed is then read again.
VERSION = 1
MISSING = ("", "-", "—", "–", "…", "空", "NULL", "null", "\\N")
_DAYS, _NUMBERS = ("DATE", "TIMESTAMP"), ("INT", "DOUBLE", "FLOAT", "DECIMAL", "HUGEINT")


@dataclass
class File:
    """A landed firm file. `file_no` counts files in the order in which they first landed; `row_count` has every row below
    the header."""

    file_id: str
    file_no: int
    release_code: str
    firm_table: str
    path: str
    bytes: int
    modified_ns: int
    sha256: str
    row_count: int
    first_seen: date
    refusal: str
    warning: str
    read_with: int


SCHEMA = pa.schema(
    [
        (field.name, {str: pa.string(), int: pa.int64(), date: pa.date32()}[field.type])
        for field in fields(File)
    ]
)


def land(roots: list[Path], raw: Path) -> Landing:
    """Bring the folder of raw rows in line with the firm files below `roots`.

    A file that has changed under its name stays as it first landed, unless its release is synthetic: a release never
    changes. Files that are gone are no longer in use.
    """
    known = {file.path: file for file in read_files(raw)}
    found, releases, read = [], {}, 0
    paths = [(root, path) for root in roots for path in walk(root)]
    number = max((file.file_no for file in known.values()), default=0)
    with tqdm(paths, desc=tr("landing firms"), unit=tr(" files"), leave=False, disable=None) as bar:
        for root, path in bar:
            name = path.relative_to(root).as_posix()
            file, release = _identify(root, path, name, known.get(name), number + 1)
            number = max(number, file.file_no)
            if release and not file.refusal:
                releases[release.release_code] = release
                read += _convert(file, path, raw)
            found.append(file)
    _refuse_twins(found)
    _write(raw / "files", pa.Table.from_pylist([asdict(file) for file in found], SCHEMA))
    _write(raw / "releases", _releases(releases.values(), found))
    _ensure_tables(raw)
    return Landing(found, read)


def read_files(raw: Path) -> list[File]:
    """The files in use, as the last landing wrote them down."""
    path = raw / "files" / "rows.parquet"
    if not path.exists():
        return []
    return [File(**row) for row in pq.read_table(path).to_pylist()]


def walk(root: Path) -> Iterator[Path]:
    """The firm files of a landing folder."""
    for path in sorted((root / SOURCE).rglob("*")):
        hidden = any(part.startswith((".", "_", "~$")) for part in path.relative_to(root).parts)
        if path.is_file() and not hidden and path.name not in (FILE_NAME, "README.md"):
            yield path


def _identify(
    root: Path, path: Path, name: str, before: File | None, file_no: int
) -> tuple[File, Release | None]:
    """What a file is. Only a file that is new, or has another size or time than before, is read for its checksum."""
    stat = path.stat()
    file = File(
        "", file_no, "", "", name, stat.st_size, stat.st_mtime_ns, "", 0, date.today(), "", "", VERSION
    )
    try:
        release = folder_of(path, root).release(None, before.first_seen if before else file.first_seen)
        if len(path.relative_to(root).parts) < 3:
            raise Refused("it lies in no release folder: put it into firms/<release>/")
        file.release_code = release.release_code
        file.firm_table = _table(path.relative_to(root)) or ""
        if not file.firm_table:
            raise Refused("its name tells no table: let it begin with enterprises, investments or patents")
        is_touched = not before or (before.bytes, before.modified_ns) != (file.bytes, file.modified_ns)
        file.sha256 = files.checksum(path) if is_touched else before.sha256
    except Refused as refusal:
        file.refusal = str(refusal)
    except OSError as error:
        file.refusal = f"it cannot be opened: {error.strerror}"
    if file.refusal:
        return file, None
    if before and before.sha256 != file.sha256 and before.row_count and not release.is_synthetic:
        before.warning = "it has changed since it landed and stands as it was: put what was revised into a release of its own"
        return before, release
    if before and before.sha256 == file.sha256 and before.read_with == VERSION and before.file_id:
        before.modified_ns, before.warning, before.release_code = file.modified_ns, "", file.release_code
        return before, release
    # What lies in the path is part of what the file says.
    told = "|".join(
        [
            file.release_code,
            file.sha256,
            file.firm_table,
            *(f"{k}={v}" for k, v in sorted(_given(name).items())),
            str(VERSION),
        ]
    )
    file.file_id = hashlib.sha256(told.encode()).hexdigest()[:16]
    return file, release


def _table(inside: Path) -> str | None:
    """The table that the first telling name below the release folder names."""
    return next(filter(None, (table_of(part) for part in inside.parts[2:])), None)


def _given(name: str) -> dict[str, str]:
    """Columns that a partitioned path names: `city=110000/part-0.parquet`."""
    return dict(part.split("=", 1) for part in name.split("/")[:-1] if "=" in part)


def _convert(file: File, path: Path, raw: Path) -> bool:
    """Write the typed rows of a file, unless they are there. A refusal is written down in `file`."""
    target = raw / file.firm_table / f"{file.file_id}.parquet"
    if target.exists():
        file.row_count = pq.read_metadata(target).num_rows
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    try:
        given = {name: text for name, text in _given(file.path).items() if name in _names(file.firm_table)}
        headers = rows.header_of_each(path, file.firm_table, given)
        with duckdb.connect(config={"threads": 2, "preserve_insertion_order": False}) as connection:
            source, types = _source(connection, path, headers)
            query = typed_rows(file.firm_table, file.file_id, headers, types, given, source)
            connection.execute(f"copy ({query}) to '{_quoted(part)}' (format parquet, compression zstd)")
    except Refused as refusal:
        file.refusal = str(refusal)
    except OSError as error:
        file.refusal = f"it cannot be read to its end: {error.strerror or error}"
    except (duckdb.Error, pa.ArrowException) as error:
        file.refusal = f"it cannot be read to its end: {' '.join(str(error).split())[:300]}"
    if file.refusal:
        part.unlink(missing_ok=True)
        return False
    part.replace(target)
    file.row_count = pq.read_metadata(target).num_rows
    return True


def _source(
    connection: duckdb.DuckDBPyConnection, path: Path, headers: dict[str, str]
) -> tuple[str, dict[str, str]]:
    """What to select a file's rows from, and the types of its columns."""
    if not rows.is_parquet(path):
        connection.register("file_rows", rows.csv_rows(path, sorted(set(headers.values()))))
        return "file_rows", {}
    described = connection.execute(f"describe select * from read_parquet('{_quoted(path)}')").fetchall()
    source = (
        f"(select * exclude (file_row_number), file_row_number + 1 as row_no, null::varchar as torn "
        f"from read_parquet('{_quoted(path)}', file_row_number = true, hive_partitioning = false))"
    )
    return source, {name: kind for name, kind, *_ in described}


def typed_rows(
    table: str,
    file_id: str,
    headers: dict[str, str],
    types: dict[str, str],
    given: dict[str, str],
    source: str,
) -> str:
    """The SQL that types the cells of a file. A cell that cannot be read is null, and the first of a row is told with
    its column and text; a torn row has no cells and is told with its text."""
    trimmed, cells, problems = [], [], []
    missing = ", ".join(f"'{marker}'" for marker in MISSING)
    for column in TABLES[table]:
        name, header = column.name, headers.get(column.name)
        kind = types.get(header, "VARCHAR") if header else "VARCHAR"
        cell = f'"{header.replace(chr(34), chr(34) * 2)}"' if header else f"'{_quoted(given[name])}'"
        trimmed.append(f"trim(cast({cell} as varchar)) as {name}_trimmed")
        # Long texts are no marker: the list is gone through for the few short ones only.
        text = f"case when strlen({name}_trimmed) > 4 or {name}_trimmed not in ({missing}) then {name}_trimmed end"
        cells.append(f"{text} as {name}_text")
        if (column.kind == DAY and kind.startswith(_DAYS)) or (
            column.kind == AMOUNT and kind.startswith(_NUMBERS)
        ):
            cells.append(f"try_cast({cell} as {TYPES[column.kind]}) as {name}")
        else:
            cells.append(f"{column.kind.format(*[f'{name}_text'] * 2)} as {name}")
        if column.kind != TEXT:
            problems.append(f"when {name} is null and {name}_text is not null then '{name}'")
    first = f"case when torn is not null then 'row' {' '.join(problems)} end"
    told = " ".join(f"when '{column.name}' then {column.name}_text" for column in TABLES[table])
    names = ", ".join(column.name for column in TABLES[table])
    return f"""
        with trimmed as (select *, {", ".join(trimmed)} from {source}),
        cells as (select row_no, torn, {", ".join(cells)} from trimmed),
        judged as (select *, {first} as problem_column from cells)
        select '{file_id}' as file_id, row_no, {names}, problem_column,
            case problem_column when 'row' then torn {told} end as problem_text
        from judged
    """


def _names(table: str) -> set[str]:
    return {column.name for column in TABLES[table]}


def _refuse_twins(found: list[File]) -> None:
    """The same content twice in one release counts once."""
    first: dict[tuple[str, str], str] = {}
    for file in found:
        if file.file_id and not file.refusal:
            path = first.setdefault((file.release_code, file.file_id), file.path)
            if path != file.path:
                file.refusal, file.row_count = f"it has the same content as {path}, which counts", 0


def _releases(releases: Iterable[Release], found: list[File]) -> pa.Table:
    used = {file.release_code for file in found if file.row_count}
    columns = {
        "release_code": pa.string(),
        "source_code": pa.string(),
        "title": pa.string(),
        "edition": pa.string(),
        "published_on": pa.date32(),
        "published_on_precision": pa.string(),
        "accessed_on": pa.date32(),
        "licence": pa.string(),
        "maturity": pa.string(),
        "is_synthetic": pa.bool_(),
        "is_inferred": pa.bool_(),
        "note": pa.string(),
    }
    first = {file.release_code: file.first_seen for file in reversed(found)}
    told = [
        asdict(release) | {"accessed_on": first[release.release_code]}
        for release in releases
        if release.release_code in used
    ]
    return pa.Table.from_pylist(told, pa.schema(list(columns.items())))


def _write(folder: Path, table: pa.Table) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "rows.part"
    pq.write_table(table, part)
    part.replace(folder / "rows.parquet")


def _ensure_tables(raw: Path) -> None:
    """A table of which no file has landed is there all the same, without rows."""
    for table in TABLES:
        if not any((raw / table).glob("*.parquet")):
            with duckdb.connect() as connection:
                headers = {column.name: column.name for column in TABLES[table]}
                empty = ", ".join(f"null::varchar as {name}" for name in headers)
                source = f"(select {empty}, 0::bigint as row_no, null::varchar as torn where false)"
                query = typed_rows(table, "", headers, {}, {}, source)
                (raw / table).mkdir(parents=True, exist_ok=True)
                connection.execute(
                    f"copy ({query}) to '{_quoted(raw / table / 'empty.parquet')}' (format parquet)"
                )


def _quoted(text: object) -> str:
    return str(text).replace("'", "''")
