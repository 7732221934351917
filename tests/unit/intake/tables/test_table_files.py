"""Landing: what is kept of files that come, move, change and go."""

import os
from contextlib import closing

import duckdb
import pytest

from nianjian.intake.tables import pool, reading
from nianjian.intake.tables import table_files as landing
from nianjian.intake.tables.store import Store

FILE = "指标：人口(万人)\n地区,2019年,2018年\n北京市,{},1.2\n天津市,2.1,\n"
READ_WITH = "with these readers"


@pytest.fixture
def here(monkeypatch):
    """Reads in this process: what a pool does is tested by itself."""

    def read_all(tasks, vocabulary):
        begun.append([task.path.name for task in tasks])
        monkeypatch.setattr(pool, "_vocabulary", vocabulary, raising=False)
        yield from map(pool._read, tasks)

    begun = []
    monkeypatch.setattr(pool, "read_all", read_all)
    return begun


@pytest.fixture
def folder(tmp_path):
    """A landing to which files are added by path and content."""

    def write(name, content):
        path = tmp_path / "landing" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def land(tmp_path, vocabulary, here):
    """Lands the folder in the store; gives the outcome."""

    def land(generated=None):
        with closing(Store(tmp_path / "store.duckdb")) as store:
            return landing.land([tmp_path / "landing"], store, vocabulary, generated)

    return land


@pytest.fixture
def query(tmp_path):
    def query(text):
        with duckdb.connect(str(tmp_path / "store.duckdb"), read_only=True) as connection:
            return connection.execute(text).fetchall()

    return query


def refusals(outcome):
    return {file.name: file.refusal for file in outcome.files if file.refusal}


def warnings(outcome):
    return {file.name: file.warning for file in outcome.files if file.warning}


def test_what_has_landed(folder, land, query, read):
    folder("nbs/2020-05/f.csv", FILE.format(1.1))
    outcome = land()
    assert (outcome.read, outcome.gone, refusals(outcome), warnings(outcome)) == (1, [], {}, {})
    expected = [tuple(cell) for cell in read(FILE.format(1.1).encode()).cells]
    assert query("select * exclude (reading_id) from raw.cells order by row_no, column_no") == expected
    assert query("select path, source_code, release_code, bytes, refusal from raw.files") == [
        ("nbs/2020-05/f.csv", "nbs", "nbs_2020_05", len(FILE.format(1.1).encode()), "")
    ]
    assert query("select form, table_count, last_year from raw.readings") == [("bureau", 1, 2019)]
    assert query("select release_code, edition, is_inferred from raw.releases") == [
        ("nbs_2020_05", "2020-05", True)
    ]


def test_an_unchanged_file_is_not_read_again(folder, land, here, query):
    folder("nbs/2020-05/a.csv", FILE.format(1.1))
    assert land().read == 1
    before = query("select * from raw.cells order by all")
    folder("nbs/2020-05/b.csv", FILE.format(1.3))
    assert land().read == 1
    assert land().read == 0
    assert here == [["a.csv"], ["b.csv"], []]
    assert (
        query(
            "select * from raw.cells where reading_id in (select reading_id from raw.files where path like '%a.csv')"
            " order by all"
        )
        == before
    )


def test_a_file_that_moved_is_not_read_again(folder, land, query):
    path = folder("nbs/2020-05/a.csv", FILE.format(1.1))
    land()
    path.rename(path.with_name("b.csv"))
    outcome = land()
    assert (outcome.read, outcome.gone) == (0, ["nbs/2020-05/a.csv"])
    assert query("select path from raw.files") == [("nbs/2020-05/b.csv",)]


def test_the_same_content_is_kept_once(folder, land, query):
    for name in ("nbs/2020-05/a.csv", "nbs/2020-05/b.csv", "other/2021/a.csv"):
        folder(name, FILE.format(1.1))
    assert land().read == 1
    assert query("select count(*) from raw.readings") == [(1,)]
    assert query("select count(*), count(distinct reading_id) from raw.files") == [(3, 1)]
    assert query("select count(*) from raw.releases") == [(2,)]


