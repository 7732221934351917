"""What became of a figure."""

from typing import NamedTuple


class DrawnFigure(NamedTuple):
    """A figure in the languages in which it was drawn; places of its files begin with `<system>/<figure>.`."""

    system_code: str
    system_zh: str
    system_en: str
    is_synthetic: bool
    figure: str
    title_zh: str
    title_en: str
    languages: tuple[str, ...]

    def place(self, language: str, form: str) -> str:
        """Where its file lies, below the folder of figures."""
        return f"{self.system_code}/{self.figure}.{language}.{form}"
