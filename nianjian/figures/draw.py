"""Draws every figure of the marts that has data, and says what was left out and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from types import ModuleType

import duckdb
from tqdm import tqdm

from nianjian.figures import (
    boundaries,
    coupling,
    decoupling,
    density,
    drivers,
    ellipse,
    fonts,
    geodetector,
    hot_spots,
    inequality,
    markov,
    moran,
    network,
    page,
    ranks,
    score_map,
    style,
    weights,
)
from nianjian.figures.drawn import DrawnFigure
from nianjian.figures.subject import LANGUAGES, Subject, systems
from nianjian.language import tr

KINDS: tuple[ModuleType, ...] = (
    score_map,
    weights,
    ranks,
    density,
    inequality,
    markov,
    moran,
    hot_spots,
    ellipse,
    geodetector,
    drivers,
    decoupling,
    coupling,
    network,
)
INDEX = "index.html"


@dataclass
class Drawing:
    """Figures that were drawn, files that were written, lines on what is missing here, and by kind the systems that
    the marts have nothing for."""

    folder: Path
    drawn: list[DrawnFigure] = field(default_factory=list)
    files: int = 0
    missing: list[str] = field(default_factory=list)
    without_data: dict[str, list[str]] = field(default_factory=dict)

    def as_text(self, folder: str = "") -> str:
        """What a terminal shows in the end, with the folder as it is to be written there."""
        place = f"{folder or self.folder}/{INDEX}"
        drawn = tr(
            "Drew {figures} figures, {files} files: {place}",
            figures=len(self.drawn),
            files=self.files,
            place=place,
        )
        lines = [drawn, *self.missing]
        if self.without_data:
            lines.append(tr("Not drawn, since the marts have nothing for it:"))
            lines += [f"  {kind}: {', '.join(codes)}" for kind, codes in self.without_data.items()]
        return "\n".join(lines)


def draw(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    languages: Sequence[str] = LANGUAGES,
    wanted: list[str] | None = None,
) -> Drawing:
    """Write the figures of all systems, or those wanted, as `<folder>/<system>/<figure>.<language>.<svg or png>`, and
    an index. Figures of an earlier run, of these systems and languages, that are not drawn again are removed. Errors:
    LookupError, if a system wanted is none."""
    drawing = Drawing(folder)
    known = boundaries.read()
    kinds = [kind for kind in KINDS if known or not kind.NEEDS_MAP]
    if not known:
        drawing.missing.append(
            tr(boundaries.MISSING, figures=", ".join(kind.NAME for kind in KINDS if kind.NEEDS_MAP))
        )
    letters = {language: family for language in languages if (family := fonts.family(language))}
    if len(letters) < len(languages):
        drawing.missing.append(tr(fonts.MISSING))
    chosen = systems(connection, wanted)
    written: set[Path] = set()
    tasks = [(system, kind) for system in chosen for kind in kinds] if letters else []
    with tqdm(tasks, desc=tr("figures"), leave=False, disable=None) as bar:
        for system, kind in bar:
            bar.set_postfix_str(f"{system['system_code']} {kind.NAME}")
            titles: dict[str, dict[str, str]] = {}
            for language, font in letters.items():
                subject = Subject(connection, system, language, known)
                for name, title, files in _draw_kind(kind, subject, font, folder):
                    titles.setdefault(name, {})[language] = title
                    written.update(files)
            drawing.drawn += [_drawn(system, name, by_language) for name, by_language in titles.items()]
            if not titles:
                drawing.without_data.setdefault(kind.NAME, []).append(system["system_code"])
    drawing.files = len(written)
    for system in chosen:
        _remove_others(folder / system["system_code"], letters, written)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / INDEX).write_text(page.render(drawing.drawn), encoding="utf-8")
    return drawing


def _draw_kind(
    kind: ModuleType, subject: Subject, font: str, folder: Path
) -> Iterator[tuple[str, str, list[Path]]]:
    """Write the figures of one kind and system in one language: name, title and files of each."""
    with style.lettering(font):
        for name, figure in kind.figures(subject):
            stem = folder / subject.code / f"{name}.{subject.language}"
            yield name, figure.get_label(), style.save(figure, stem)


def _remove_others(folder: Path, languages: Iterable[str], written: set[Path]) -> None:
    """Remove what an earlier run drew in these languages and this one did not."""
    for language, form in product(languages, style.FORMS):
        for left in folder.glob(f"*.{language}.{form}"):
            if left not in written:
                left.unlink()


def _drawn(system: dict, name: str, titles: dict[str, str]) -> DrawnFigure:
    names = system["system_code"], system["name_zh"], system["name_en"], bool(system["is_synthetic"])
    return DrawnFigure(*names, name, titles.get("zh", ""), titles.get("en", ""), tuple(titles))