def test_a_changed_file_stands_as_it_first_landed(folder, land, query):
    path = folder("nbs/2020-05/a.csv", FILE.format(1.1))
    land()
    folder("nbs/2020-05/a.csv", FILE.format(9.9))
    outcome = land()
    assert outcome.read == 0 and not refusals(outcome)
    assert "has changed since it landed" in warnings(outcome)["nbs/2020-05/a.csv"]
    assert query("select count(*) from raw.cells where text = '1.1'") == [(1,)]
    assert query("select count(*) from raw.cells where text = '9.9'") == [(0,)]
    # Again and again, until it is what it was or lies in a folder of its own.
    assert warnings(land())
    path.write_text(FILE.format(1.1), encoding="utf-8")
    folder("nbs/2021-05/a.csv", FILE.format(9.9))
    outcome = land()
    assert outcome.read == 1 and not warnings(outcome)
    assert query(
        "select release_code, text from raw.cells join raw.files using (reading_id) "
        "where row_no = 3 and column_no = 2 order by 1"
    ) == [("nbs_2020_05", "1.1"), ("nbs_2021_05", "9.9")]


def test_a_generated_file_may_change(folder, land, query, tmp_path):
    folder("sample/2020-05/release.yml", "is_synthetic: true")
    folder("sample/2020-05/a.csv", FILE.format(1.1))
    assert not refusals(land(generated=tmp_path / "landing"))
    folder("sample/2020-05/a.csv", FILE.format(9.9))
    outcome = land(generated=tmp_path / "landing")
    assert outcome.read == 1 and not warnings(outcome)
    assert query("select count(*) from raw.readings") == [(1,)]


def test_a_file_that_is_gone_is_reported_and_no_longer_used(folder, land, query):
    path = folder("nbs/2020-05/a.csv", FILE.format(1.1))
    folder("nbs/2020-05/b.csv", FILE.format(1.3))
    land()
    path.unlink()
    assert land().gone == ["nbs/2020-05/a.csv"]
    assert query("select path from raw.files") == [("nbs/2020-05/b.csv",)]
    assert land().gone == []


def test_a_file_that_comes_back_with_other_content_stands_as_it_first_landed(folder, land, query):
    path = folder("nbs/2020-05/a.csv", FILE.format(1.1))
    land()
    path.unlink()
    land()
    folder("nbs/2020-05/a.csv", FILE.format(9.9))
    assert [landed.warning != "" for landed in land().files] == [True]
    assert query("select count(*) from raw.cells where text = '1.1'") == [(1,)]


def test_a_release_yml_that_cannot_be_read_for_a_time_changes_nothing(folder, land, query):
    folder("nbs/2020-05/a.csv", FILE.format(1.1))
    land()
    said = folder("nbs/2020-05/release.yml", "titel: x")
    assert "unknown key" in land().files[0].refusal
    said.unlink()
    folder("nbs/2020-05/a.csv", FILE.format(9.9))
    assert land().files[0].warning


def test_the_same_path_in_another_folder_is_another_file(tmp_path, folder, land, vocabulary, query):
    folder("nbs/2020-05/a.csv", FILE.format(1.1))
    land()
    other = tmp_path / "other" / "nbs" / "2020-05"
    other.mkdir(parents=True)
    (other / "a.csv").write_text(FILE.format(7.7), encoding="utf-8")
    with closing(Store(tmp_path / "store.duckdb")) as store:
        outcome = landing.land([tmp_path / "other"], store, vocabulary)
    assert not outcome.files[0].warning
    query_in_use = "select count(*) from raw.cells join raw.files using (reading_id) where text = '{}'"
    assert query(query_in_use.format("7.7")) == [(1,)] and query(query_in_use.format("1.1")) == [(0,)]


