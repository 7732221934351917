"""Rows come to the seeds and go again; every other byte stays."""

import csv
import os

import pytest

from nianjian.pipeline.build import only_user
from nianjian.pipeline.failed import BuildFailed
from nianjian.study import new_system, seeds
from nianjian.study.catalogue import Catalogue
from nianjian.study.seeds import SHIPPED
from tests.pages import DOCS, blocks, read

HEADER = "system_code,year"


def rows(project, seed):
    return [row for row in Catalogue(project.paths.reference).rows(seed) if row["system_code"] == "small"]


def folder(tmp_path, text):
    (tmp_path / "system_years.csv").write_bytes(text.encode())
    return tmp_path


def test_the_rows_of_a_study(project):
    project.run()
    (system,) = rows(project, "systems")
    assert system == {
        "system_code": "small", "name_zh": "小体系", "name_en": "Small system", "scope_scheme_code": "four_plates",
        "scope_group_code": "central", "scope_unit": "member", "source_code": "", "weight_scope": "system",
        "whole_region_code": "", "default_variant_code": "entropy_pooled", "description_zh": "小体系",
        "description_en": "Small system",
    }  # fmt: skip
    found = [
        (row["indicator_code"], row["direction"], row["sort_order"])
        for row in rows(project, "system_indicators")
    ]
    assert found == [("gdp", "1", "1"), ("registered_urban_unemployment_rate", "-1", "2")]
    assert [row["year"] for row in rows(project, "system_years")] == ["2016", "2017", "2018"]
    assert [row["variant_code"] for row in rows(project, "system_variants")] == ["entropy_pooled"]
    (part,) = rows(project, "system_subsystems")
    assert (part["subsystem_code"], part["name_zh"], part["contribution"]) == ("all", "小体系", "1")


def test_weights_drivers_groupings_and_pressures_have_rows(project):
    names = {"zh": "压力，大", "en": "Pressure, great"}
    more = {
        "variants": ["fixed_weights"],
        "indicators": [
            {"indicator": "gdp", "direction": "+", "weight": 0.7, "criterion": {"zh": "规模", "en": "Size"}},
            {"indicator": "public_libraries", "direction": "+", "weight": 0.3},
        ],
        "groupings": ["four_plates"],
        "drivers": ["人口自然增长率", "gdp"],
        "pressures": [{"code": "p", "indicator": "工业废水排放量", "driver": "gdp", "name": names}],
        "description": {"zh": "说明", "en": "What it is"},
    }
    project.run(project.study(**more))
    weights = [(row["fixed_weight"], row["criterion_en"]) for row in rows(project, "system_indicators")]
    assert weights == [("0.7", "Size"), ("0.3", "")]
    assert [row["sort_order"] for row in rows(project, "system_drivers")] == ["1", "2"]
    assert [row["scheme_code"] for row in rows(project, "system_groupings")] == ["four_plates"]
    (pair,) = rows(project, "decoupling_pairs")
    assert list(pair.values()) == [
        "small", "p", "industrial_wastewater_discharge", "gdp", names["zh"], names["en"],
    ]  # fmt: skip
    assert rows(project, "systems")[0]["description_en"] == "What it is"


def test_what_was_there_is_there_byte_by_byte_and_removing_gives_all_back(project):
    before = project.bytes()
    project.run(project.study(name={"zh": '小"体系"', "en": "Small, yet\ta system"}))
    written = project.bytes()
    assert written.keys() == before.keys()
    changed = {name for name in before if written[name] != before[name]}
    assert changed == {
        "systems.csv", "system_subsystems.csv", "system_indicators.csv", "system_years.csv", "system_variants.csv",
    }  # fmt: skip
    assert all(written[name].startswith(before[name]) for name in before)
    new_system.take_out(project.paths, "small", project.said.append)
    assert project.bytes() == before


