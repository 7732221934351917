"""What holds for every kind of file that lands: which files there are, that each stands as it first landed, releases, and
what is told. Each kind reads two contents of its own here; what it reads of them is tested elsewhere."""

import os
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date

import duckdb
import pyarrow.parquet as pq
import pytest

from nianjian.intake import first_landed, releases, walk
from nianjian.intake.firms import firm_files
from nianjian.intake.reports import report_files
from nianjian.intake.tables import pool, table_files
from nianjian.intake.tables.store import Store

HEADER = "id,city,industry,established_on,deregistered_on,registered_capital,capital_currency,capital_unit"


class Tables:
    source, name, other = "nbs", "a.csv", "b.csv"
    contents = tuple(f"指标：人口(万人)\n地区,2019年,2018年\n北京市,{n},1.2\n" for n in ("1.1", "7.7"))
    bad = "x"

    def __init__(self, place, vocabulary):
        self.place, self.vocabulary = place, vocabulary

    def land(self, root):
        with closing(Store(self.place / "landing.duckdb")) as store:
            return table_files.land([root], store, self.vocabulary)

    def in_use(self):
        """Which of the contents stand, by file."""
        rows = self._query(
            "select path, text from raw.files join raw.cells using (reading_id) where text in ('1.1', '7.7') order by 1"
        )
        return {path: ["1.1", "7.7"].index(text) for path, text in rows}

    def releases(self):
        return self._query("select release_code, published_on from raw.releases order by 1")

    def _query(self, text):
        with duckdb.connect(str(self.place / "landing.duckdb"), read_only=True) as connection:
            return connection.execute(text).fetchall()


class InParquet:
    def releases(self):
        rows = pq.read_table(self.place / self.source / "releases" / "rows.parquet").to_pylist()
        return sorted((row["release_code"], row["published_on"]) for row in rows)

    def _files(self):
        rows = pq.read_table(self.place / self.source / "files" / "rows.parquet").to_pylist()
        return [row for row in rows if not row["refusal"]]


class Firms(InParquet):
    source, name, other = "firms", "enterprises.csv", "enterprises-2.csv"
    contents = tuple(f"{HEADER}\nA1,石家庄市,C39,2019-03-01,,{n},CNY,万元\n" for n in (1, 7))
    bad = "id\n"

    def __init__(self, place, vocabulary):
        self.place, self.vocabulary = place, vocabulary

    def land(self, root):
        return firm_files.land([root], self.place / self.source, self.vocabulary.markers)

    def in_use(self):
        folder = self.place / self.source / "enterprises"
        amounts = {
            row["path"]: pq.read_table(folder / f"{row['file_id']}.parquet")["registered_capital"][0].as_py()
            for row in self._files()
        }
        return {path: [1, 7].index(amount) for path, amount in amounts.items()}


class Reports(InParquet):
    source, name, other = "reports", "湖北省-2020.txt", "湖南省-2020.txt"
    contents = ("发展人工智能。", "发展人工智能，发展人工智能。")
    bad = "——"

    def __init__(self, place, vocabulary):
        self.place = place

    def land(self, root):
        return report_files.land(root, self.place / self.source, ["人工智能"])

    def in_use(self):
        terms = pq.read_table(self.place / self.source / "terms" / "rows.parquet").to_pylist()
        counts = {row["file_id"]: row["count_words"] - 1 for row in terms}
        return {row["path"]: counts[row["file_id"]] for row in self._files()}


@pytest.fixture(params=[Tables, Firms, Reports], ids=lambda kind: kind.__name__.lower())
def kind(request, tmp_path, vocabulary, monkeypatch):
    """One of the kinds with a landing folder of its own; tables are read in this process."""

    def read_all(tasks, vocabulary):
        monkeypatch.setattr(pool, "_vocabulary", vocabulary, raising=False)
        yield from map(pool._read, tasks)

    monkeypatch.setattr(pool, "read_all", read_all)
    made = request.param(tmp_path / "warehouse", vocabulary)
    made.root = tmp_path / "landing"
    made.root.mkdir()
    made.place.mkdir()

    def drop(name, content=None):
        path = made.root / made.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made.contents[0] if content is None else content, encoding="utf-8")
        return path

    made.drop = drop
    return made


def told(landing, what="refusal"):
    return {file.name: getattr(file, what) for file in landing.files if getattr(file, what)}


