"""Lands tables: reads what is new, keeps what is known, never overwrites."""

import hashlib
import json
from pathlib import Path

from tqdm import tqdm

from nianjian.intake import releases
from nianjian.intake.first_landed import NOT_KEPT
from nianjian.intake.landing import LandedFile, Landing, find, gone
from nianjian.intake.tables import cell_text, pool, reading
from nianjian.intake.tables.store import Store
from nianjian.intake.tables.vocabulary import Vocabulary
from nianjian.intake.walk import TABLES
from nianjian.language import tr

# Readings are kept this many cells at a time: together it is faster, all at once would not fit in memory.
CELLS_AT_A_TIME = 200_000


def land(roots: list[Path], store: Store, vocabulary: Vocabulary, generated: Path | None = None) -> Landing:
    """Bring the store in line with the folders `<root>/<source>/<release>/…`.

    A file whose content is known is not read again. Only below the root `generated` may folders bear the names of what
    ships.
    """
    used, first_landed, last_years = store.in_use(), store.first_landed(), store.last_years()
    files = find(roots, TABLES, first_landed, generated=generated)
    for file in files:
        if file.is_changed and file.content_id not in last_years:
            file.refusal = NOT_KEPT
        elif not file.refusal and not file.is_changed:
            file.content_id = _reading_id(file.sha256, file.settings.columns)
    read = _read(files, last_years, store, vocabulary)
    releases.give_releases(files, last_years)
    store.place(
        [_row(file, vocabulary) for file in files],
        [release for release, _ in releases.in_use(files)],
        first_landed.to_remember(files),
    )
    return Landing(files, read, gone(used, files))


def _reading_id(sha256: str, columns: dict[str, str]) -> str:
    if not columns:
        return sha256
    return hashlib.sha256((sha256 + json.dumps(columns, sort_keys=True)).encode()).hexdigest()


def _read(
    files: list[LandedFile], last_years: dict[str, int | None], store: Store, vocabulary: Vocabulary
) -> int:
    """Read what the store does not hold yet; returns how many contents that were."""
    read_with = f"{reading.VERSION}:{vocabulary.fingerprint}"
    current = store.read_with(read_with)
    # The content of a file that has changed is no longer there: what it said when it landed is kept.
    tasks = {
        file.content_id: file
        for file in reversed(files)
        if not (file.refusal or file.is_changed or file.content_id in current)
    }
    results = pool.read_all(
        [pool.Task(file.path, file.settings.columns) for file in tasks.values()], vocabulary
    )
    refused, batch = {}, []
    with tqdm(total=len(tasks), desc=tr("landing"), unit=tr(" files"), leave=False, disable=None) as bar:
        for (reading_id, file), result in zip(tasks.items(), results, strict=True):
            if isinstance(result, str):
                refused[reading_id] = result
            else:
                last_years[reading_id] = result.last_year
                batch.append((reading_id, file.sha256, result))
            if sum(columns.cells for *_, columns in batch) > CELLS_AT_A_TIME:
                store.add(batch, read_with)
                batch = []
            bar.update()
    store.add(batch, read_with)
    for file in files:
        file.refusal = file.refusal or refused.get(file.content_id, "")
    return len(tasks)


def _row(file: LandedFile, vocabulary: Vocabulary) -> tuple:
    indicator, unit = cell_text.name_and_unit(cell_text.squeezed(file.settings.indicator), vocabulary.units)
    return (
        file.name,
        file.folder.source if file.folder else "",
        file.release.release_code if file.release else None,
        file.sha256 or None,
        file.bytes,
        None if file.refusal else file.content_id,
        file.refusal,
        file.warning,
        indicator,
        file.settings.region,
        file.settings.unit or unit,
        file.settings.year,
    )
