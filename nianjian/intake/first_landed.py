"""A release never changes: a file stands as it first landed, whatever lies under its name later, also while it is away.

Only files of a synthetic release may change: they are nobody's figures.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from nianjian.language import message

if TYPE_CHECKING:
    from nianjian.intake.landing import LandedFile

CHANGED = message(
    "it has changed since it landed and stands as it was: put what was revised into a release folder of its own"
)
# Where a kind keeps no more of what it would need.
NOT_KEPT = message(
    "it has changed since it landed, and what it said is not kept: put it into a release folder of its own"
)


@dataclass(frozen=True)
class First:
    """A file as it first landed. `root` is its landing folder as seen from where this record lies, so that a project
    that moves as a whole knows its files; `content_id` names what was read; `stamp` tells whether it was touched."""

    root: str
    path: str
    sha256: str
    content_id: str
    first_seen: date
    is_synthetic: bool
    stamp: str


class FirstLanded:
    """What is remembered of files, in a record that lies in the folder `place`."""

    def __init__(self, place: Path, rows: Iterable[First]):
        self._place = place
        # Records from before were of absolute folders.
        self._known = {(self._seen_from_here(row.root), row.path): row for row in rows}

    def of(self, file: "LandedFile") -> First | None:
        """What the file first landed as; None if it never did."""
        return self._known.get((self._seen_from_here(file.root.resolve()), file.name))

    def hold_to(self, file: "LandedFile") -> None:
        """Let a file stand as it first landed, if it landed before."""
        first = self.of(file)
        if first is None or first.is_synthetic != file.is_synthetic:
            return
        file.is_new, file.first_seen = False, first.first_seen
        if first.sha256 != file.sha256 and not file.is_synthetic:
            file.is_changed, file.warning = True, CHANGED
            file.sha256, file.content_id = first.sha256, first.content_id

    def to_remember(self, files: Iterable["LandedFile"]) -> list[First]:
        """The records to write after a landing, each in the place of an earlier one of its file: of all that was read and
        has not changed. What has never been read may be replaced; a reported file is not forgotten for a synthetic one."""
        return [
            First(
                self._seen_from_here(file.root.resolve()),
                file.name,
                file.sha256,
                file.content_id,
                file.first_seen,
                file.is_synthetic,
                file.stamp,
            )
            for file in files
            if not (file.refusal or file.is_changed or self._is_reported_before(file))
        ]

    def needed(self, files: list["LandedFile"]) -> set[str]:
        """The contents that a file in use, or one that is away, stands as."""
        remembered = {first.content_id for first in self.all_with(self.to_remember(files))}
        return remembered | {file.content_id for file in files if not file.refusal}

    def all_with(self, fresh: Iterable[First]) -> list[First]:
        """Every record there is once those of a landing are written."""
        return list({**self._known, **{(first.root, first.path): first for first in fresh}}.values())

    def _is_reported_before(self, file: "LandedFile") -> bool:
        first = self.of(file)
        return first is not None and file.is_synthetic and not first.is_synthetic

    def _seen_from_here(self, root: str | Path) -> str:
        return os.path.relpath(root, self._place.resolve()) if os.path.isabs(root) else str(root)
