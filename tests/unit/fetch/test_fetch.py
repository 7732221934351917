"""From answers to files that land: whole or not at all, once a day, in a form that is read without a word."""

import json
import stat
from datetime import date
from pathlib import Path

import pytest
import yaml

from nianjian import cli
from nianjian.fetch.fetch import NotFetched, as_export, fetch
from nianjian.fetch.plan import Request
from nianjian.intake.tables import reading, vocabulary
from nianjian.pipeline.paths import of_project
from tests.bureau import bureau

PROJECT = Path(__file__).parents[3]
DAY = date(2026, 1, 5)
GDP = Request("gdp", "provinces", "国民经济核算 > 地区生产总值", "地区生产总值(亿元)", "2019-2020")
PEOPLE = Request("resident_population", "provinces", "人口 > 总人口", "年末常住人口(万人)", "2019-2020")
TABLE = {"title": "地区生产总值(亿元)", "rows": ["北京市", "河北省"], "columns": ["2020年", "2019年"], "values": [[36103.0, 35445.13], [36014.0, None]]}  # fmt: skip
STOP = {"place": 1, "error": "the service refused: HTTP 403", "stop": True}


@pytest.fixture
def project(tmp_path):
    """The paths of a project with nothing in it but the seeds."""
    (tmp_path / "dbt_project.yml").touch()
    (tmp_path / "seeds").symlink_to(PROJECT / "seeds")
    return of_project(tmp_path)


