"""Files dropped into the landing folder: what a build makes of them, from the first byte to the marts; what one more file makes a refresh
build again."""

import csv
import json

import pytest

from tests.integration.changes.files import PROVINCES, drop_into, export


@pytest.fixture(scope="module")
def landed(without_sample):
    return without_sample


def test_every_cell_of_every_file_is_accounted_for(landed):
    rows = landed.query("""
        select source_file, outcome, cells, cells_staged + cells_quarantined + cells_ignored, cells_quarantined
        from marts.fct_landed_file order by 1
    """)
    assert rows == [
        ("nbs/2020-05/population.csv", "landed", 36, 36, 0),
        ("nbs/2021-03/garbage.csv", "refused", 0, 0, 0),
        ("nbs/2021-03/gdp.csv", "landed", 37, 37, 0),
        ("nbs/2021-03/named.csv", "landed", 24, 24, 0),
        ("nbs/2021-03/silent.csv", "landed_in_part", 24, 24, 14),
        ("yearbook/jiangsu/sheet.xlsx", "landed_in_part", 32, 32, 2),
    ]


def test_a_wrong_file_name_does_no_harm_and_a_correction_stands_beside_its_cell(landed):
    rows = landed.query("""
        select year, value, value_text, status, source_file, source_row, source_column from marts.fct_observation
        where release_code = 'nbs_2020_05' and region_code = '120000' order by year
    """)
    place = "nbs/2020-05/population.csv", 6
    assert rows == [
        (2017, 330.0, "330.0", "reported", *place, "D"),
        (2018, 200.9, "200.9", "reported", *place, "C"),
        (2019, 220.5, "211.05", "corrected", *place, "B"),
    ]


def test_releases_stand_side_by_side_and_differences_are_revisions_with_their_reason(landed):
    rows = landed.query("""
        select region_code, year, value_before, value_after, reason from marts.fct_revision
        where region_code in ('110000', '120000') and year = 2017 order by all
    """)
    reason = "注：第四次全国经济普查后对历史数据进行了修订。"
    assert rows == [("110000", 2017, 100.0, 102.0, reason), ("120000", 2017, 330.0, 204.0, reason)]


def test_a_break_inside_one_file_is_a_finding(landed):
    rows = landed.query("select subject from quality.fct_audit_finding where audit_code = 'series_breaks'")
    assert rows == [("nbs_2020_05|gdp|120000|2018",)]


def test_what_a_file_does_not_say_its_release_yml_can(landed):
    assert landed.query("""
        select distinct indicator_code, source_file from marts.fct_observation where source_file like '%named%'
    """) == [("resident_population", "nbs/2021-03/named.csv")]
    assert landed.query(
        "select distinct reason_code from normalized.norm_quarantine where source_file like '%silent%'"
    ) == [("no_indicator",)]


def test_a_yearbook_sheet_gives_cities_and_counties_and_keeps_subtotals_apart(landed):
    rows = landed.query("""
        select region_code, value, release_code from marts.fct_observation
        where source_file like 'yearbook%' and indicator_code = 'gdp' order by 1
    """)
    release = "yearbook_jiangsu_2019"
    assert rows == [("320100", 12820.4, release), ("320200", 11438.62, release), ("320583", 3832.1, release)]
    outcomes = "select outcome, reason_code from normalized.norm_judged_figures where region_label = '{}'"
    assert set(landed.query(outcomes.format("苏南"))) == {("ignored", None)}
    assert set(landed.query(outcomes.format("不知何处"))) == {("quarantined", "unknown_region")}


def test_without_the_sample_nothing_is_synthetic(landed):
    assert landed.query("select count(*) from marts.fct_score where is_synthetic") == [(0,)]