def test_what_is_known_is_not_read_again(kind):
    kind.drop(f"2020-05/{kind.name}")
    landed = kind.land(kind.root)
    name = f"{kind.source}/2020-05/{kind.name}"
    assert (landed.read, landed.gone, [file.name for file in landed.files]) == (1, [], [name])
    assert kind.in_use() == {name: 0}
    assert kind.releases() == [(f"{kind.source}_2020_05", date(2020, 5, 31))]
    assert kind.land(kind.root).read == 0
    assert kind.in_use() == {name: 0}


def test_a_changed_file_stands_as_it_first_landed_until_it_is_what_it_was(kind):
    path = kind.drop(f"2020-05/{kind.name}")
    kind.land(kind.root)
    kind.drop(f"2020-05/{kind.name}", kind.contents[1])
    name = f"{kind.source}/2020-05/{kind.name}"
    for _ in range(2):
        landed = kind.land(kind.root)
        assert (landed.read, told(landed), told(landed, "warning")) == (0, {}, {name: first_landed.CHANGED})
        assert kind.in_use() == {name: 0}
    path.write_text(kind.contents[0], encoding="utf-8")
    assert told(kind.land(kind.root), "warning") == {}
    assert kind.in_use() == {name: 0}


def test_a_file_stands_as_it_first_landed_also_after_it_was_away(kind):
    path = kind.drop(f"2020-05/{kind.name}")
    kind.land(kind.root)
    path.unlink()
    name = f"{kind.source}/2020-05/{kind.name}"
    for gone in ([name], []):
        landed = kind.land(kind.root)
        assert (landed.files, landed.gone, kind.in_use(), kind.releases()) == ([], gone, {}, [])
    kind.drop(f"2020-05/{kind.name}", kind.contents[1])
    landed = kind.land(kind.root)
    assert told(landed, "warning") == {name: first_landed.CHANGED} and landed.read == 0
    assert kind.in_use() == {name: 0}


def test_a_release_yml_that_cannot_be_understood_for_a_time_changes_nothing(kind):
    kind.drop(f"2020-05/{kind.name}")
    kind.drop(f"2021-05/{kind.name}", kind.contents[1])
    kind.land(kind.root)
    said = kind.drop("2020-05/release.yml", "titel: x")
    name = f"{kind.source}/2020-05/{kind.name}"
    landed = kind.land(kind.root)
    assert list(told(landed)) == [name] and "'titel'" in told(landed)[name]
    assert kind.in_use() == {f"{kind.source}/2021-05/{kind.name}": 1}
    said.unlink()
    kind.drop(f"2020-05/{kind.name}", kind.contents[1])
    assert told(kind.land(kind.root), "warning") == {name: first_landed.CHANGED}
    assert kind.in_use()[name] == 0


def test_what_was_never_read_may_be_replaced(kind):
    name = f"{kind.source}/2020-05/{kind.name}"
    kind.drop(f"2020-05/{kind.name}", kind.bad)
    landed = kind.land(kind.root)
    assert list(told(landed)) == [name] and kind.releases() == []
    kind.drop(f"2020-05/{kind.name}")
    landed = kind.land(kind.root)
    assert (told(landed), told(landed, "warning"), kind.in_use()) == ({}, {}, {name: 0})


def test_a_synthetic_release_may_change_and_a_reported_one_is_not_forgotten_for_it(kind):
    name = f"{kind.source}/2020-05/{kind.name}"
    said = kind.drop("2020-05/release.yml", "is_synthetic: true")
    kind.drop(f"2020-05/{kind.name}")
    kind.land(kind.root)
    kind.drop(f"2020-05/{kind.name}", kind.contents[1])
    landed = kind.land(kind.root)
    assert (told(landed, "warning"), kind.in_use()) == ({}, {name: 1})
    said.unlink()
    landed = kind.land(kind.root)
    assert (told(landed, "warning"), kind.in_use()) == ({}, {name: 1})
    # Now it is reported: it stands, whatever is said later.
    kind.drop("2020-05/release.yml", "is_synthetic: true")
    kind.drop(f"2020-05/{kind.name}")
    kind.land(kind.root)
    said.unlink()
    landed = kind.land(kind.root)
    assert (told(landed, "warning"), kind.in_use()) == ({name: first_landed.CHANGED}, {name: 1})


