"""What every kind of file becomes before its form is looked at: sheets of text cells, exactly as they stand."""

from dataclasses import dataclass


class Refused(Exception):
    """A file that cannot be read at all; the message is one plain line that says why and what to do."""

    def __init__(self, message: str):
        super().__init__(" ".join(message.split()))


@dataclass(frozen=True)
class Sheet:
    """Rows of cell texts, unchanged. `name` is empty for a text file; `is_ragged` says that rows may differ in length
    by accident, as they may in a text file and never in a workbook."""

    name: str
    rows: list[list[str]]
    is_ragged: bool = False
