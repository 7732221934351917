"""A sample yearbook: invented figures of the system `new_urbanization` in the form of the bureau's provincial exports.

30 provinces (31 without Tibet), 2006 to 2019, 21 indicators, one file each: CSV in GB18030, CSV in UTF-8 with BOM, and
XLSX in turn. The release `2020-10` holds all of them. `2021-10` holds those per head again: recomputed from REVISED_FROM
on for the population that a census has found, and with the figures of the last year that the first release lacked.

An indicator of province p in year t is

    link(value) = link(level) + growth t + size ln(population_pt / MEAN_POPULATION) + development D_pt + spread e_p + noise u_pt

with D the province's development, e and u drawn from N(0, 1), and link = ln or, between two bounds, the logit of the
place between them. Development is common to all indicators, so they go together; its sign says which way.

Columns of `sample_indicators.csv` / 列说明:

| column | English | 中文 |
| --- | --- | --- |
| indicator_code | indicator in `indicators.csv` | 指标代码 |
| label_zh, unit_zh | name and unit in the line 指标 | 文件中的名称与单位 |
| decimals | decimals written | 小数位数 |
| lower, upper | bounds of the logit; blank: ln, above 0 | 上下界；空则取对数 |
| level | value in 2006 of a province of mean population, development 0 | 2006年基准水平 |
| growth, size, development, spread, noise | coefficients of the formula | 公式系数 |
| is_per_head | whether the census revises it | 是否随普查人口修订 |
| gaps_inside | blank cells inside a series | 序列内部缺失数 |
| gaps_first | blank cells in the first year | 首年缺失数 |
| gaps_last | blank cells in the last year, filled by the second release | 末年缺失数，修订版补齐 |

Columns of `sample_provinces.csv`: code and names of the region / 地区代码与名称; population in 10k persons / 人口（万人）
and development (mean near 0) / 发展水平, on a straight line between the two years / 两年间线性; census_revision, what the
census adds to the population of 2019 in % / 普查对2019年人口的修正（%）.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from nianjian.intake.tables.sample_workbook import workbook

SEED = 2009
YEARS = range(2006, 2020)
REVISED_FROM = 2016
MEAN_POPULATION = 4300
# File name ending, encoding, end of line.
FORMS = [("csv", "gb18030", "\r\n"), ("csv", "utf-8-sig", "\n"), ("xlsx", "", "")]

FIRST = {
    "title": "Sample yearbook, invented figures / 合成示例年鉴",
    "edition": "2020",
    "published_on": date(2020, 10, 31),
    "licence": "invented figures, free of rights / 虚构数字，不受权利限制",
    "maturity": "final",
    "is_synthetic": True,
    "note": "Written by the sample generator of nianjian; not data. / 由程序生成，非真实数据。",
}
REVISED = {
    **FIRST,
    "title": "Sample yearbook, invented figures, revised after a census / 合成示例年鉴（普查修订）",
    "edition": "2021",
    "published_on": date(2021, 10, 31),
    "maturity": "census_revised",
    "note": "Written by the sample generator of nianjian; not data. Figures per head from "
    f"{REVISED_FROM} on are recomputed for the population of the census. / "
    f"由程序生成，非真实数据。{REVISED_FROM}年起人均指标按普查人口重算。",
}
FILE_NOTE = "注：1.合成示例，全部数字由程序生成，不是统计数据。"
REVISION_NOTE = (
    f"　　　2.{REVISED_FROM}年及以后数据按人口普查修订的常住人口重算；首次发布时缺报的末年数据已补。"
)


def write_sample(folder: Path, seed: int = SEED) -> list[Path]:
    """Write both releases below `folder`, each with its `release.yml`, and return the paths in the order written.

    The same seed gives the same bytes, another seed other figures and gaps. Files of these names are overwritten.
    """
    provinces, indicators = (
        pd.read_csv(Path(__file__).with_name(f"sample_{name}.csv")) for name in ("provinces", "indicators")
    )
    rng = np.random.default_rng(seed)
    written = [
        _write_release(folder / edition, keys) for edition, keys in (("2020-10", FIRST), ("2021-10", REVISED))
    ]
    for number, indicator in enumerate(indicators.itertuples(index=False)):
        figures, late = _figures(indicator, provinces, rng)
        form = FORMS[number % len(FORMS)]
        written.append(_write_table(folder / "2020-10", indicator, figures.mask(late), [FILE_NOTE], form))
        if indicator.is_per_head:
            years = np.array(YEARS) - REVISED_FROM + 1
            found = provinces["census_revision"].to_numpy()[:, None] / 100 * years.clip(0) / years[-1]
            notes = [FILE_NOTE, REVISION_NOTE]
            written.append(_write_table(folder / "2021-10", indicator, figures / (1 + found), notes, form))
    return written


def _figures(indicator, provinces: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, np.ndarray]:
    """Figures by province and year, blank where never reported, and which of them the first release lacks."""
    shape = (len(provinces), len(YEARS))
    elapsed = np.linspace(0, 1, len(YEARS))

    def over_years(name):
        start, end = (provinces[f"{name}_{year}"].to_numpy(float)[:, None] for year in (YEARS[0], YEARS[-1]))
        return start + (end - start) * elapsed

    log_odds = (
        indicator.growth * np.arange(len(YEARS))
        + indicator.size * np.log(over_years("population") / MEAN_POPULATION)
        + indicator.development * over_years("development")
        + indicator.spread * rng.standard_normal((shape[0], 1))
        + indicator.noise * rng.standard_normal(shape)
    )
    if np.isnan(indicator.upper):
        values = indicator.level * np.exp(log_odds)
    else:
        odds = (indicator.level - indicator.lower) / (indicator.upper - indicator.level) * np.exp(log_odds)
        values = indicator.lower + (indicator.upper - indicator.lower) * odds / (1 + odds)

    # One gap to a province at most, so that one inside a series stays inside.
    rows = iter(rng.permutation(shape[0]))
    for _ in range(indicator.gaps_inside):
        values[next(rows), rng.integers(1, shape[1] - 1)] = np.nan
    for _ in range(indicator.gaps_first):
        values[next(rows), 0] = np.nan
    late = np.zeros(shape, dtype=bool)
    for _ in range(indicator.gaps_last):
        late[next(rows), -1] = True
    return pd.DataFrame(values, index=provinces["name_zh"], columns=list(YEARS)), late


def _write_release(folder: Path, keys: dict) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "release.yml"
    text = yaml.safe_dump(keys, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _write_table(folder: Path, indicator, figures: pd.DataFrame, notes: list[str], form: tuple) -> Path:
    """One file in the form of an export: three header lines, years newest first, notes and source at the end."""
    ending, encoding, line_end = form
    newest_first = figures[figures.columns[::-1]]
    rows = [
        ["数据库：分省年度数据（合成示例，非真实数据）"],
        [f"指标：{indicator.label_zh}({indicator.unit_zh})"],
        [f"时间：最近{len(YEARS)}年"],
        ["地区", *(f"{year}年" for year in newest_first)],
        *(
            [name, *(_text(value, indicator.decimals) for value in row)]
            for name, *row in newest_first.itertuples()
        ),
        *([note] for note in notes),
        ["数据来源：nianjian合成示例，非国家统计局数据"],
    ]
    path = folder / f"合成示例-{indicator.label_zh}.{ending}"
    if ending == "xlsx":
        path.write_bytes(workbook(rows))
    else:
        path.write_bytes("".join(",".join(row) + line_end for row in rows).encode(encoding))
    return path


def _text(value: float, decimals: int) -> str:
    return "" if np.isnan(value) else f"{value:.{decimals}f}"
