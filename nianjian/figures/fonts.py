"""The font that letters of a language are drawn with."""

from functools import cache

from matplotlib import font_manager

from nianjian.figures import boundaries
from nianjian.language import message

# What usually lies on Linux, Windows and macOS, in the order of preference.
CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "SimHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "STHeiti",
    "Noto Sans CJK JP",
)
# matplotlib brings it along, so that English figures are the same everywhere.
ENGLISH = "DejaVu Sans"
MISSING = message(
    "Chinese figures are left out: no font with Chinese characters was found. Install one, such as Noto Sans CJK SC "
    "(Debian and Ubuntu: fonts-noto-cjk)"
)


def family(language: str) -> str | None:
    """The font family for `zh` or `en`; None if there is no Chinese one."""
    return ENGLISH if language == "en" else _chinese()


@cache
def _chinese() -> str | None:
    """The first family of the list that is installed, else the font that the package of boundaries brings along."""
    if found := _installed():
        return found
    # matplotlib remembers which fonts there are and does not see those installed since.
    known = {font.fname for font in font_manager.fontManager.ttflist}
    for path in sorted(set(font_manager.findSystemFonts()) - known):
        try:
            font_manager.fontManager.addfont(path)
        except (OSError, RuntimeError):  # not every file in a font folder is a font that can be read
            continue
    if found := _installed():
        return found
    if (folder := boundaries.package_folder()) and (path := folder / "zh_font.otf").exists():
        font_manager.fontManager.addfont(path)
        return font_manager.get_font(path).family_name
    return None


def _installed() -> str | None:
    names = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in CHINESE if name in names), None)
