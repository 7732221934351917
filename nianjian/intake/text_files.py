"""Text files: comma-, semicolon- or tab-separated, in UTF-8 (with or without mark), UTF-16 or GB18030 (which has GBK)."""

import csv
import io
from collections import Counter

from nianjian.intake.sheets import Refused, Sheet
from nianjian.intake.tables import cell_text

SEPARATORS = (",", "\t", ";")
LINES_LOOKED_AT = 50
MAX_CELLS = 2_000_000
# A text in GB18030 is taken for UTF-8 for a character or two at most.
UTF8_CHARACTERS = 3


def read(content: bytes) -> list[Sheet]:
    """The one sheet of a text file. Errors: Refused, if it is no text or its quotes do not close."""
    text = decoded(content)
    lines = text.splitlines()[:LINES_LOOKED_AT]
    # The new site of the bureau writes `\t,` between cells: a comma goes before a tab that stands as often.
    separator = max(SEPARATORS, key=lambda sign: sum(line.count(sign) for line in lines))
    if text.count(separator) + len(text.splitlines()) > MAX_CELLS:
        raise Refused(f"it holds more than {MAX_CELLS:,} cells: split it by years or indicators")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Refused(f"its quotes or lines do not hold together: {error}") from error
    _check_quotes(rows, separator)
    return [Sheet("", rows, is_ragged=True)]


def _check_quotes(rows: list[list[str]], separator: str) -> None:
    """A quote that does not close swallows the rows after it."""
    width = Counter(len(row) for row in rows).most_common(1)[0][0] if rows else 0
    for row in rows:
        for cell in row:
            first, *others = cell.splitlines() if "\n" in cell else [cell]
            if width > 1 and any(line.count(separator) >= width - 1 for line in others):
                raise Refused(
                    f"the quote before {first[:20]!r} does not close: rows after it are inside of it"
                )


def decoded(content: bytes) -> str:
    """Errors: Refused, if the bytes are no text in any of the encodings."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(content, "utf-16")
    if b"\0" in content:
        raise Refused("it is no text and no workbook: it holds zero bytes")
    is_marked = content.startswith(b"\xef\xbb\xbf")
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        # What was cut off or damaged in UTF-8 would come out of GB18030 as other characters.
        before = content[: error.start].decode("utf-8")
        is_utf8 = is_marked or sum(map(cell_text.is_chinese, before)) >= UTF8_CHARACTERS
        return _strict(content, "utf-8" if is_utf8 else "gb18030")


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper()
        if error.end >= len(content):
            raise Refused(f"it ends in the middle of a character: it was cut off ({name})") from error
        raise Refused(
            f"byte {error.start + 1} does not fit the rest, which is {name}: save it as UTF-8"
            if name != "GB18030"
            else f"byte {error.start + 1} is neither UTF-8 nor {name}: save it as UTF-8"
        ) from error
