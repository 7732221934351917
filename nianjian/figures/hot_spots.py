"""Map of hot and cold spots of the last year, in the seven classes of Gi*."""

from collections.abc import Iterator

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from nianjian.figures import style
from nianjian.figures.region_map import region_map
from nianjian.figures.subject import Subject

NAME = "hot_spots"
TITLE = {"zh": "热点与冷点（Gi*）", "en": "Hot and cold spots (Gi*)"}
NEEDS_MAP = True
METHOD = "hot_spots"

BANDS = """
    select region_code, {region} as name, band, year
    from marts.fct_hot_spot
    inner join marts.dim_region using (region_code)
    where system_code = $system and variant_code = $method and band is not null
    qualify year = max(year) over ()
    order by abs(band) desc, region_code
"""
# Red to blue after ColorBrewer's RdBu, which colour-blind readers tell apart; grey where nothing is found.
CLASSES = {
    3: ("#B2182B", "热点 99%", "Hot, 99 %"),
    2: ("#EF8A62", "热点 95%", "Hot, 95 %"),
    1: ("#FDDBC7", "热点 90%", "Hot, 90 %"),
    0: ("#DDE1E4", "不显著", "Not significant"),
    -1: ("#D1E5F0", "冷点 90%", "Cold, 90 %"),
    -2: ("#67A9CF", "冷点 95%", "Cold, 95 %"),
    -3: ("#2166AC", "冷点 99%", "Cold, 99 %"),
}


def figures(subject: Subject) -> Iterator[tuple[str, Figure]]:
    """One figure, if regions with a class have boundaries."""
    method = subject.method(METHOD)
    if method is None:
        return
    bands = subject.rows(BANDS, method=method.variant_code)
    if bands.empty:
        return
    counts = bands.band.value_counts()
    keys = [
        Patch(facecolor=colour, label=f"{subject.say(zh, en)}  ({counts.get(band, 0)})")
        for band, (colour, zh, en) in CLASSES.items()
    ]
    figure = region_map(
        subject,
        f"{subject.say(**TITLE)}{style.span(subject, bands.year)}",
        subject.variant(method),
        dict(zip(bands.region_code, bands.name, strict=True)),
        {code: CLASSES[band][0] for code, band in zip(bands.region_code, bands.band, strict=True)},
        keys=keys,
        legend=subject.say(zh="类别（地区数）", en="Class (regions)"),
    )
    if figure:
        yield NAME, figure
