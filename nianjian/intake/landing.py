"""What is the same for everything that lands: from the landing folders to files with folder, checksum and first content."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from nianjian.intake.files import checksum
from nianjian.intake.first_landed import FirstLanded
from nianjian.intake.release import Folder, Release, Settings, folder_of
from nianjian.intake.sheets import Refused
from nianjian.intake.walk import FileKind, walk

# What ships has these names: printed figures, and the sample.
RESERVED = ("published", "sample")


@dataclass
class LandedFile:
    """One file of a landing and what became of it.

    `name` is its path within the landing folder `root` as text. `sha256` and `content_id` are of the content that
    stands: if the file `is_changed`, of the one that first landed. `stamp` is its size and times.
    """

    root: Path
    path: Path
    name: str
    bytes: int = 0
    stamp: str = ""
    sha256: str = ""
    content_id: str = ""
    folder: Folder | None = None
    settings: Settings = field(default_factory=Settings)
    release: Release | None = None
    first_seen: date = field(default_factory=date.today)
    is_new: bool = True
    is_changed: bool = False
    refusal: str = ""
    warning: str = ""

    @property
    def is_synthetic(self) -> bool:
        """Whether its folder says that the figures are invented."""
        return bool(self.folder and self.folder.said.get("is_synthetic", False))

    def record(self) -> dict[str, Any]:
        """What is written down of every file."""
        return {
            "path": self.name,
            "file_id": "" if self.refusal else self.content_id,
            "release_code": self.release.release_code if self.release else "",
            "bytes": self.bytes,
            "sha256": self.sha256,
            "first_seen": self.first_seen,
            "refusal": self.refusal,
            "warning": self.warning,
        }


File = TypeVar("File", bound=LandedFile)


@dataclass(frozen=True)
class Landing:
    """Every file of one kind; `read` of them were new or are read in another way now, `gone` were in use before."""

    files: list[Any] = field(default_factory=list)
    read: int = 0
    gone: list[str] = field(default_factory=list)


def find(
    roots: Iterable[Path],
    kind: FileKind,
    first_landed: FirstLanded,
    make: type[File] = LandedFile,
    generated: Path | None = None,
) -> list[File]:
    """Every file of a kind below `roots`, held to what it was when it first landed. What cannot be opened, or lies in a
    folder that cannot be understood, has its refusal. Only files of the root `generated` may bear the names of what
    ships."""
    files = []
    for root in roots:
        for found in walk(root, kind):
            file = make(root, found.path, found.name, refusal=found.refusal)
            if not file.refusal:
                _open(file, kind, first_landed, may_be_reserved=root == generated)
            files.append(file)
    _tell_apart(files)
    return files


def gone(before: Iterable[str], files: Iterable[LandedFile]) -> list[str]:
    """The names that were in use before and are not there any more."""
    return sorted(set(before) - {file.name for file in files})


def _open(file: LandedFile, kind: FileKind, first_landed: FirstLanded, may_be_reserved: bool) -> None:
    try:
        stat = file.path.stat()
        file.bytes, file.stamp = stat.st_size, f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}"
        if kind.has_folder_of_its_own and file.name.count("/") < 2:
            raise Refused(f"it lies in no release folder: put it into {kind.folder}/<release>/")
        file.folder = folder_of(file.path, file.root)
        if file.folder.source in RESERVED and not may_be_reserved:
            raise Refused(
                f"the source name {file.folder.source} is kept for what ships: give its folder another name"
            )
        file.settings = file.folder.settings(file.name.rpartition("/")[2])
        before = first_landed.of(file)
        # The times of a file that was written to are others: large files are not read once more.
        file.sha256 = before.sha256 if before and before.stamp == file.stamp else checksum(file.path)
    except Refused as refusal:
        file.refusal = str(refusal)
    except OSError as error:
        file.refusal = f"it cannot be opened: {error.strerror}"
    else:
        first_landed.hold_to(file)


def _tell_apart(files: list[File]) -> None:
    """Of files with one name, in two encodings or below two roots, the first that can be read keeps it."""
    taken: set[str] = set()
    for file in sorted(files, key=lambda file: bool(file.refusal)):
        if file.name in taken:
            if not file.refusal:
                file.refusal = f"another file is called {file.name} as well: rename one"
            file.name = str(file.path).encode("utf-8", "backslashreplace").decode()
        taken.add(file.name)
