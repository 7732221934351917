"""How figures look: sizes, colours that colour-blind readers tell apart, the heading, and files that are the same for
the same data."""

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import Colormap
from matplotlib.figure import Figure
from wcwidth import wcswidth, wcwidth

from nianjian.figures.subject import Subject

# Okabe and Ito.
BLUE, ORANGE, VERMILION, SKY = "#0072B2", "#E69F00", "#D55E00", "#56B4E9"
INK, SOFT, LINE, EMPTY = "#222222", "#5F6B76", "#B8C0C8", "#ECEFF1"
SEQUENTIAL = "cividis"
DPI = 200
FORMS = ("svg", "png")
INCH_OF_LINE = 0.17
# Columns of a terminal that go into an inch of the small print.
COLUMNS_PER_INCH = {"zh": 17, "en": 16}

SETTINGS = {
    "font.size": 8,
    "axes.edgecolor": LINE,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": False,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.frameon": False,
    # Text stays text: it can be searched, and edited before print.
    "svg.fonttype": "none",
    "svg.hashsalt": "nianjian",
}


@contextmanager
def lettering(font: str) -> Iterator[None]:
    """Draw and save inside with this font."""
    with matplotlib.rc_context({**SETTINGS, "font.family": [font]}):
        yield


def sheet(subject: Subject, title: str, note: str, width: float, height: float, credit: str = "") -> Figure:
    """An empty figure, `width` by `height` inches below its heading: title, system, variants, and whether the data are
    synthetic. Empty lines of the note are left out. `credit` stands below."""
    parts = [part for part in note.split("\n") if part]
    lines = [line for part in parts for line in wrapped(part, subject.language, width)]
    head = [(title, 10.5, "bold", INK), (subject.name, 9, "normal", INK)]
    head += [(line, 7, "normal", SOFT) for line in lines]
    if subject.is_synthetic:
        said = subject.say(zh="合成数据，并非统计数字", en="Synthetic data, not reported figures")
        head.append((said, 8.5, "bold", VERMILION))
    # The credit is smaller than the small print.
    foot = wrapped(credit, subject.language, 1.12 * width) if credit else []
    above, below = 0.12 + 0.2 + INCH_OF_LINE * (len(head) - 1) + 0.08, 0.08 + 0.14 * len(foot)
    figure = Figure(figsize=(width, height + above + below), dpi=100)
    FigureCanvasAgg(figure)
    figure.set_label(title)
    total = height + above + below
    figure.set_layout_engine("constrained", rect=(0, below / total, 1, height / total))
    place = total - 0.1
    for number, (text, size, weight, colour) in enumerate(head):
        figure.text(
            0.1 / width, place / total, text, fontsize=size, fontweight=weight, color=colour, va="top"
        )
        place -= 0.21 if number == 0 else INCH_OF_LINE
    for number, line in enumerate(reversed(foot)):
        figure.text(0.1 / width, (0.06 + 0.14 * number) / total, line, fontsize=6, color=SOFT, va="bottom")
    return figure


def wrapped(text: str, language: str, inches: float) -> list[str]:
    """Lines of the small print that fit into so many inches."""
    columns = int(COLUMNS_PER_INCH[language] * inches)
    if language == "en":
        return textwrap.wrap(text, columns)
    return folded(text, columns)


def folded(text: str, columns: int) -> list[str]:
    """Chinese text in lines of so many columns, two for a character: it may be broken anywhere but before a mark, and
    not within words of letters."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and wcswidth(line + piece) > columns and piece[0] not in "，。；：、）)":
            lines.append(line)
            line = ""
        line += piece
    return [*lines, line]


def _pieces(text: str) -> Iterator[str]:
    word = ""
    for letter in text:
        if wcwidth(letter) == 1 and letter not in " （(":
            word += letter
            continue
        if word:
            yield word
        word = ""
        yield letter
    if word:
        yield word


def label(text: str, language: str, columns: int) -> str:
    """A label of an axis or a panel, broken into lines of about so many columns."""
    return "\n".join(textwrap.wrap(text, columns) if language == "en" else folded(text, columns))


def cells(
    axes: Axes,
    values: np.ndarray,
    colours: Colormap,
    top: float,
    size: float,
    blank: np.ndarray | None = None,
) -> None:
    """A heat map from 0 to `top` with the value in every cell. A cell without a value is grey and reads –, unless it
    is `blank`."""
    axes.set_facecolor(EMPTY if blank is None else "none")
    edges = [np.arange(count + 1) - 0.5 for count in reversed(values.shape)]
    shown = np.ma.masked_invalid(values)
    mesh = axes.pcolormesh(*edges, shown, cmap=colours, vmin=0, vmax=top, edgecolors="white", linewidth=0.8)
    axes.invert_yaxis()
    for (row, column), value in np.ndenumerate(values):
        if blank is not None and blank[row, column]:
            continue
        known = np.isfinite(value)
        ink = "white" if known and _is_dark(mesh.to_rgba(value)) else INK
        look = {"ha": "center", "va": "center", "fontsize": size, "color": ink}
        axes.text(column, row, f"{value:.2f}" if known else "–", **look)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def rows(axes: Axes, names: Sequence[str], **look: float) -> None:
    """A row for each name, the first on top, without a line beside the names."""
    axes.set_yticks(range(len(names)), names, **look)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(axis="x", color=EMPTY, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def scale(figure: Figure, axes: Axes, name: str, top: float) -> None:
    """The colour bar of `cells`, which go from 0 to `top`."""
    bar = figure.colorbar(axes.collections[0], ax=axes, shrink=0.8, aspect=25, pad=0.02)
    bar.set_label(name, rotation=0 if len(name) == 1 else 90)
    bar.set_ticks(np.linspace(0, top, 6))
    bar.outline.set_visible(False)


def _is_dark(colour: tuple[float, ...]) -> bool:
    return bool(np.dot(colour[:3], (0.299, 0.587, 0.114)) < 0.55)


def save(figure: Figure, stem: Path) -> list[Path]:
    """Write SVG and PNG; the same figure gives the same bytes."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    places = [stem.with_name(f"{stem.name}.{form}") for form in FORMS]
    # One layout for both files.
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    figure.savefig(places[0], metadata={"Date": None, "Creator": None})
    figure.savefig(places[1], dpi=DPI)
    return places


def span(subject: Subject, years: list[int]) -> str:
    """What a title says of its years: the one, or the first and the last."""
    first, last = int(min(years)), int(max(years))
    if first == last:
        return subject.say(zh=f"，{first}年", en=f", {first}")
    return subject.say(zh=f"，{first}—{last}年", en=f", {first}–{last}")
