"""Brings the landing database of a project in line with its landing folders."""

from contextlib import closing
from pathlib import Path

from nianjian.intake.tables import vocabulary
from nianjian.intake.tables.sample import write_sample
from nianjian.intake.tables.store import Store
from nianjian.intake.tables.table_files import Outcome, land
from nianjian.pipeline.paths import Paths


def take_in(paths: Paths, folder: Path | None = None, with_sample: bool = True) -> Outcome:
    """Land `folder` (default: data/landing) and, unless switched off, the sample yearbook.

    Errors: FileNotFoundError, if a folder that was asked for is not there.
    """
    if folder and not folder.is_dir():
        raise FileNotFoundError(
            f"{folder} is no folder: LANDING names the one that holds <source>/<release>/<file>"
        )
    roots = [root for root in [folder or paths.landing] if root.is_dir()]
    if with_sample:
        # What is generated may change with the generator; it is no release of anybody's.
        write_sample(paths.sample / "sample")
        roots.append(paths.sample)
    with closing(Store(paths.landing_store)) as store:
        return land(roots, store, vocabulary.from_seeds(paths.reference), generated=paths.sample)
