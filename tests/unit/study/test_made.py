"""What a study makes itself: derived indicators, regions listed by name, periods of growth, all years that have figures."""

import duckdb
import pytest

from nianjian.study import new_system
from nianjian.study.catalogue import Catalogue
from nianjian.study.reading import StudyError

NAMES = {"zh": "人均产值", "en": "Output per head"}
JOBLESS = {"indicator": "城镇登记失业率", "direction": "负"}


def derived(**form):
    """A study whose first indicator it derives itself."""
    one = {"code": "own", "name": NAMES, "unit": "cny_per_person", **form}
    return {"derived": [one], "indicators": [{"indicator": "人均产值", "direction": "+"}, JOBLESS]}


def rows(project, seed, column, *values):
    return [row for row in Catalogue(project.paths.reference).rows(seed) if row[column] in values]


FORMS = {
    "ratio": ({"ratio": {"of": "gdp", "to": ["年末常住人口"]}}, "ratio", ["gdp / 1", "/ resident_population 1"]),
    "per head": ({"per_head": "地区生产总值"}, "ratio", ["gdp / 1", "/ resident_population 1"]),
    "per area": (
        {"per_area": "gdp", "unit": "元/平方米"}, "ratio", ["gdp / 1", "/ administrative_area 1"],
    ),
    "share": (
        {"share": {"of": "value_added_tertiary", "in": "gdp"}, "unit": "%"}, "ratio",
        ["value_added_tertiary / 1", "/ gdp 1"],
    ),
    "growth": ({"growth": "gdp", "unit": "percent"}, "growth", ["gdp / 1"]),
    "difference": (
        {"difference": ["gdp", "value_added_tertiary"], "unit": "cny_100m"}, "ratio",
        ["gdp / 1", "value_added_tertiary / -1"],
    ),
    "sum": (
        {"sum": ["value_added_secondary", "value_added_tertiary"], "unit": "cny_100m"}, "ratio",
        ["value_added_secondary / 1", "value_added_tertiary / 1"],
    ),
    "product": (
        {"product": ["gdp_per_capita", "resident_population"], "unit": "cny_100m"}, "product",
        ["gdp_per_capita / 1", "resident_population / 1"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_derived_indicator_has_its_rows_and_counts_like_any_other(form, project):
    said, formula, parts = FORMS[form]
    before = project.bytes()
    project.run(project.study(**derived(**said)))
    assert [row["formula"] for row in rows(project, "derived_indicators", "indicator_code", "own")] == [
        formula
    ]
    found = [
        f"{row['part_code']} / {row['coefficient']}"
        if row["role"] == "numerator"
        else f"/ {row['part_code']} {row['coefficient']}"
        for row in rows(project, "derived_parts", "indicator_code", "own")
    ]
    assert found == parts
    (indicator,) = rows(project, "indicators", "indicator_code", "own")
    assert (indicator["name_zh"], indicator["name_en"], indicator["is_additive"]) == (
        *NAMES.values(),
        "false",
    )
    used = [row["indicator_code"] for row in rows(project, "system_indicators", "system_code", "small")]
    assert used == ["own", "registered_urban_unemployment_rate"]
    new_system.take_out(project.paths, "small", project.said.append)
    assert project.bytes() == before


BAD = {
    "no form": (
        {},
        "derived[1]: needs one of ratio, share, per_head, per_area, growth, difference, sum, product",
    ),
    "two forms": ({"growth": "gdp", "per_head": "gdp"}, "derived[1]: needs one of"),
    "known code": (
        {"code": "gdp", "growth": "gdp", "unit": "%"},
        "derived[1].code: gdp is an indicator already",
    ),
    "unknown part": ({"per_head": "gdpp"}, "derived[1].per_head: unknown indicator 'gdpp'; nearest: "),
    "unlike parts": (
        {"difference": ["gdp", "resident_population"], "unit": "cny_100m"},
        "derived[1].difference: puts together what is not alike: gdp (currency_cny), resident_population (persons)",
    ),
    "odd unit of a share": (
        {"share": {"of": "value_added_tertiary", "in": "gdp"}, "unit": "cny"},
        "derived[1].unit: cny is currency_cny, and what is worked out is a ratio",
    ),
    "odd unit of a sum": (
        {"sum": ["value_added_secondary", "value_added_tertiary"], "unit": "person"},
        "derived[1].unit: person is persons, and what is worked out is currency_cny",
    ),
    "unknown unit": ({"per_head": "gdp", "unit": "元/头"}, "derived[1].unit: unknown unit '元/头'"),
    "itself twice": (
        {"ratio": {"of": ["gdp", "gdp"], "to": "gdp"}},
        "derived[1].ratio: names an indicator twice",
    ),
    "three differences": (
        {"difference": ["gdp", "value_added_tertiary", "value_added_secondary"], "unit": "cny"},
        "derived[1].difference: must be two indicators",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_derived_is_told_and_nothing_is_written(case, project):
    form, line = BAD[case]
    before = project.bytes()
    with pytest.raises(StudyError) as refused:
        project.run(project.study(**derived(**form)))
    assert any(
        found.startswith(f"{project.paths.project}/study.yml: {line}")
        for found in str(refused.value).splitlines()
    )
    assert project.bytes() == before


def test_an_edited_study_takes_its_indicators_along_unless_another_system_uses_them(project):
    project.run(project.study(**derived(per_head="gdp")))
    project.run(project.study(**derived(per_area="gdp", unit="元/平方米")))
    parts = [row["part_code"] for row in rows(project, "derived_parts", "indicator_code", "own")]
    assert parts == ["gdp", "administrative_area"]
    other = project.study(system="other", indicators=[{"indicator": "own", "direction": "+"}])
    project.run(other)
    before = project.bytes()
    with pytest.raises(ValueError, match="own is used by other, too"):
        project.run()
    with pytest.raises(ValueError, match="own is used by other, too"):
        new_system.take_out(project.paths, "small")
    assert project.bytes() == before
    new_system.take_out(project.paths, "other", project.said.append)
    project.run()
    assert rows(project, "indicators", "indicator_code", "own") == []


def members(project, scheme="small_regions"):
    return [
        (row["group_code"], row["region_code"])
        for row in rows(project, "region_group_members", "scheme_code", scheme)
    ]


def test_regions_by_name_are_a_scheme_of_the_study(project):
    before = project.bytes()
    project.run(project.study(regions=["北京", "上海市", "Jiangsu", 330000]))
    assert members(project) == [("all", code) for code in ("110000", "310000", "320000", "330000")]
    (system,) = rows(project, "systems", "system_code", "small")
    assert (system["scope_scheme_code"], system["scope_group_code"]) == ("small_regions", "")
    # One group is no grouping.
    assert rows(project, "system_groupings", "system_code", "small") == []
    new_system.take_out(project.paths, "small", project.said.append)
    assert project.bytes() == before


def test_regions_in_groups_are_a_grouping_too(project):
    names = {"zh": "组", "en": "Group"}
    groups = [
        {"code": "a", "name": names, "regions": ["北京", "天津"]},
        {"code": "b", "name": names, "regions": ["上海"]},
    ]
    project.run(project.study(regions={"groups": groups}))
    assert members(project) == [("a", "110000"), ("a", "120000"), ("b", "310000")]
    grouping = rows(project, "system_groupings", "system_code", "small")
    assert [row["scheme_code"] for row in grouping] == ["small_regions"]
    groups[1]["regions"] = ["北京"]
    with pytest.raises(StudyError, match="regions: 110000 is there already, in a"):
        project.run(project.study(regions={"groups": groups}))
    with pytest.raises(StudyError, match="unknown region '苏南'"):
        project.run(project.study(regions=["苏南"]))


def test_the_prefectures_of_provinces(project):
    project.run(project.study(regions={"prefectures_of": ["江苏", "浙江"]}))
    found = members(project)
    assert [group for group, _ in found] == ["p320000"] * 13 + ["p330000"] * 11
    assert ("p320000", "320100") in found and ("p330000", "330100") in found
    with pytest.raises(StudyError, match="regions.prefectures_of: 110000 has no prefectures"):
        project.run(project.study(regions={"prefectures_of": ["北京"]}))


def test_periods_of_growth_are_written_and_those_by_hand_stay_unless_some_are_named(project):
    project.run(project.study(growth=["2016-2017", "2016-2018"]))
    spans = [
        (row["first_year"], row["last_year"])
        for row in rows(project, "growth_periods", "system_code", "small")
    ]
    assert spans == [("2016", "2017"), ("2016", "2018")]
    project.run(project.study(growth=["2017-2018"]))
    assert len(rows(project, "growth_periods", "system_code", "small")) == 1
    project.run()
    assert len(rows(project, "growth_periods", "system_code", "small")) == 1
    with pytest.raises(StudyError, match="'2016' is no period: write 2011-2015"):
        project.run(project.study(growth=["2016"]))


def test_all_years_need_a_published_warehouse(project):
    with pytest.raises(StudyError, match="years: no year has a published figure of every indicator"):
        project.run(project.study(years="all"))


def test_a_check_tells_what_there_is_in_spite_of_unknown_names(project):
    project.paths.warehouse.mkdir()
    with duckdb.connect(str(project.paths.published)) as connection:
        connection.sql("""
            create schema marts;
            create table marts.dim_release as select 'new' as release_code, 'nbs' as source_code;
            create table marts.fct_observation as select '140000' as region_code, 'gdp' as indicator_code, year,
                'new' as release_code, 1.0 as value, false as is_synthetic from range(2016, 2019) as it(year);
        """)
    unknown = [{"indicator": "gdp", "direction": "+"}, {"indicator": "失业的率", "direction": "-"}]
    with pytest.raises(StudyError, match=r"indicators\[2\].indicator: unknown indicator '失业的率'"):
        project.run(project.study(indicators=unknown), is_check=True)
    (line,) = [line for said in project.said for line in said.splitlines() if line.startswith("gdp  ")]
    assert line.split()[:3] == ["gdp", "18", "3"]