def test_the_same_path_below_another_landing_folder_is_another_file(kind, tmp_path):
    kind.drop(f"2020-05/{kind.name}")
    kind.land(kind.root)
    other = tmp_path / "other" / kind.source / "2020-05"
    other.mkdir(parents=True)
    (other / kind.name).write_text(kind.contents[1], encoding="utf-8")
    assert told(kind.land(tmp_path / "other"), "warning") == {}
    name = f"{kind.source}/2020-05/{kind.name}"
    assert kind.in_use() == {name: 1}
    # And the first is not forgotten.
    kind.drop(f"2020-05/{kind.name}", kind.contents[1])
    assert told(kind.land(kind.root), "warning") == {name: first_landed.CHANGED}


def test_a_project_that_moves_as_a_whole_knows_its_files(kind, tmp_path):
    kind.drop(f"2020-05/{kind.name}")
    kind.land(kind.root)
    moved = tmp_path / "moved"
    for part in (kind.root, kind.place):
        shutil.move(part, moved / part.name)
    kind.root, kind.place = moved / "landing", moved / "warehouse"
    (kind.root / kind.source / "2020-05" / kind.name).write_text(kind.contents[1], encoding="utf-8")
    name = f"{kind.source}/2020-05/{kind.name}"
    assert told(kind.land(kind.root), "warning") == {name: first_landed.CHANGED}
    assert kind.in_use() == {name: 0}


def test_a_file_that_was_only_touched_has_not_changed(kind):
    path = kind.drop(f"2020-05/{kind.name}")
    kind.land(kind.root)
    os.utime(path, (1, 1))
    landed = kind.land(kind.root)
    assert (landed.read, told(landed, "warning")) == (0, {})


def test_a_file_of_the_size_and_time_of_the_first_is_looked_into_all_the_same(kind):
    path = kind.drop(f"2020-05/{kind.name}", kind.contents[0] + " " * (len(kind.contents[1]) + 9))
    kind.land(kind.root)
    times, size = path.stat(), path.stat().st_size
    padding = size - len(kind.contents[1].encode())
    path.write_text(kind.contents[1] + " " * padding, encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (size, times.st_mtime_ns)
    name = f"{kind.source}/2020-05/{kind.name}"
    assert told(kind.land(kind.root), "warning") == {name: first_landed.CHANGED}


@pytest.mark.parametrize("names", [("2020-05", "2020_05"), ("2020-05", "2020.05"), ("V2020-05", "v2020-05")])
def test_folders_whose_names_come_to_one_release_are_not_thrown_together(kind, names):
    one, other = (f"{kind.source}/{name}" for name in names)
    for folder in names:
        kind.drop(f"{folder}/{kind.name}")
    landed = kind.land(kind.root)
    code = f"{kind.source}_{names[1].lower()}".replace("-", "_").replace(".", "_")
    line = f"its folder and {one} both give the release {code}: rename one"
    assert told(landed) == {f"{other}/{kind.name}": line}
    assert kind.in_use() == {f"{one}/{kind.name}": 0} and len(kind.releases()) == 1


@pytest.mark.parametrize("names", [("2020-05", "2020_05"), ("2020_05", "2020-05"), ("v2020-05", "V2020-05")])
def test_of_two_such_folders_the_one_that_landed_first_stands(kind, names):
    kind.drop(f"{names[0]}/{kind.name}")
    kind.land(kind.root)
    kind.drop(f"{names[1]}/{kind.name}", kind.contents[1])
    for _ in range(2):
        landed = kind.land(kind.root)
        assert list(told(landed)) == [f"{kind.source}/{names[1]}/{kind.name}"]
        assert kind.in_use() == {f"{kind.source}/{names[0]}/{kind.name}": 0}


def test_an_inferred_day_is_no_later_than_that_of_the_first_file(kind):
    year = date.today().year + 1
    kind.drop(f"{year}/{kind.name}")
    kind.drop(f"{year}/{kind.other}", kind.contents[1])
    landed = kind.land(kind.root)
    assert kind.releases() == [(f"{kind.source}_{year}", date.today())]
    first = [file for file in landed.files if file.name.endswith(kind.other)]
    earlier = replace(first[0].release, published_on=date(2020, 1, 1))
    first[0].release, first[0].first_seen = earlier, date(2020, 1, 1)
    assert releases.in_use(landed.files) == [(earlier, date(2020, 1, 1))]


def test_hidden_files_and_those_of_the_project_are_left_alone(kind):
    for name in (
        f"2020/.{kind.name}",
        f".git/2020/{kind.name}",
        f"2020/~${kind.name}",
        "2020/README.md",
        "2020/_SUCCESS",
        f"2020/_temporary/0/{kind.name}",
    ):
        kind.drop(name)
    kind.drop("2020/release.yml", "title: x")
    assert kind.land(kind.root).files == []


def test_a_name_that_begins_with_a_bar_is_somebodys_file(kind):
    kind.drop(f"2020/_{kind.name}")
    assert [file.name for file in kind.land(kind.root).files] == [f"{kind.source}/2020/_{kind.name}"]


def test_what_is_no_file_is_told(kind, tmp_path):
    folder = kind.drop(f"2020/{kind.name}").parent
    (folder / kind.other).symlink_to(tmp_path / "nowhere")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / kind.name).write_text(kind.contents[1], encoding="utf-8")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(folder / "pipe")
    assert told(kind.land(kind.root)) == {
        f"{kind.source}/2020/{kind.other}": "it cannot be opened: No such file or directory",
        f"{kind.source}/2020/linked": "it is a link to a folder, which is not followed: copy or mount the folder here",
    }
    assert kind.in_use() == {f"{kind.source}/2020/{kind.name}": 0}


