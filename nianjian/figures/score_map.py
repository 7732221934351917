"""Map of the score of the last year, in five classes by natural breaks."""

from collections.abc import Iterator

import matplotlib
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from nianjian.figures import style
from nianjian.figures.region_map import region_map
from nianjian.figures.subject import Subject
from nianjian.methods.strata import cut

NAME = "score_map"
TITLE = {"zh": "得分地图", "en": "Map of the score"}
NEEDS_MAP = True
METHOD = None

SCORES = """
    select region_code, {region} as name, score, year
    from marts.fct_score
    inner join marts.dim_region using (region_code)
    where system_code = $system and variant_code = $variant and subsystem_code = 'total' and score is not null
    qualify year = max(year) over ()
    order by score desc, region_code
"""
CLASSES = 5


def figures(subject: Subject) -> Iterator[tuple[str, Figure]]:
    """One figure, if scored regions have boundaries."""
    scores = subject.rows(SCORES)
    if scores.empty:
        return
    classes = cut(scores.score, CLASSES, "natural").codes
    count = classes.max() + 1
    palette = [
        matplotlib.colors.to_hex(matplotlib.colormaps["YlGnBu"](0.12 + 0.76 * k / max(count - 1, 1)))
        for k in range(count)
    ]
    decimals = 3 if scores.score.max() <= 10 else 1
    keys = []
    for k in reversed(range(count)):
        members = scores.score[classes == k]
        ends = dict.fromkeys(f"{end:.{decimals}f}" for end in (members.min(), members.max()))
        text = f"{' – '.join(ends)}  ({len(members)})"
        keys.append(Patch(facecolor=palette[k], label=text))
    note = subject.say(
        zh="自然断点分级；括号内为地区数。", en="Classes by natural breaks; number of regions in brackets."
    )
    figure = region_map(
        subject,
        f"{subject.say(**TITLE)}{style.span(subject, scores.year)}",
        f"{subject.scored}\n{note}",
        dict(zip(scores.region_code, scores.name, strict=True)),
        {code: palette[k] for code, k in zip(scores.region_code, classes, strict=True)},
        keys=keys,
        legend=subject.label("fct_score", "score"),
    )
    if figure:
        yield NAME, figure
