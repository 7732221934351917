"""Every check of a study, by a YAML that it refuses; and the names that it takes."""

import pytest
import yaml

from nianjian.study import new_system
from nianjian.study.catalogue import Catalogue
from nianjian.study.reading import StudyError
from nianjian.study.resolve import resolve

GDP = {"indicator": "gdp", "direction": "+"}
JOBLESS = {"indicator": "城镇登记失业率", "direction": "-"}


def part(code, *indicators, **more):
    names = {"zh": "部分", "en": "Part"}
    return {"code": code, "name": names, "indicators": list(indicators or [GDP]), **more}


BAD = {
    "unknown key": ({"indicaters": []}, "indicaters: unknown key; nearest: indicators"),
    "unknown key inside": (
        {"indicators": [{**GDP, "sign": "+"}]},
        "indicators[1].sign: unknown key; nearest: weight; there are indicator, direction, weight, criterion",
    ),
    "missing key": ({"years": None}, "years: is missing"),
    "missing key inside": ({"indicators": [{"indicator": "gdp"}]}, "indicators[1].direction: is missing"),
    "unknown indicator": (
        {"indicators": [GDP, {**GDP, "indicator": "地区生产总值额"}]},
        "indicators[2].indicator: unknown indicator '地区生产总值额'; nearest: gdp (地区生产总值)",
    ),
    "nothing like it": (
        {"indicators": [{**GDP, "indicator": "qqqq"}]},
        "unknown indicator 'qqqq'; nothing is named like it",
    ),
    "indicator twice": (
        {"indicators": [GDP, {**GDP, "indicator": "地区生产总值"}]},
        "indicators[2].indicator: gdp is there already, at indicators[1]",
    ),
    "no indicators": ({"indicators": []}, "indicators: must be a list with something in it, and is []"),
    "indicators and subsystems": (
        {"subsystems": [part("one")]},
        "indicators: write either `indicators`, or `subsystems` with indicators in each",
    ),
    "neither": ({"indicators": None}, "indicators: write either `indicators`"),
    "direction": (
        {"indicators": [{**GDP, "direction": "up"}]},
        "indicators[1].direction: must be + or -, 正 or 负, positive or negative, and is 'up'",
    ),
    "unknown scheme": (
        {"regions": {"scheme": "four_plate"}},
        "regions.scheme: unknown grouping scheme 'four_plate'; nearest: four_plates",
    ),
    "unknown group": (
        {"regions": {"scheme": "four_plates", "group": "north"}},
        "regions.group: unknown group of four_plates 'north'; nearest: northeast",
    ),
    "level": (
        {"regions": {"level": "province"}},
        "regions.level: a system takes its regions from a grouping",
    ),
    "groups without figures": (
        {"regions": {"scheme": "four_plates", "unit": "group"}},
        "regions.unit: groups of four_plates are no regions of their own",
    ),
    "unit": ({"regions": {"scheme": "four_plates", "unit": "city"}}, "regions.unit: must be member or group"),
    "unknown variant": (
        {"variants": ["entropy_poold"]},
        "variants[1]: unknown variant 'entropy_poold'; nearest: entropy_pooled",
    ),
    "variant twice": (
        {"variants": ["entropy_pooled", "合并年份熵权"]},
        "variants[2]: entropy_pooled is there already, at variants[1]",
    ),
    "default": ({"default": "cv_year"}, "default: cv_year is not one of the variants: entropy_pooled"),
    "unknown source": ({"source": "nbss"}, "source: unknown source 'nbss'; nearest: nbs"),
    "duplicate code": ({"system": "dual_chain"}, "system: dual_chain ships with the project and stays"),
    "odd code": ({"system": "My System"}, "system: must be small letters, digits and _"),
    "empty name": ({"name": {"zh": " ", "en": "Small"}}, "name.zh: is empty"),
    "name in one language": ({"name": {"zh": "小"}}, "name.en: is missing"),
    "years out of order": (
        {"years": [2018, 2016]},
        "years: 2016 comes after 2018: years must rise, each once",
    ),
    "span out of order": (
        {"years": "2018-2016"},
        "years: '2018-2016' does not go from an earlier to a later",
    ),
    "no years": ({"years": "lately"}, "years: 'lately' is no year"),
    "empty years": ({"years": []}, "years: names no year"),
    "fixed weights without any": (
        {"variants": ["fixed_weights"]},
        "variants: fixed weights need a `weight` for every indicator",
    ),
    "weights of some": (
        {"indicators": [{**GDP, "weight": 1}, JOBLESS]},
        "indicators: weights for some and none for registered_urban_unemployment_rate",
    ),
    "weights that do not sum": (
        {"variants": ["fixed_weights"], "indicators": [{**GDP, "weight": 0.5}, {**JOBLESS, "weight": 0.6}]},
        "indicators: weights must sum to 1, and sum to 1.1",
    ),
    "weights of a subsystem": (
        {
            "indicators": None,
            "subsystems": [part("a", {**GDP, "weight": 0.7}), part("b", {**JOBLESS, "weight": 1})],
        },
        "subsystems[1]: weights must sum to 1, and sum to 0.7",
    ),
    "odd weight": (
        {"indicators": [{**GDP, "weight": -1}]},
        "indicators[1].weight: must be a number not below 0, and is -1",
    ),
    "weights of nothing": (
        {
            "variants": ["topsis_fixed_scaled_pooled"],
            "indicators": [{**GDP, "weight": 0}, {**JOBLESS, "weight": 0}],
        },
        "indicators: weights are all 0: nothing to weigh by",
    ),
    "endless weight": (
        {"indicators": [{**GDP, "weight": float("inf")}]},
        "indicators[1].weight: must be a number not below 0, and is inf",
    ),
    "contributions": (
        {
            "indicators": None,
            "subsystems": [part("a", contribution=0.5), part("b", JOBLESS, contribution=0.6)],
        },
        "subsystems: contributions must sum to 1, and sum to 1.1",
    ),
    "contributions of some": (
        {"indicators": None, "subsystems": [part("a", contribution=0.5), part("b", JOBLESS)]},
        "subsystems: give every subsystem its contribution, or none",
    ),
    "subsystem twice": (
        {"indicators": None, "subsystems": [part("a"), part("a", JOBLESS)]},
        "subsystems[2].code: a is there already",
    ),
    "subsystem total": (
        {"indicators": None, "subsystems": [part("total")]},
        "subsystems[1].code: total is the whole system",
    ),
    "indicator in two subsystems": (
        {"indicators": None, "subsystems": [part("a"), part("b")]},
        "subsystems[2].indicators[1].indicator: gdp is there already, at subsystems[1].indicators[1]",
    ),
    "weight scope": ({"weight_scope": "year"}, "weight_scope: must be system or subsystem, and is 'year'"),
    "driver": ({"drivers": ["gdpp"]}, "drivers[1]: unknown indicator 'gdpp'; nearest: gdp"),
    "grouping": ({"groupings": ["east"]}, "groupings[1]: unknown grouping scheme 'east'"),
    "pressure": (
        {"pressures": [{"code": "p", "indicator": "nothing", "name": {"zh": "压力", "en": "P"}}]},
        "pressures[1].indicator: unknown indicator 'nothing'",
    ),
    "whole region": ({"whole_region": 999999}, "whole_region: '999999' is no code of a region"),
    "text": ({"system": ["a"]}, "system: must be text, and is ['a']"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_named_with_file_and_key_and_nothing_is_written(case, project):
    changes, line = BAD[case]
    before = project.bytes()
    with pytest.raises(StudyError) as refused:
        project.run(project.study(**changes))
    (found,) = str(refused.value).splitlines()
    assert found.startswith(f"{project.paths.project}/study.yml: ")
    assert line in found
    assert project.bytes() == before


def test_points_need_no_sum_where_all_that_reads_them_divides_by_it(project):
    points = [{**GDP, "weight": 7}, {**JOBLESS, "weight": 2}]
    scaled = {"variants": ["topsis_fixed_scaled_pooled"], "indicators": points}
    project.run(project.study(**scaled))
    with pytest.raises(StudyError, match="weights must sum to 1, and sum to 9"):
        project.run(project.study(**scaled | {"variants": ["topsis_fixed_scaled_pooled", "fixed_weights"]}))


def test_all_problems_are_told_at_once(project):
    wrong = {"years": "2018-2016", "variants": ["none"], "system": "Bad", "regions": {"scheme": "x"}}
    with pytest.raises(StudyError) as refused:
        project.run(project.study(**wrong))
    places = {line.split(": ")[1] for line in str(refused.value).splitlines()}
    assert places == {"years", "variants[1]", "system", "regions.scheme"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("system: a\nsystem: b\n", "line 2: not YAML: 'system' stands twice"),
        ("direction: -\n", 'a minus of its own is written "-", in quotes'),
        ("just a line", "no keys in it: a study begins with `system: <code>`"),
        ("", "no keys in it"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(text, line, project):
    with pytest.raises(StudyError) as refused:
        project.run(text)
    assert line in str(refused.value)


def test_a_file_in_another_encoding_is_refused(project):
    file = project.paths.project / "gb.yml"
    file.write_bytes("system: 体系".encode("gb18030"))
    with pytest.raises(StudyError, match=r"gb\.yml: not in UTF-8: save it so"):
        new_system.from_file(project.paths, file, is_check=True)


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("gdp", "gdp"),
        ("地区生产总值", "gdp"),
        ("地区生产总值（亿元）", "gdp"),
        ("地 区 生产总值_亿元", "gdp"),
        ("PARK GREEN space  per capita", "park_green_space_per_capita"),
        ("公共图书馆业机构数", "public_libraries"),
        ("城市建成区绿化覆盖率(%)", "built_up_area_green_cover"),
        ("x3 人均公园绿地面积", "park_green_space_per_capita"),
    ],
)
def test_an_indicator_by_any_of_its_names(label, code, project):
    assert Catalogue(project.paths.reference).indicator(label) == code


def test_the_source_of_a_study_says_whose_alias_holds(project):
    assert Catalogue(project.paths.reference).indicator("进出口总额", "published") == "imports_and_exports"


def test_a_name_that_other_sources_give_to_two_indicators_is_refused(project):
    with (project.paths.reference / "indicator_aliases.csv").open("a", encoding="utf-8") as file:
        file.write("总量,nbs,gdp,,\n总量,published,gdp_per_capita,,\n")
    with pytest.raises(LookupError, match="'总量' can mean gdp or gdp_per_capita: write the code"):
        Catalogue(project.paths.reference).indicator("总量")


@pytest.mark.parametrize("sign", ["+", "正", "positive", 1, "正向"])
@pytest.mark.parametrize("opposite", ["-", "负", "Negative", -1, "−", "负向"])
def test_directions_in_both_languages(sign, opposite, project):
    indicators = [{**GDP, "direction": sign}, {**JOBLESS, "direction": opposite}]
    study = resolved(project, indicators=indicators)
    assert [indicator.direction for indicator in study.indicators] == [1, -1]


@pytest.mark.parametrize(
    ("said", "years"),
    [
        (2019, (2019,)),
        ("2016-2018", (2016, 2017, 2018)),
        ("2016—2018年", (2016, 2017, 2018)),
        ([2014, "2016-2017", 2020], (2014, 2016, 2017, 2020)),
    ],
)
def test_years_as_a_list_or_a_span(said, years, project):
    assert resolved(project, years=said).years == years


def test_what_is_left_out_has_a_plain_meaning(project):
    study = resolved(project)
    assert study.default == "entropy_pooled"
    assert study.description == study.names
    assert study.weight_scope == "system"
    assert [(part.code, part.contribution) for part in study.subsystems] == [("all", 1)]


def test_subsystems_weigh_alike_and_apart_unless_it_is_said(project):
    parts = [part("a"), part("b", JOBLESS), part("c", {**GDP, "indicator": "public_libraries"})]
    study = resolved(project, indicators=None, subsystems=parts)
    assert study.weight_scope == "subsystem"
    assert [one.contribution for one in study.subsystems] == pytest.approx([1 / 3] * 3)


def test_names_of_schemes_groups_variants_and_sources_will_do(project):
    study = resolved(
        project, regions={"scheme": "四大板块", "group": "中部"}, variants=["Equal weights by year"], source="国家统计局"
    )  # fmt: skip
    assert (study.regions.scheme, study.regions.group) == ("four_plates", "central")
    assert (study.variants, study.source) == (("equal_year",), "nbs")


def resolved(project, **changes):
    return resolve(yaml.safe_load(project.study(**changes)), Catalogue(project.paths.reference), "study.yml")