@pytest.mark.parametrize("name", ["nbs/2020_05", "nbs/2020.05", "NBS/2020-05"])
def test_folders_whose_names_come_to_one_release_are_not_thrown_together(folder, land, query, name):
    folder("nbs/2020-05/a.csv", FILE.format(1.1))
    folder(f"{name}/b.csv", FILE.format(2.2))
    refused = [landed.refusal for landed in land().files if landed.refusal]
    assert len(refused) == 1 and "both give the release nbs_2020_05: rename one" in refused[0]
    assert query("select count(*) from raw.releases") == [(1,)]


@pytest.mark.parametrize("source", ["sample", "published"])
def test_names_of_what_ships_are_kept(folder, land, source):
    folder(f"{source}/2020-05/a.csv", FILE.format(1.1))
    assert land().files[0].refusal.startswith(f"the source name {source} is kept for what ships")


def test_a_refused_file_is_said_and_can_be_replaced(folder, land, query):
    folder("nbs/2020-05/a.csv", "x")
    folder("nbs/2020-05/b.csv", FILE.format(1.1))
    outcome = land()
    assert refusals(outcome) == {
        "nbs/2020-05/a.csv": "it holds no table of figures by region, year or indicator"
    }
    assert query("select refusal != '', reading_id is null from raw.files order by path") == [
        (True, True),
        (False, False),
    ]
    folder("nbs/2020-05/a.csv", FILE.format(1.3))
    outcome = land()
    assert not refusals(outcome) and not warnings(outcome) and outcome.read == 1


def test_a_file_may_be_given_what_it_does_not_say(folder, land, query):
    folder(
        "nbs/2020-05/release.yml", "files: {a.csv: {indicator: 人口, unit: 万人, year: 2019, region: 北京市}}"
    )
    folder("nbs/2020-05/a.csv", FILE.format(1.1))
    land()
    labels = "indicator_label, unit_label, period_label, region_label"
    assert query(f"select {labels} from raw.files") == [("人口", "万人", "2019", "北京市")]


def test_other_names_of_columns_are_another_reading(folder, land, query):
    folder("tidy/2020/a.csv", "prov,yr,v\n北京市,2019,1\n北京市,2018,2\n")
    assert land().read == 1
    folder("tidy/2020/release.yml", "columns: {prov: 地区, yr: 年份, v: 人口(万人)}")
    assert land().read == 1
    assert query(
        "select indicator_label, unit_label, period_label from raw.cells where role = 'value' order by row_no"
    ) == [
        ("人口", "万人", "2019"),
        ("人口", "万人", "2018"),
    ]
    assert query("select count(*) from raw.readings") == [(1,)]
    assert land().read == 0


def test_a_release_yml_that_is_wrong_costs_only_its_folder(folder, land):
    folder("nbs/2020-05/release.yml", "titel: x")
    folder("nbs/2020-05/a.csv", FILE.format(1.1))
    folder("nbs/2021-05/a.csv", FILE.format(1.1))
    outcome = land()
    assert list(refusals(outcome)) == ["nbs/2020-05/a.csv"]
    assert "titel" in refusals(outcome)["nbs/2020-05/a.csv"]


def test_new_readers_read_again_and_a_changed_file_keeps_what_it_said(folder, land, query, monkeypatch):
    folder("nbs/2020-05/a.csv", FILE.format(1.1))
    folder("nbs/2020-05/b.csv", FILE.format(1.3))
    land()
    folder("nbs/2020-05/b.csv", FILE.format(9.9))
    monkeypatch.setattr(reading, "VERSION", reading.VERSION + 1)
    assert land().read == 1
    texts = query("select text from raw.cells where row_no = 3 and column_no = 2 order by 1")
    assert texts == [("1.1",), ("1.3",)]
    assert land().read == 0


