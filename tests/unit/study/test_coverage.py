"""Coverage of a study, counted by hand on a warehouse of a few figures: six provinces, three years, two indicators."""

import duckdb
import pytest

GDP, JOBLESS = "gdp", "registered_urban_unemployment_rate"
CENTRAL = ["140000", "340000", "360000", "410000", "420000", "430000"]
YEARS = [2016, 2017, 2018]


@pytest.fixture
def warehouse(project):
    """A function that publishes figures: (region, indicator, year[, release])."""

    def publish(figures):
        project.paths.warehouse.mkdir(exist_ok=True)
        project.paths.published.unlink(missing_ok=True)
        with duckdb.connect(str(project.paths.published)) as connection:
            connection.sql("create schema marts")
            connection.sql("""
                create table marts.fct_observation (region_code varchar, indicator_code varchar, year integer,
                    release_code varchar, value double, is_synthetic boolean)
            """)
            connection.sql("create table marts.dim_release (release_code varchar, source_code varchar)")
            connection.sql("insert into marts.dim_release values ('new', 'nbs'), ('sample', 'sample')")
            for region, indicator, year, *release in figures:
                name = release[0] if release else "new"
                connection.execute(
                    "insert into marts.fct_observation values (?, ?, ?, ?, 1, ?)",
                    [region, indicator, year, name, name == "sample"],
                )

    return publish


def everything(*left_out, release="new"):
    return [
        (region, indicator, year, release)
        for region in CENTRAL
        for indicator in (GDP, JOBLESS)
        for year in YEARS
        if (region, indicator, year) not in left_out
    ]


def row(said, code):
    (line,) = [line for line in said.splitlines() if line.startswith(f"{code}  ")]
    return line.split()


def test_without_a_published_warehouse_coverage_is_unknown(project):
    said = project.run(is_check=True)
    assert "unknown until a build" in said
    assert "Only checked: nothing was written." in said


def test_a_check_writes_nothing(project, warehouse):
    warehouse(everything())
    before = project.bytes()
    said = project.run(is_check=True)
    assert project.bytes() == before
    assert row(said, GDP) == [GDP, "18", "18", "0", "0", "yes"]
    assert "18 of 18 rows of region and year can be scored." in said
    assert "2 indicators, 6 regions (four_plates, central), years 2016-2018, entropy_pooled (default)" in said


def test_a_gap_inside_a_series_is_filled_and_one_at_its_end_lacks(project, warehouse):
    warehouse(everything(("140000", GDP, 2017), ("340000", GDP, 2018)))
    said = project.run(is_check=True)
    assert row(said, GDP)[:5] == [GDP, "18", "16", "1", "1"]
    assert "2017-2018 (1)" in said
    assert "17 of 18 rows of region and year can be scored." in said


def test_a_year_that_is_not_asked_for_is_a_neighbour(project, warehouse):
    warehouse([*everything(("140000", GDP, 2018)), ("140000", GDP, 2020)])
    assert row(project.run(is_check=True), GDP)[:5] == [GDP, "18", "17", "1", "0"]


def test_an_indicator_that_lacks_too_much_would_leave_and_the_rest_is_scored(project, warehouse):
    warehouse(everything(*((region, JOBLESS, 2018) for region in CENTRAL)))
    said = project.run(is_check=True)
    assert row(said, JOBLESS)[-1] == "no"
    assert f"{JOBLESS} would leave the system: 33% of its cells are not reported, at most 20% may be." in said
    assert "2018 (6)" in said
    assert "18 of 18 rows of region and year can be scored." in said


def test_three_of_eighteen_may_lack(project, warehouse):
    warehouse(everything(*((region, JOBLESS, 2018) for region in CENTRAL[:3])))
    assert row(project.run(is_check=True), JOBLESS)[-1] == "yes"


def test_without_any_figure_nothing_can_be_scored(project, warehouse):
    warehouse([])
    said = project.run(is_check=True)
    assert row(said, GDP)[:5] == [GDP, "18", "0", "0", "18"]
    assert "0 of 18 rows" in said and "Nothing can be scored" in said


def test_a_subsystem_that_loses_all_indicators_takes_the_system_with_it(project, warehouse):
    warehouse([figure for figure in everything() if figure[1] == GDP])
    names = {"zh": "部分", "en": "Part"}
    parts = [
        {"code": code, "name": names, "indicators": [{"indicator": indicator, "direction": "+"}]}
        for code, indicator in (("a", GDP), ("b", JOBLESS))
    ]
    said = project.run(project.study(indicators=None, subsystems=parts), is_check=True)
    assert "0 of 18 rows" in said


def test_invented_figures_count_until_a_row_is_reported_in_full(project, warehouse):
    warehouse([*everything(release="sample"), ("140000", GDP, 2016)])
    said = project.run(is_check=True)
    assert row(said, GDP)[:3] == [GDP, "18", "18"] and "invented ones of a sample" in said
    project.said.clear()
    warehouse([*everything(release="sample"), ("140000", GDP, 2016), ("140000", JOBLESS, 2016)])
    said = project.run(is_check=True)
    assert row(said, GDP)[:3] == [GDP, "18", "1"] and "invented" not in said


def test_a_study_of_one_source_counts_its_figures_only(project, warehouse):
    warehouse(everything())
    said = project.run(project.study(source="yearbook"), is_check=True)
    assert row(said, GDP)[:3] == [GDP, "18", "0"]


def test_what_could_be_derived_is_named_with_its_parts(project, warehouse):
    warehouse([("140000", "value_added_secondary", 2016)])
    indicators = [{"indicator": "secondary_tertiary_share", "direction": "+"}]
    said = project.run(project.study(indicators=indicators), is_check=True)
    assert (
        "secondary_tertiary_share is derived wherever there is value_added_secondary, value_added_tertiary "
        "(no figures), gdp (no figures)."
    ) in said


def test_figures_of_drivers_and_pressures_are_counted(project, warehouse):
    here = [("140000", "gdp_per_capita", 2016), ("140000", "gdp_per_capita", 2016, "sample")]
    elsewhere = [("110000", "gdp_per_capita", 2016), ("140000", "gdp_per_capita", 2019)]
    warehouse(everything() + here + elsewhere)
    pressure = {"code": "p", "indicator": JOBLESS, "name": {"zh": "压力", "en": "P"}}
    study = project.study(drivers=["gdp_per_capita", "joint_papers"], pressures=[pressure])
    assert (
        "Drivers and pressures, figures for 18 rows of region and year: gdp_per_capita 1, joint_papers none, "
        f"{JOBLESS} 18." in project.run(study, is_check=True)
    )
    project.said.clear()
    assert "Drivers" not in project.run(is_check=True)


def test_a_grouping_that_leaves_regions_out_and_a_variant_without_coupling_are_noted(project):
    names = {"zh": "部分", "en": "Part"}
    parts = [
        {"code": code, "name": names, "indicators": [{"indicator": indicator, "direction": "+"}]}
        for code, indicator in (("a", GDP), ("b", JOBLESS), ("c", "public_libraries"))
    ]
    said = project.run(
        project.study(indicators=None, subsystems=parts, groupings=["five_clusters"]), is_check=True
    )
    assert "five_clusters has no group for 2 of 6 regions: results by it leave them out." in said
    assert "entropy_pooled gives no coupling of 3 subsystems." in said
