"""From a path to sheets: the kind of a file is told from its first bytes, never from its name."""

import hashlib
from pathlib import Path

from nianjian.intake import text_files, workbooks
from nianjian.intake.sheets import Refused, Sheet

MAX_BYTES = 64 * 2**20
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB_PAGE = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<meta", b"mime-version")


def checksum(path: Path) -> str:
    """SHA-256 of the file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(path: Path) -> list[Sheet]:
    """Every sheet of the file with every cell as text. Errors: Refused, with one line that says why."""
    size = path.stat().st_size
    if size == 0:
        raise Refused("it is empty")
    if size > MAX_BYTES:
        raise Refused(f"it has {size / 2**20:,.0f} MB; a yearbook table has at most {MAX_BYTES >> 20} MB")
    content = path.read_bytes()
    if content.startswith(_ZIP):
        return workbooks.read_xlsx(content)
    if content.startswith(_OLE):
        return workbooks.read_xls(content)
    if is_web_page(content):
        raise Refused("it is a web page with the name of a table: open it and save it as xlsx or csv")
    return text_files.read(content)


def is_web_page(content: bytes) -> bool:
    """Whether a file begins as a web page does, whatever its name says."""
    return content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_WEB_PAGE)