def test_a_landed_file_that_has_changed_stands_as_it_was_and_make_land_says_so(landed):
    # What landed elsewhere is not known here.
    assert landed.run("nianjian", "land", "--no-sample").returncode == 0
    path = landed.folder / "data" / "landing" / "nbs" / "2021-03" / "gdp.csv"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"102.0", b"999.9"))
    done = landed.run("nianjian", "land", "--no-sample")
    path.write_bytes(before)
    assert done.returncode == 0, done.stderr
    assert "nbs/2021-03/gdp.csv: it has changed since it landed and stands as it was" in done.stdout
    assert "nbs/2021-03/garbage.csv: it " in done.stdout
    assert "不知何处" in done.stdout and "region_aliases.csv" in done.stdout
    assert "Nothing was published" in done.stdout


def test_two_releases_are_compared_by_command(landed):
    done = landed.run("nianjian", "diff", "nbs_2020_05", "nbs_2021_03", "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    # Two per cent more for all seven provinces in three years; population by two years is in the later one only.
    assert found["values"]["counts"] == {
        "revised": 21, "within_rounding": 0, "unchanged": 0, "only_from": 0, "only_to": 14,
    }  # fmt: skip
    assert [(row["indicator_code"], row["only_to"]) for row in found["values"]["by_indicator"]] == [
        ("gdp", 0),
        ("resident_population", 14),
    ]


def test_the_sample_is_marked_from_the_file_to_the_mart(built):
    assert built.query("select distinct is_synthetic, source_code from marts.dim_release order by all") == [
        (False, "published"),
        (True, "firms"),
        (True, "sample"),
    ]
    assert built.query("""
        select distinct release_code not like 'published%', is_synthetic from marts.fct_observation order by all
    """) == [(False, False), (True, True)]
    for mart in (
        "fct_indicator_panel", "fct_score", "fct_weight", "fct_inequality", "fct_normalised_value"
    ):  # fmt: skip
        marked = built.query(f"""
            select distinct system_code, is_synthetic from marts.{mart}
            where system_code in ('dual_chain', 'new_urbanization') order by all
        """)
        assert marked == [("dual_chain", False), ("new_urbanization", True)], mart


def indicators(project):
    """Names with a unit as exports write them, of indicators that no system uses."""
    reference = project.folder / "seeds" / "reference"

    def rows(name):
        with (reference / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    used = {row["indicator_code"] for row in rows("system_indicators")}
    units = {row["unit_code"]: row["alias"] for row in rows("unit_aliases")}
    return [
        f"{row['name_zh']}({units[row['unit_code']]})"
        for row in rows("indicators")
        if row["indicator_code"] not in used and row["unit_code"] in units and not row["upper_bound"]
    ]


def three_years(indicator, first):
    rows = {name: [first + years * at for years in (3, 2, 1)] for at, name in enumerate(PROVINCES, 1)}
    return export(indicator, [2020, 2019, 2018], rows)


def nodes(project, column):
    return dict(project.query(f"select node_id, {column} from build.nodes where content_hash is not null"))


def run(project, command):
    done = project.run("nianjian", command, "--no-sample")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_one_more_file_among_two_hundred(landed, tmp_path):
    project = landed.copy_to(tmp_path / "two_hundred")
    names = indicators(project)
    for at in range(200):
        drop_into(project, f"nbs/20{18 + at % 4}/file{at}.csv", three_years(names[at % 100], 100 + at))
    # What was refused is tried again each time.
    assert "206 files, 201 read anew, 1 refused" in run(project, "refresh")
    before = nodes(project, "built_at")
    drop_into(project, "nbs/2026-02/one_more.csv", three_years(names[0], 9000))
    assert "207 files, 2 read anew, 1 refused" in run(project, "refresh")

    again = {
        name.split(".")[-1]
        for name, moment in nodes(project, "built_at").items()
        if moment != before.get(name)
    }
    assert {
        "stg_landing__cells",
        "norm_judged_figures",
        "fct_observation",
        "fct_revision",
        "fct_landed_file",
    } <= again
    # No system reads the file: panels stay, and with them all that the methods computed from panels.
    assert not again & {
        "ind_panel",
        "calc_normalised",
        "calc_weights",
        "calc_scores",
        "calc_inequality",
        "fct_score",
    }
    assert project.query("select count(*) from marts.fct_observation where value = 9015") == [(1,)]
