"""Invented figures of 31 provinces over 12 years, and a work report for each, in the landing folder."""

import csv

import numpy as np

YEARS = range(2011, 2023)
# Reported, or the parts that a derived indicator is worked out from: typical level, spread over provinces, yearly growth.
PANEL = {
    "人工智能企业数（家）": (2000, 0.9, 0.3),
    "人工智能专利数（件）": (900, 1.0, 0.25),
    "地区生产总值（亿元）": (25000, 0.6, 0.08),
    "第一产业增加值（亿元）": (2500, 0.3, 0.03),
    "第二产业增加值（亿元）": (11000, 0.5, 0.06),
    "第三产业增加值（亿元）": (11500, 0.6, 0.1),
    "年末常住人口（万人）": (4500, 0.5, 0.004),
    "户籍人口（万人）": (4400, 0.5, 0.002),
    "社会消费品零售总额（亿元）": (9000, 0.6, 0.08),
    "地方一般公共预算支出（亿元）": (5000, 0.4, 0.07),
    "研究与试验发展人员全时当量（人年）": (90000, 0.9, 0.08),
    "少年儿童抚养比（%）": (22, 0.2, 0.005),
    "老年抚养比（%）": (14, 0.2, 0.03),
    "平均受教育年限（年）": (9, 0.08, 0.01),
    "劳动力平均年龄（岁）": (37, 0.03, 0.005),
}


def land(project):
    provinces = project.query("""
        select region_code, name_zh from marts.dim_region
        where region_code in (
            select region_code from marts.dim_region_group where scheme_code = 'east_central_west_11_8_12'
        )
        order by region_code
    """)
    draw = np.random.default_rng(7)
    levels = {
        column: level * np.exp(draw.normal(0, spread, len(provinces)))
        for column, (level, spread, _) in PANEL.items()
    }
    tidy = project.folder / "data" / "landing" / "tidy" / "2024-03"
    reports = project.folder / "data" / "landing" / "reports" / "2024-03"
    for folder in (tidy, reports):
        folder.mkdir(parents=True)
        (folder / "release.yml").write_text("title: Invented figures\nis_synthetic: true\n", encoding="utf-8")
    with (tidy / "panel.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["地区", "年份", *PANEL])
        for at, (_, name) in enumerate(provinces):
            for year in YEARS:
                values = (
                    levels[column][at] * (1 + growth) ** (year - 2011) * np.exp(draw.normal(0, 0.01))
                    for column, (_, _, growth) in PANEL.items()
                )
                writer.writerow([name, year, *(round(value, 2) for value in values)])
                words = (
                    "发展人工智能。" * int(draw.poisson(1 + (year - 2011) / 3)) + "改善民生，保护环境。" * 20
                )
                (reports / f"{name}-{year}.txt").write_text(words, encoding="utf-8")