def test_new_words_read_again(folder, land, vocabulary, tmp_path, here):
    folder("nbs/2020-05/a.csv", FILE.format(1.1))
    land()
    more = type(vocabulary)(vocabulary.regions | {"某地"}, vocabulary.units, vocabulary.markers)
    with closing(Store(tmp_path / "store.duckdb")) as store:
        assert landing.land([tmp_path / "landing"], store, more).read == 1


def test_undated_folders_hold_an_edition_for_each_last_year(folder, land, query):
    folder("yearbook/henan/a.csv", FILE.format(1.1))
    folder("yearbook/henan/b.csv", "地区,2018年,2017年\n北京市,1,2\n")
    land()
    assert query("select path, release_code from raw.files order by 1") == [
        ("yearbook/henan/a.csv", "yearbook_henan_2020"),
        ("yearbook/henan/b.csv", "yearbook_henan_2019"),
    ]


def test_hidden_files_and_those_of_the_project_are_left_alone(folder, land):
    for name in (
        "nbs/2020/.x.csv",
        ".git/a/f.csv",
        "nbs/2020/~$f.xlsx",
        "nbs/2020/README.md",
        "nbs/2020/release.yml",
    ):
        folder(name, "title: x")
    assert land().files == []


def test_what_is_no_file_is_said(folder, land, tmp_path):
    (tmp_path / "landing/nbs/2020/f.csv").mkdir(parents=True)
    (tmp_path / "landing/nbs/2020/broken.csv").symlink_to(tmp_path / "nowhere")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "landing/nbs/2020/folder").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(tmp_path / "landing/nbs/2020/pipe")
    assert refusals(land()) == {
        "nbs/2020/broken.csv": "it cannot be opened: No such file or directory",
        "nbs/2020/f.csv": "it is a folder with the name of a file",
        "nbs/2020/folder": "it is a link to a folder, which is not followed: copy or mount the folder here",
    }


def test_a_name_that_is_not_utf8(folder, land, tmp_path, query):
    path = folder("nbs/2020/a.csv", FILE.format(1.1))
    os.rename(path, os.path.join(os.fsencode(path.parent), "数据.csv".encode("gb18030")))
    assert not refusals(land())
    assert query("select path from raw.files") == [("nbs/2020/数据.csv",)]
    assert land().read == 0


@pytest.mark.parametrize("broken", ["add", "place"])
def test_a_crash_in_the_middle_leaves_the_store_whole(broken, folder, land, query, monkeypatch):
    folder("nbs/2020-05/a.csv", FILE.format(1.1))
    land()
    before = {
        table: query(f"select * from raw.{table} order by all") for table in ("files", "cells", "releases")
    }
    for number in range(3):
        folder(f"nbs/2020-05/b{number}.csv", FILE.format(2 + number))

    class Crash(Exception):
        pass

    class Connection:
        """Breaks off in the middle of a transaction."""

        def __init__(self, connection):
            self.connection = connection

        def __getattr__(self, name):
            return getattr(self.connection, name)

        def commit(self):
            raise Crash

    method = getattr(Store, broken)

    def breaks_off(store, *arguments):
        store.connection = Connection(store.connection)
        return method(store, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(Store, broken, breaks_off)
        patched.setattr(Store, "close", lambda store: store.connection.close())
        with pytest.raises(Crash):
            land()
    for table in ("files", "releases"):
        assert query(f"select * from raw.{table} order by all") == before[table]
    in_use = "select cells.* from raw.cells semi join raw.files using (reading_id) order by all"
    assert query(in_use) == before["cells"]
    outcome = land()
    assert outcome.read == (3 if broken == "add" else 0)
    assert query("select count(*) from raw.files where refusal = ''") == [(4,)]


def test_many_cells_are_kept_in_turns(folder, land, query, monkeypatch):
    monkeypatch.setattr(landing, "CELLS_AT_A_TIME", 10)
    for number in range(5):
        folder(f"nbs/2020-05/{number}.csv", FILE.format(number + 0.5))
    assert land().read == 5
    assert query("select count(*), count(distinct reading_id) from raw.cells") == [(50, 5)]
