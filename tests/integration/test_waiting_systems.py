"""Systems that ship without figures run as soon as their data land: nothing but files is added."""

import csv

import numpy as np
import pytest

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


@pytest.fixture(scope="module")
def landed(built, tmp_path_factory):
    """Invented figures of 31 provinces over 12 years and a work report for each land; a refresh takes them in."""
    provinces = built.query("""
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
    project = built.copy_to(tmp_path_factory.mktemp("waiting") / "project")
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
    done = project.run("nianjian", "refresh")
    assert done.returncode == 0, done.stdout + done.stderr
    return project


def test_both_systems_have_scores_of_all_provinces_and_years(landed):
    for system in ("ai_proxies", "demographic_dividend"):
        found = landed.query(f"""
            select year, count(distinct region_code), count(distinct variant_code),
                min(score) >= 0 and max(score) <= 1, bool_and(is_synthetic)
            from marts.fct_score where system_code = '{system}' and subsystem_code = 'total'
            group by year order by year
        """)
        assert found == [(year, 31, 5, True, True) for year in YEARS], system
    assert (
        landed.query("""
        select subject, is_excused from quality.fct_audit_finding where audit_code = 'systems_without_data'
    """)
        == []
    )


def test_what_is_derived_is_worked_out_from_what_landed(landed):
    ((dependency, children, old),) = landed.query("""
        select
            max(value) filter (indicator_code = 'total_dependency_ratio'),
            max(value) filter (indicator_code = 'child_dependency_ratio'),
            max(value) filter (indicator_code = 'old_age_dependency_ratio')
        from (
            select indicator_code, value from marts.fct_indicator_panel
            where system_code = 'demographic_dividend' and region_code = '440000' and year = 2020
            union all
            select indicator_code, value from marts.fct_observation
            where region_code = '440000' and year = 2020 and release_code = 'tidy_2024_03'
        )
    """)
    assert dependency == pytest.approx(children + old)
    ((inflow, residents, registered),) = landed.query("""
        select
            any_value(panel.value),
            any_value(facts.value) filter (facts.indicator_code = 'resident_population'),
            any_value(facts.value) filter (facts.indicator_code = 'registered_population')
        from marts.fct_indicator_panel as panel
        inner join marts.fct_observation as facts using (region_code, year)
        where panel.system_code = 'demographic_dividend' and panel.indicator_code = 'net_inflow_rate'
            and region_code = '440000' and year = 2020 and facts.release_code = 'tidy_2024_03'
    """)
    assert inflow == pytest.approx(100 * (residents - registered) / registered)


def test_drivers_that_have_landed_are_detected_and_the_others_named(landed):
    detected = landed.query("""
        select distinct indicator_code from marts.fct_geodetector where system_code = 'ai_proxies' order by 1
    """)
    assert [code for (code,) in detected] == [
        "consumption_rate",
        "gdp_per_capita",
        "government_intervention",
        "rd_staff_fte",
        "structure_upgrading_index",
    ]
    applied = dict(
        landed.query("""
        select method_code, is_applied from marts.fct_method_use where system_code = 'ai_proxies'
    """)
    )
    assert applied.pop("decoupling") is False
    assert all(applied.values()), applied


def test_scores_are_summed_up_by_roles_of_the_value_chain(landed):
    found = landed.query("""
        select scheme_code, sum(regions)
        from marts.fct_group_score
        where system_code = 'ai_proxies' and variant_code = 'entropy_pooled' and subsystem_code = 'total'
            and year = 2022 and scheme_code like 'value_chain%'
        group by scheme_code order by scheme_code
    """)
    assert found == [("value_chain_clusters", 31), ("value_chain_roles", 31)]
    means = landed.query("""
        select groups.mean, avg(scores.score)
        from marts.fct_group_score as groups
        inner join marts.dim_region_group as members using (scheme_code, group_code)
        inner join marts.fct_score as scores
            on (scores.system_code, scores.variant_code, scores.subsystem_code, scores.year, scores.region_code)
            = (groups.system_code, groups.variant_code, groups.subsystem_code, groups.year, members.region_code)
        where groups.system_code = 'ai_proxies' and scheme_code = 'value_chain_clusters' and groups.subsystem_code = 'total'
        group by all
    """)
    assert len(means) >= 6 * len(YEARS)
    for stated, counted in means:
        assert stated == pytest.approx(counted)
