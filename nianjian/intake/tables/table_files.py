"""Takes in what lies in the landing folders: reads what is new, keeps what is known, never overwrites."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tqdm import tqdm

from nianjian.intake import files
from nianjian.intake.landing import Landing
from nianjian.intake.release import FILE_NAME, Folder, Release, Settings, folder_of
from nianjian.intake.sheets import Refused
from nianjian.intake.tables import cell_text, pool, reading
from nianjian.intake.tables.store import Store
from nianjian.intake.tables.vocabulary import Vocabulary
from nianjian.language import tr

# What ships has these names: printed figures, and the sample.
RESERVED = ("published", "sample")
# Readings are kept this many cells at a time: together it is faster, all at once would not fit in memory.
CELLS_AT_A_TIME = 200_000
# Firm files and texts hold no cells: `landing/firms/` and `landing/reports/` take them in.
ELSEWHERE = ("firms", "reports")
TABLES = (".csv", ".xls", ".xlsx")


@dataclass
class LandedFile:
    """One file of a landing and what became of it. `name` is its path within the landing folder `root` as text."""

    root: Path
    path: Path
    name: str
    bytes: int
    sha256: str = ""
    reading_id: str = ""
    folder: Folder | None = None
    settings: Settings = field(default_factory=Settings)
    release: Release | None = None
    first_seen: date = field(default_factory=date.today)
    is_generated: bool = False
    refusal: str = ""
    warning: str = ""


def land(roots: list[Path], store: Store, vocabulary: Vocabulary, generated: Path | None = None) -> Landing:
    """Bring the store in line with the folders `<root>/<source>/<release>/…`.

    A file whose content is known is not read again. A file that has changed under its name stays as it first landed:
    a release never changes; what was revised goes into a folder of its own. Only files of `generated` may change.
    """
    found = [landed for root in roots for landed in _walk(root)]
    used, known = store.in_use(), store.first_landed()
    for landed in found:
        landed.is_generated = landed.root == generated
        _identify(landed, known)
    read_with = f"{reading.VERSION}:{vocabulary.fingerprint}"
    last_years = store.last_years()
    fresh = _read(found, last_years, store, vocabulary, read_with)
    for landed in found:
        if not landed.refusal:
            _release(landed, last_years[landed.reading_id])
    releases = _one_of_each(found)
    store.place(
        [_row(landed, vocabulary) for landed in found],
        releases,
        [_first(landed) for landed in found if _lasts(landed)],
    )
    return Landing(found, fresh, sorted(used - {landed.name for landed in found}))


def _walk(root: Path) -> Iterator[LandedFile]:
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if inside.parts[0] in ELSEWHERE:
            continue
        hidden = any(part.startswith((".", "~$")) for part in inside.parts)
        if hidden or path.name in (FILE_NAME, "README.md"):
            continue
        landed = LandedFile(root, path, name_within(inside), path.lstat().st_size)
        if path.is_dir() and not path.is_symlink() and path.suffix.lower() in TABLES:
            landed.refusal = "it is a folder with the name of a file"
        elif path.is_dir() and path.is_symlink():
            landed.refusal = "it is a link to a folder, which is not followed: copy or mount the folder here"
        elif path.is_file():
            landed.bytes = path.stat().st_size
        elif not path.is_symlink():
            # A plain folder, or a device.
            continue
        yield landed


def name_within(inside: Path) -> str:
    """The path as text. Archives packed under Windows leave names in GB18030."""
    raw = os.fsencode(inside)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")


def _identify(landed: LandedFile, known: dict[tuple[str, str], tuple[str, str, date]]) -> None:
    if landed.refusal:
        return
    try:
        landed.folder = folder_of(landed.path, landed.root)
        if landed.folder.source in RESERVED and not landed.is_generated:
            raise Refused(
                f"the source name {landed.folder.source} is kept for what ships: give its folder another name"
            )
        landed.settings = landed.folder.settings(landed.name.rpartition("/")[2])
        landed.sha256 = files.checksum(landed.path)
    except Refused as refusal:
        landed.refusal = str(refusal)
        return
    except OSError as error:
        landed.refusal = f"it cannot be opened: {error.strerror}"
        return
    landed.reading_id = _reading_id(landed.sha256, landed.settings.columns)
    if landed.is_generated:
        return
    first = landed.sha256, landed.reading_id, landed.first_seen
    before, reading_id, landed.first_seen = known.get((str(landed.root.resolve()), landed.name), first)
    if before != landed.sha256:
        landed.warning = "it has changed since it landed and stands as it was: put what was revised into a release folder of its own"
        landed.sha256, landed.reading_id = before, reading_id


def _reading_id(sha256: str, columns: dict[str, str]) -> str:
    if not columns:
        return sha256
    return hashlib.sha256((sha256 + json.dumps(columns, sort_keys=True)).encode()).hexdigest()


def _read(
    found: list[LandedFile],
    last_years: dict[str, int | None],
    store: Store,
    vocabulary: Vocabulary,
    read_with: str,
) -> int:
    """Read what the store does not hold yet; returns how many contents that were."""
    current = store.read_with(read_with)
    # The content of a file that has changed is no longer there: what it said when it landed is kept.
    tasks = list(
        {
            landed.reading_id: landed
            for landed in reversed(found)
            if not (landed.refusal or landed.warning or landed.reading_id in current)
        }.items()
    )
    results = pool.read_all(
        [pool.Task(landed.path, landed.settings.columns) for _, landed in tasks], vocabulary
    )
    refused, batch = {}, []
    with tqdm(total=len(tasks), desc=tr("landing"), unit=tr(" files"), leave=False, disable=None) as bar:
        for (reading_id, landed), result in zip(tasks, results, strict=True):
            if isinstance(result, str):
                refused[reading_id] = result
            else:
                last_years[reading_id] = result.last_year
                batch.append((reading_id, landed.sha256, result))
            if sum(file.cells for *_, file in batch) > CELLS_AT_A_TIME:
                store.add(batch, read_with)
                batch = []
            bar.update()
    store.add(batch, read_with)
    for landed in found:
        landed.refusal = landed.refusal or refused.get(landed.reading_id, "")
    return len(tasks)


def _release(landed: LandedFile, last_year: int | None) -> None:
    try:
        landed.release = landed.folder.release(last_year, landed.first_seen)
    except Refused as refusal:
        landed.refusal = str(refusal)


def _one_of_each(found: list[LandedFile]) -> list[Release]:
    """The releases by code. Two folders whose names come to one code are not thrown together: the second is refused."""
    folders: dict[str, tuple[Path, str, str]] = {}
    releases: dict[str, Release] = {}
    for landed in found:
        if not landed.release:
            continue
        code, place = landed.release.release_code, (landed.root, landed.folder.source, landed.folder.name)
        if folders.setdefault(code, place) != place:
            landed.refusal = (
                f"its folder and {'/'.join(folders[code][1:])} both give the release {code}: rename one"
            )
            landed.release = None
        elif code not in releases or landed.release.published_on < releases[code].published_on:
            releases[code] = landed.release
    return list(releases.values())


def _lasts(landed: LandedFile) -> bool:
    return not (landed.refusal or landed.warning or landed.is_generated)


def _first(landed: LandedFile) -> tuple:
    return str(landed.root.resolve()), landed.name, landed.sha256, landed.reading_id, landed.first_seen


def _row(landed: LandedFile, vocabulary: Vocabulary) -> tuple:
    indicator, unit = cell_text.name_and_unit(cell_text.squeezed(landed.settings.indicator), vocabulary.units)
    return (
        landed.name,
        landed.folder.source if landed.folder else "",
        landed.release.release_code if landed.release else None,
        landed.sha256 or None,
        landed.bytes,
        None if landed.refusal else landed.reading_id,
        landed.refusal,
        landed.warning,
        indicator,
        landed.settings.region,
        landed.settings.unit or unit,
        landed.settings.year,
    )