def test_a_folder_of_the_kind_that_is_a_link_is_told(kind, tmp_path):
    (tmp_path / "elsewhere" / "2020").mkdir(parents=True)
    (tmp_path / "elsewhere" / "2020" / kind.name).write_text(kind.contents[0], encoding="utf-8")
    (kind.root / kind.source).symlink_to(tmp_path / "elsewhere")
    assert "is not followed" in told(kind.land(kind.root))[kind.source]


def test_a_folder_that_cannot_be_opened_is_told_and_costs_no_other(kind, monkeypatch):
    kind.drop(f"2019/{kind.name}")
    closed = kind.drop(f"2020/{kind.name}").parent
    inside = walk._inside

    def refuse(folder):
        if folder == closed:
            raise PermissionError(13, "Permission denied")
        return inside(folder)

    monkeypatch.setattr(walk, "_inside", refuse)
    landed = kind.land(kind.root)
    assert told(landed) == {f"{kind.source}/2020": "it cannot be opened: Permission denied"}
    assert kind.in_use() == {f"{kind.source}/2019/{kind.name}": 0}


def test_names_in_gb18030_are_read_as_text(kind):
    # As archives that were packed under Windows leave them.
    folder = kind.drop(f"2020/{kind.name}").parent
    name = {"nbs": "数据.csv", "firms": "企业.csv", "reports": "湖北省-2021.txt"}[kind.source]
    os.rename(folder / kind.name, os.path.join(os.fsencode(folder), name.encode("gb18030")))
    assert told(kind.land(kind.root)) == {}
    assert kind.in_use() == {f"{kind.source}/2020/{name}": 0}
    assert kind.land(kind.root).read == 0


def test_of_one_name_in_two_encodings_one_is_refused(kind):
    name = {"nbs": "数据.csv", "firms": "企业.csv", "reports": "湖北省-2021.txt"}[kind.source]
    folder = kind.drop(f"2020/{name}").parent
    with open(os.path.join(os.fsencode(folder), name.encode("gb18030")), "wb") as file:
        file.write(kind.contents[1].encode())
    (line,) = told(kind.land(kind.root)).values()
    assert line == f"another file is called {kind.source}/2020/{name} as well: rename one"
    assert len(kind.in_use()) == 1


def test_a_folder_without_a_date_is_refused_unless_its_figures_give_a_year(kind):
    kind.drop(f"undated/{kind.name}")
    lines = told(kind.land(kind.root))
    if kind.source == "nbs":
        assert lines == {} and kind.releases() == [("nbs_undated_2020", date(2020, 12, 31))]
    else:
        assert lines[f"{kind.source}/undated/{kind.name}"].startswith("nothing tells when it was published")


def test_each_kind_leaves_the_others_alone(tmp_path, vocabulary, kind):
    kind.drop(f"2020/{kind.name}")
    others = [
        other(kind.place, vocabulary) for other in (Tables, Firms, Reports) if other.source != kind.source
    ]
    assert [other.land(kind.root).files for other in others] == [[], []]
