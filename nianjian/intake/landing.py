"""What a landing was, in one shape for tables, firm files and work reports."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Landing:
    """Every file of one kind; `read` of them were new or are read in another way now, `gone` were in use before."""

    files: list[Any] = field(default_factory=list)
    read: int = 0
    gone: list[str] = field(default_factory=list)
