"""Which files lie in a landing folder, found the same way for tables, firm files and work reports."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nianjian.intake.release import FILE_NAME
from nianjian.language import message

# What describes a folder is no file that lands.
DESCRIPTIONS = (FILE_NAME, "README.md")
HIDDEN = (".", "~$")
# What Spark and others write beside the parts of a table; any other name with a bar is somebody's file.
BESIDE_PARTS = (
    "_SUCCESS",
    "_temporary",
    "_metadata",
    "_common_metadata",
    "_committed_",
    "_started_",
    "_delta_log",
)


@dataclass(frozen=True)
class FileKind:
    """Files that are read in one way. `folder` at the top of a landing holds them and nothing else; tables, whose
    `folder` is empty, have all other folders. A folder whose name ends in one of `suffixes` is a mistake."""

    folder: str
    suffixes: tuple[str, ...]

    @property
    def has_folder_of_its_own(self) -> bool:
        """Whether one folder of a landing holds all files of the kind."""
        return bool(self.folder)


TABLES = FileKind("", (".csv", ".xls", ".xlsx"))
# A table in parts is a folder with the name of a file.
FIRMS = FileKind("firms", ())
REPORTS = FileKind("reports", (".txt",))


@dataclass(frozen=True)
class Found:
    """A path, its name within the landing folder as text, and why it cannot be read, if that is known already."""

    path: Path
    name: str
    refusal: str = ""


def walk(root: Path, kind: FileKind) -> Iterator[Found]:
    """The files of a kind below a landing folder, in the order of their paths. Hidden files are passed over, links to
    folders are not followed; what looks like a file and is none comes with its refusal."""
    if kind.has_folder_of_its_own:
        tops = [root / kind.folder] if (root / kind.folder).is_dir() else []
    else:
        tops = [path for path in _inside(root) if path.name not in (FIRMS.folder, REPORTS.folder)]
    for top in tops:
        yield from _below(top, root, kind)


def _below(path: Path, root: Path, kind: FileKind) -> Iterator[Found]:
    if path.name.startswith((*HIDDEN, *BESIDE_PARTS)) or path.name in DESCRIPTIONS:
        return
    name = name_within(path.relative_to(root))
    if path.is_dir() and path.is_symlink():
        yield Found(
            path,
            name,
            message("it is a link to a folder, which is not followed: copy or mount the folder here"),
        )
    elif path.is_dir():
        if path.suffix.lower() in kind.suffixes:
            yield Found(path, name, message("it is a folder with the name of a file"))
        try:
            inside = _inside(path)
        except OSError as error:
            yield Found(path, name, f"it cannot be opened: {error.strerror}")
            return
        for each in inside:
            yield from _below(each, root, kind)
    elif path.is_file() or path.is_symlink():
        # A link that leads nowhere is told when it is opened; a device is no file.
        yield Found(path, name)


def _inside(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def name_within(inside: Path) -> str:
    """The path as text. Archives packed under Windows leave names in GB18030."""
    raw = os.fsencode(inside)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")