@pytest.mark.parametrize("end", ["", "\n", "\r\n"], ids=["no end", "lf", "crlf"])
def test_rows_are_replaced_where_they_stand(end, tmp_path):
    line = end or "\n"
    text = line.join([HEADER, "a,2018", "b,2018", "b,2019", "c,2018"]) + end
    place = folder(tmp_path, text)
    own = {"system_code": {"b"}}
    rows_of_b = [{"system_code": "b", "year": year} for year in (2017, 2018, 2019)]
    (change,) = seeds.write(place, {"system_years": rows_of_b}, ["system_years"], own)
    written = (place / "system_years.csv").read_bytes().decode()
    assert written == line.join([HEADER, "a,2018", "b,2017", "b,2018", "b,2019", "c,2018"]) + end
    assert (change.rows, change.line) == (3, 3)
    assert seeds.write(place, {"system_years": rows_of_b}, ["system_years"], own) == []
    seeds.write(place, {}, ["system_years"], own)
    assert (place / "system_years.csv").read_bytes().decode() == line.join([HEADER, "a,2018", "c,2018"]) + end


def test_an_edited_study_takes_the_place_of_its_rows_and_the_difference_is_shown(project):
    project.run(project.study(groupings=["four_plates"], drivers=["gdp"]))
    project.run(project.study(system="other"))
    periods = project.paths.reference / "growth_periods.csv"
    periods.write_bytes(periods.read_bytes() + b"small,2016,2018\n")
    before = {seed: len(rows(project, seed)) for seed in ("system_years", "growth_periods")}
    project.said.clear()
    edited = project.study(
        years="2016-2019",
        groupings=["four_plates"],
        indicators=[
            {"indicator": "public_libraries", "direction": "+"},
            {"indicator": "gdp", "direction": "-"},
        ],
    )
    assert "Only checked" in project.run(edited, is_check=True)
    assert {seed: len(rows(project, seed)) for seed in before} == before
    project.said.clear()
    told = [line.split() for line in project.run(edited).splitlines()]
    for line in (
        ["system_indicators", "gdp", "direction", "1", "-1"],
        ["system_years", "2019"],
        ["system_indicators", "registered_urban_unemployment_rate"],
        ["system_indicators", "public_libraries"],
        ["system_drivers", "gdp"],
    ):
        assert line in told
    found = [(row["indicator_code"], row["direction"]) for row in rows(project, "system_indicators")]
    assert found == [("public_libraries", "1"), ("gdp", "-1")]
    assert len(rows(project, "system_years")) == 4
    assert rows(project, "system_drivers") == []
    # By hand, in a seed that a study does not write.
    assert len(rows(project, "growth_periods")) == 1
    assert "other" in Catalogue(project.paths.reference).systems


def test_it_is_said_what_was_written_where(project):
    line = len((project.paths.reference / "system_years.csv").read_text(encoding="utf-8").splitlines()) + 1
    said = project.run()
    (years,) = [row for row in said.splitlines() if "system_years.csv" in row]
    assert years.split() == ["seeds/reference/system_years.csv", "3", str(line)]
    assert "make refresh" in said and "marts.fct_score" in said
    assert "fct_coupling" not in said and "fct_inequality" not in said


def test_rows_that_were_added_by_hand_go_too_and_those_of_another_system_stay(project):
    project.run()
    project.run(project.study(system="other"))
    periods = project.paths.reference / "growth_periods.csv"
    before = periods.read_bytes()
    periods.write_bytes(before + b"small,2016,2018\n")
    new_system.take_out(project.paths, "small", project.said.append)
    assert periods.read_bytes() == before
    assert Catalogue(project.paths.reference).systems >= {"other", "dual_chain"}
    assert rows(project, "systems") == []


def test_a_system_that_ships_is_not_removed(project):
    before = project.bytes()
    with pytest.raises(ValueError, match="dual_chain ships with the project and stays"):
        new_system.take_out(project.paths, "dual_chain")
    with pytest.raises(ValueError, match="no seed has rows of a system 'nowhere'"):
        new_system.take_out(project.paths, "nowhere")
    assert project.bytes() == before