@pytest.fixture
def service(project):
    """A function that sets what the process that asks will say, and ends with; it counts how often it was begun."""
    program = project.project / ".venv-fetch" / "bin" / "python"
    program.parent.mkdir(parents=True)

    def says(*answers, code=0):
        text = "\n".join(json.dumps(answer) for answer in answers)
        program.write_text(
            f"#!/bin/sh\necho >> {project.project}/begun\ncat <<'END'\n{text}\nEND\necho out of luck >&2\nexit {code}\n"
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    says.begun = lambda: len((project.project / "begun").read_text().splitlines())
    return says


def landed(project):
    return sorted(
        str(path.relative_to(project.landing)) for path in project.landing.rglob("*") if path.is_file()
    )


def test_what_came_lands_as_a_release_of_the_day(project, service):
    service({"place": 0, **TABLE})
    fetched = fetch(project, [GDP], DAY)
    assert fetched.folder == project.landing / "nbs" / "2026-01-05"
    assert landed(project) == ["nbs/2026-01-05/gdp_provinces_2019-2020.csv", "nbs/2026-01-05/release.yml"]
    assert yaml.safe_load((fetched.folder / "release.yml").read_text(encoding="utf-8"))["published_on"] == DAY


def test_a_file_has_the_form_of_the_exports_and_every_figure_as_it_came():
    assert as_export(GDP, TABLE) == (
        "数据库：分省年度数据\n指标：地区生产总值(亿元)\n时间：2019-2020\n"
        "地区,2020年,2019年\n北京市,36103,35445.13\n河北省,36014,\n数据来源：国家统计局\n"
    )


def test_a_run_that_was_stopped_lands_nothing_and_goes_on_from_there(project, service):
    service({"place": 0, **TABLE}, STOP)
    with pytest.raises(NotFetched, match="HTTP 403; 1 of 2 tables have come and wait, nothing has landed"):
        fetch(project, [GDP, PEOPLE], DAY)
    assert landed(project) == []
    service({"place": 0, **TABLE, "title": "年末常住人口(万人)"})
    assert fetch(project, [GDP, PEOPLE], DAY).tables.keys() == {GDP, PEOPLE}
    assert len(landed(project)) == 3


def test_what_was_answered_today_is_not_asked_again_but_tomorrow_it_is(project, service):
    service({"place": 0, **TABLE})
    fetch(project, [GDP], DAY)
    fetch(project, [GDP], DAY)
    assert service.begun() == 1
    fetch(project, [GDP], date(2026, 1, 6))
    assert service.begun() == 2


def test_what_a_stand_in_says_is_marked_as_invented_and_never_taken_for_the_service(
    project, service, monkeypatch
):
    service({"place": 0, **TABLE})
    monkeypatch.setenv("NIANJIAN_NBS_URL", "http://127.0.0.1:1")
    folder = fetch(project, [GDP], DAY).folder
    assert yaml.safe_load((folder / "release.yml").read_text(encoding="utf-8"))["is_synthetic"]
    monkeypatch.delenv("NIANJIAN_NBS_URL")
    with pytest.raises(NotFetched, match="release.yml has landed with other content"):
        fetch(project, [GDP], DAY)
    assert service.begun() == 2


def test_a_path_that_was_mended_is_asked_anew(project, service):
    service({"place": 0, **TABLE})
    fetch(project, [Request("gdp", "provinces", "综合", "x", "2019-2020")], DAY)
    fetch(project, [GDP], DAY)
    assert service.begun() == 2


def test_what_the_service_does_not_have_is_told_and_the_rest_lands(project, service):
    service(
        {"place": 0, "error": "the catalogue of the service has no such path or indicator"},
        {"place": 1, **TABLE},
    )
    fetched = fetch(project, [PEOPLE, GDP], DAY)
    assert fetched.failed == {PEOPLE: "the catalogue of the service has no such path or indicator"}
    assert landed(project)[0] == "nbs/2026-01-05/gdp_provinces_2019-2020.csv"


def test_a_table_without_figures_is_no_file(project, service):
    service({"place": 0, "title": None, "rows": [], "columns": [], "values": []})
    assert fetch(project, [GDP], DAY).folder is None
    assert landed(project) == []


def test_a_second_run_of_a_day_adds_files_and_never_changes_one(project, service):
    service({"place": 0, **TABLE})
    fetch(project, [GDP], DAY)
    fetch(project, [PEOPLE], DAY)
    assert len(landed(project)) == 3
    (project.landing / "nbs" / "2026-01-05" / "gdp_provinces_2019-2020.csv").write_text("x", encoding="utf-8")
    with pytest.raises(NotFetched, match="gdp_provinces_2019-2020.csv has landed with other content"):
        fetch(project, [GDP], DAY)
    assert not list(project.landing.rglob(".fetch-*"))


def test_a_process_that_breaks_is_told_in_a_line(project, service):
    service({"place": 0, **TABLE}, code=3)
    with pytest.raises(NotFetched, match="^what asks the service has ended: out of luck$"):
        fetch(project, [GDP, PEOPLE], DAY)
    assert landed(project) == []


def test_without_akshare_a_line_says_what_to_do(project):
    with pytest.raises(NotFetched, match="akshare is not installed in .venv-fetch: run `make fetch`"):
        fetch(project, [GDP], DAY)


def test_a_pause_that_is_none_is_refused(project, service, monkeypatch):
    service()
    monkeypatch.setenv("NIANJIAN_NBS_PAUSE", "long")
    with pytest.raises(NotFetched, match="NIANJIAN_NBS_PAUSE is seconds, not 'long'"):
        fetch(project, [GDP], DAY)


@pytest.mark.skipif(
    not (PROJECT / ".venv-fetch" / "ready").exists(),
    reason="AKSHARE IS NOT TRIED: there is no .venv-fetch (`make .venv-fetch/ready` installs it)",
)
def test_the_whole_road_from_the_command_through_akshare_to_figures(project, monkeypatch, capsys):
    """A stand-in answers in the form of the service; the readers take what landed without a word from anybody."""
    (project.project / ".venv-fetch").symlink_to(PROJECT / ".venv-fetch")
    monkeypatch.chdir(project.project)
    monkeypatch.setenv("NIANJIAN_NBS_PAUSE", "0")
    monkeypatch.setenv("NO_PROXY", "*")
    command = [
        "fetch",
        "--indicators",
        "secondary_share, marketisation_index，cpi",
        "--years",
        "2018-2020",
    ]
    with bureau() as service:
        monkeypatch.setenv("NIANJIAN_NBS_URL", f"{service.address}/captcha")
        assert cli.main(command) == 1
        assert "asks for a captcha" in capsys.readouterr().err
        assert landed(project) == []
        monkeypatch.setenv("NIANJIAN_NBS_URL", f"{service.address}/")
        assert cli.main(command) == 0
    said = capsys.readouterr().out
    assert "marketisation_index: An index of researchers, not of the bureau\n" in said
    assert "cpi: the catalogue of the service has no such path or indicator: 分省年度数据" in said
    assert "2 of 3 tables are in data/landing/nbs/" in said
    assert figures(project, "gdp_provinces_2018-2020.csv") == {
        (region, "地区生产总值", "亿元", year, text)
        for region in ("北京市", "天津市", "河北省")
        for year, text in (("2018", "18"), ("2019", "19.5"), ("2020", "20"))
        if (region, year) != ("河北省", "2018")
    }


def figures(project, name):
    """What the readers understand of a file that has landed."""
    (path,) = project.landing.rglob(name)
    found = reading.read(path, vocabulary.from_seeds(project.reference), {}).cells
    return {
        (cell.region_label, cell.indicator_label, cell.unit_label, cell.period_label, cell.text)
        for cell in found
        if cell.role == "value" and cell.text
    }


def test_a_table_of_the_nation_is_read_too(project, service):
    service(
        {
            "place": 0,
            "title": None,
            "rows": ["国内生产总值(亿元)"],
            "columns": ["2020年"],
            "values": [[1013567.0]],
        }
    )
    fetch(project, [Request("gdp", "nation", "x", "国内生产总值(亿元)", "2020-2020")], DAY)
    ((_, *labels),) = figures(project, "gdp_nation_2020-2020.csv")
    assert labels == ["国内生产总值", "亿元", "2020", "1013567"]
