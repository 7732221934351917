"""What a build takes in: the landing folder of the project or another one, and the sample unless switched off."""

from pathlib import Path

import duckdb
import pytest

from nianjian.intake.landing import Landing
from nianjian.pipeline.failed import BuildFailed
from nianjian.pipeline.firms import FirmTables
from nianjian.pipeline.intake import land_all, land_tables
from nianjian.pipeline.paths import Paths

REFERENCE = Path(__file__).parents[3] / "seeds" / "reference"
EXPORT = "数据库：分省年度数据\n指标：地区生产总值(亿元)\n时间：最近2年\n地区,2020年,2019年\n北京市,35943.3,35445.1\n"


@pytest.fixture
def paths(tmp_path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "reference").symlink_to(REFERENCE)
    return Paths(tmp_path, tmp_path / "warehouse")


def drop(folder):
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text(EXPORT, encoding="gb18030")


def releases(paths):
    with duckdb.connect(str(paths.landing_store), read_only=True) as connection:
        return [
            code for (code,) in connection.sql("select release_code from raw.releases order by 1").fetchall()
        ]


def test_a_fresh_project_has_the_sample_and_nothing_else(paths):
    land_tables(paths)
    assert releases(paths) == ["sample_2020_10", "sample_2021_10"]


def test_what_lies_in_the_landing_folder_lands_beside_the_sample(paths):
    drop(paths.landing / "nbs" / "2023")
    land_tables(paths)
    assert releases(paths) == ["nbs_2023", "sample_2020_10", "sample_2021_10"]


def test_another_folder_takes_the_place_of_the_own_one_and_the_sample_can_go(paths, tmp_path):
    drop(paths.landing / "nbs" / "2023")
    drop(tmp_path / "elsewhere" / "nbs" / "2024-05")
    outcome = land_tables(paths, tmp_path / "elsewhere", with_sample=False)
    assert releases(paths) == ["nbs_2024_05"]
    assert [landed.name for landed in outcome.files] == ["nbs/2024-05/a.csv"]


def test_a_folder_that_is_not_there_is_an_error(paths, tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere is no folder"):
        land_tables(paths, tmp_path / "nowhere")


def test_the_sample_may_change_with_its_generator_and_a_landed_file_may_not(paths):
    drop(paths.landing / "nbs" / "2023")
    land_tables(paths)
    sample = min(paths.sample.rglob("*.csv"))
    before = sample.read_bytes()
    sample.write_bytes(before + b"\n")
    (paths.landing / "nbs" / "2023" / "a.csv").write_text(EXPORT.replace("35943.3", "1"), encoding="gb18030")
    outcome = land_tables(paths)
    warned = [landed.name for landed in outcome.files if landed.warning]
    assert warned == ["nbs/2023/a.csv"]
    with duckdb.connect(str(paths.landing_store), read_only=True) as connection:
        assert connection.sql("select count(*) from raw.cells where text = '35943.3'").fetchone() == (1,)


def export_of(folder, day):
    drop(folder)
    (folder / "release.yml").write_text(f"published_on: {day}\n", encoding="utf-8")


@pytest.fixture
def no_firms(monkeypatch):
    """Firm tables are not worked out here."""
    done = FirmTables(Landing(), "nothing")
    monkeypatch.setattr("nianjian.pipeline.firms.update", lambda *_: done)


def test_a_day_before_the_first_release_is_refused_with_that_day_before_firm_tables_are_worked_out(
    paths, monkeypatch
):
    def never(*_):
        raise AssertionError("it was worked out")

    monkeypatch.setattr("nianjian.pipeline.firms.update", never)
    export_of(paths.landing / "nbs" / "2018", "2018-05-06")
    with pytest.raises(
        BuildFailed, match="^nothing was published by 2018-05-05: the first release is of 2018-05-06$"
    ):
        land_all(paths, with_sample=False, as_of="2018-05-05")


@pytest.mark.parametrize("as_of", ["2018-05-06", "2020-01-01", ""])
def test_the_day_of_the_first_release_and_later_days_can_be_asked_for(as_of, paths, no_firms):
    export_of(paths.landing / "nbs" / "2018", "2018-05-06")
    assert land_all(paths, with_sample=False, as_of=as_of).tables.read == 1


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("seeds/printed/releases.csv", "release_code,published_on\nprinted,2017-12-31\n"),
        ("data/landing/firms/2017-12-31/enterprises.csv", ""),
        ("data/landing/reports/2017-12-31/湖北省-2017.txt", "报告"),
    ],
)
def test_printed_figures_firms_and_reports_are_releases_too(file, text, paths, no_firms):
    export_of(paths.landing / "nbs" / "2018", "2018-05-06")
    path = paths.project / file
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    assert land_all(paths, with_sample=False, as_of="2018-01-01")
    with pytest.raises(BuildFailed, match="the first release is of 2017-12-31"):
        land_all(paths, with_sample=False, as_of="2017-01-01")


def test_a_target_that_is_none_is_refused_before_anything_lands(paths):
    (paths.project / "profiles.yml").symlink_to(REFERENCE.parents[1] / "profiles.yml")
    with pytest.raises(
        BuildFailed, match="^there is no target 'firms' for firm rows; there are duckdb, spark$"
    ):
        land_all(paths, engine="firms")
    assert not paths.landing_store.exists()