@pytest.mark.parametrize(
    "page, heading", [("reference.md", "Systems that ship"), ("reference.zh.md", "随附的指标体系")]
)
def test_the_systems_of_the_reference_are_those_that_ship(page, heading):
    part = read(DOCS / page).split(f"## {heading}\n")[1].split("\n## ")[0]
    assert {line.split("`")[1] for line in part.splitlines() if line.startswith("| `")} == SHIPPED


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}\na,2019\n",
        f"{HEADER}\r\na,2019\r\n",
        f"{HEADER}\na,2019",
        f"\ufeff{HEADER}\r\na,2019",
        f'{HEADER}\n"a\nb",2019\n"c ""d""",2020\n',
        f"{HEADER}\n",
    ],
    ids=["plain", "crlf", "no end", "mark, crlf, no end", "quoted lines", "header only"],
)
def test_line_ends_and_quotes_of_a_file_are_kept(text, tmp_path):
    place = folder(tmp_path, text)
    end = "\r\n" if "\r\n" in text else "\n"
    (change,) = seeds.write(
        place,
        {"system_years": [{"system_code": "new", "year": 2020}]},
        ["system_years"],
        {"system_code": {"new"}},
    )
    written = (place / "system_years.csv").read_bytes().decode()
    assert written.startswith(text)
    assert written.removeprefix(text).strip() == "new,2020"
    assert written.endswith(end) == text.endswith(end)
    assert written.splitlines()[change.line - 1] == "new,2020"
    for seed, columns in (
        ("derived_parts", "indicator_code,source"),
        ("grouping_schemes", "scheme_code,source"),
    ):
        (place / f"{seed}.csv").write_text(f"{columns}\n")
    for seed in ("system_indicators", "system_drivers", "decoupling_pairs", "systems", "system_groupings"):
        (place / f"{seed}.csv").write_text("system_code\n")
    seeds.remove(place, "new")
    assert (place / "system_years.csv").read_bytes().decode() == text


def test_a_name_that_needs_quotes_is_one_field(project):
    project.run(project.study(name={"zh": '小"体系"', "en": "Small, a system"}))
    with (project.paths.reference / "systems.csv").open(encoding="utf-8", newline="") as file:
        last = list(csv.reader(file))[-1]
    assert last[1:3] == ['小"体系"', "Small, a system"]


@pytest.mark.parametrize("fails_at", [1, 2])
def test_if_one_file_cannot_be_replaced_all_are_as_they_were(fails_at, tmp_path):
    texts = {tmp_path / f"{name}.csv": "new\n" for name in "abc"}
    for path in texts:
        path.write_text("old\n")
    calls = []

    def swap(source, target):
        calls.append(target)
        if len(calls) > fails_at:
            raise OSError("the disk is full")
        os.replace(source, target)

    with pytest.raises(OSError, match="the disk is full"):
        seeds.replace_all(texts, swap)
    assert [path.read_text() for path in texts] == ["old\n"] * 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv", "c.csv"]


def test_while_a_build_reads_the_seeds_nothing_is_written(project):
    before = project.bytes()
    project.paths.lock.mkdir()
    with only_user(project.paths.lock):
        with pytest.raises(BuildFailed, match="another build is at work"):
            project.run()
        assert "Only checked" in project.run(is_check=True)
    assert project.bytes() == before


CLUSTERS = """\
system: cluster_strength
name: {zh: 五大城市群集聚与研发, en: Density and research of five urban agglomerations}
description: {zh: 五大城市群2019年集聚与研发两个子系统，各两项指标。, en: "Two subsystems of two indicators each for five urban agglomerations, 2019."}
regions: {scheme: 五大城市群, unit: group}
source: published
years: 2019
variants: [逐年等权]
subsystems:
  - code: density
    name: {zh: 集聚, en: Density}
    contribution: 0.5
    indicators: [{indicator: population_density, direction: +}, {indicator: gdp_per_capita, direction: +}]
  - code: research
    name: {zh: 研发, en: Research}
    contribution: 0.5
    indicators:
      - {indicator: rd_staff_per_project, direction: +}
      - {indicator: patents_per_rd_spending, direction: +}
"""


def test_the_rows_that_a_page_writes_by_hand(project):
    """A system of two subsystems that measures groups: its rows are those of the page on how the project grows."""
    before = project.bytes()
    project.run(CLUSTERS)
    by_hand = {
        block.title: block.text.splitlines()[1:] for block in blocks(DOCS / "how-it-grows.md") if block.title
    }
    for name, text in project.bytes().items():
        if text != before[name]:
            # The page gives its system a second variant later on.
            rows = text.removeprefix(before[name]).decode().splitlines()
            assert rows == by_hand[f"seeds/reference/{name}"][: len(rows)]
