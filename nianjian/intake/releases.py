"""The releases that landed files belong to."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from nianjian.intake.landing import LandedFile
from nianjian.intake.release import Release
from nianjian.intake.sheets import Refused


def give_releases(files: list[LandedFile], last_years: Mapping[str, int | None] | None = None) -> None:
    """Give each file its release. `last_years` are the last years with a figure, by content: without one, only a folder
    that is dated makes a release.

    Two folders whose names come to one code are not thrown together: files of the one that landed later are refused.
    """
    for file in files:
        if not file.refusal:
            try:
                file.release = file.folder.release((last_years or {}).get(file.content_id), file.first_seen)
            except Refused as refusal:
                file.refusal = str(refusal)
    folders: dict[str, tuple[Path, str, str]] = {}
    for file in sorted(files, key=lambda file: (file.is_new, file.first_seen)):
        if not file.release:
            continue
        code, place = file.release.release_code, (file.root, file.folder.source, file.folder.name)
        if folders.setdefault(code, place) != place:
            other = "/".join(folders[code][1:])
            file.refusal = f"its folder and {other} both give the release {code}: rename one"
            file.release = None


def in_use(files: Iterable[LandedFile]) -> list[tuple[Release, date]]:
    """The releases of all files that were read, each with the day on which the first of them was seen. What is inferred
    of its date holds for the earliest."""
    releases: dict[str, tuple[Release, date]] = {}
    for file in files:
        if file.refusal or not file.release:
            continue
        release, seen = releases.get(file.release.release_code, (file.release, file.first_seen))
        earlier = min(release, file.release, key=lambda release: release.published_on)
        releases[release.release_code] = earlier, min(seen, file.first_seen)
    return list(releases.values())
