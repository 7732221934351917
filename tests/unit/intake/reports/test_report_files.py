"""Reports that land: encodings, files that are refused, and what is counted again."""

from datetime import date

import pyarrow.parquet as pq
import pytest

from nianjian.intake.landing import Landing
from nianjian.intake.reports import report_files as landing

TEXT = "发展人工智能，建设5G网络。"


class Place:
    """A landing folder and what is kept of it."""

    def __init__(self, folder):
        self.root, self.store = folder / "landing", folder / "reports"

    def drop(self, name, content, encoding="utf-8"):
        path = self.root / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def land(self, *terms):
        return landing.land(self.root, self.store, list(terms or ("人工智能", "5G")))

    def rows(self, table):
        return pq.read_table(self.store / table / "rows.parquet").to_pylist()

    def counts(self):
        return sorted((row["term"], row["count_words"]) for row in self.rows("terms"))


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def refusals(outcome):
    return {file.name.removeprefix("reports/"): file.refusal for file in outcome.files if file.refusal}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(place, encoding):
    place.drop("2021/湖北省-2020.txt", TEXT, encoding)
    (file,) = place.land().files
    assert (file.region_label, file.year, file.words, file.characters) == ("湖北省", 2020, 5, 14)
    assert place.counts() == [("5G", 1), ("人工智能", 1)]


def test_without_reports_everything_is_there_and_empty(place):
    assert place.land() == Landing()
    assert [place.rows(table) for table in ("files", "terms", "releases")] == [[], [], []]


def test_what_cannot_be_read_is_refused_and_the_rest_counts(place):
    place.drop("2021/湖北省-2020.txt", TEXT)
    place.drop("2021/湖北省.txt", TEXT)
    place.drop("2021/湖南省-2020.txt", b"")
    place.drop("2021/安徽省-2020.txt", " \n　")
    place.drop("2021/江西省-2020.txt", "——。")
    place.drop("2021/山西省-2020.txt", b"\xd0\xcf\x11\xe0\0\0")
    place.drop("2021/河南省-2020.txt", "<html><body>报告</body></html>")
    place.drop("2021/河北省-2020.txt", "政府工作报告".encode()[:-1])
    place.drop("2021/山东省-2020.docx", b"PK\x03\x04")
    place.drop("2021/广东省-2020.txt", b" " * (landing.MAX_BYTES + 1))
    place.drop("湖北省-2019.txt", TEXT)
    place.drop("undated/湖北省-2020.txt", TEXT)
    outcome = place.land()
    told = refusals(outcome)
    assert {name: line.split(":")[0] for name, line in told.items()} == {
        "2021/湖北省.txt": "its name gives no region and year",
        "2021/湖南省-2020.txt": "it is empty",
        "2021/安徽省-2020.txt": "it is empty",
        "2021/江西省-2020.txt": "it holds no words",
        "2021/山西省-2020.txt": "it is no text and no workbook",
        "2021/河南省-2020.txt": "it is a web page",
        "2021/河北省-2020.txt": "it ends in the middle of a character",
        "2021/山东省-2020.docx": "it is no text file",
        "2021/广东省-2020.txt": "it has 4 MB; a report has at most 4 MB",
        "湖北省-2019.txt": "it lies in no release folder",
        "undated/湖北省-2020.txt": "nothing tells when it was published",
    }
    assert not any("\n" in line for line in told.values())
    assert outcome.read == 1 and len(place.counts()) == 2


def test_release_yml_is_read_as_elsewhere(place):
    place.drop(
        "hubei/release.yml", "title: 报告\npublished_on: 2021-02-01\nis_synthetic: true\nregion: 湖北\n"
    )
    place.drop("hubei/2020.txt", TEXT)
    place.drop("wrong/release.yml", "publshed_on: 2021-02-01\n")
    place.drop("wrong/湖北-2020.txt", TEXT)
    outcome = place.land()
    assert "unknown key 'publshed_on'" in refusals(outcome)["wrong/湖北-2020.txt"]
    # The year alone is no name of both: release.yml says the region only.
    assert "gives no region and year" in refusals(outcome)["hubei/2020.txt"]
    place.drop("hubei/鄂-2020.txt", TEXT)
    place.land()
    (release,) = place.rows("releases")
    assert (release["release_code"], release["title"], release["published_on"], release["is_synthetic"]) == (
        "reports_hubei",
        "报告",
        date(2021, 2, 1),
        True,
    )


def test_two_folders_of_one_code_are_not_thrown_together(place):
    place.drop("2021-02/湖北-2020.txt", TEXT)
    place.drop("2021_02/湖南-2020.txt", TEXT)
    assert "rename one" in refusals(place.land())["2021_02/湖南-2020.txt"]


def test_only_what_is_new_is_counted(place):
    place.drop("2021/湖北-2020.txt", TEXT)
    assert place.land().read == 1
    place.drop("2021/湖南-2020.txt", TEXT * 2)
    # In the order of their names.
    outcome = place.land()
    assert (outcome.read, [file.words for file in outcome.files]) == (1, [5, 10])
    assert place.land().read == 0
    assert len(place.rows("terms")) == 4


def test_other_terms_or_another_method_count_everything_again(place, monkeypatch):
    place.drop("2021/湖北-2020.txt", TEXT)
    place.land()
    assert place.land("网络", "5G").read == 1
    assert place.counts() == [("5G", 1), ("网络", 1)]
    monkeypatch.setattr(landing, "method_version", lambda: "another")
    assert place.land("网络", "5G").read == 1


def test_a_file_that_has_changed_stands_as_it_was(place):
    path = place.drop("2021/湖北-2020.txt", TEXT)
    place.land()
    path.write_text(TEXT * 3, encoding="utf-8")
    for _ in range(2):
        outcome = place.land()
        assert "has changed since it landed" in outcome.files[0].warning
        assert (outcome.read, outcome.files[0].words) == (0, 5)
    assert place.counts() == [("5G", 1), ("人工智能", 1)]
    # What it first said is gone, so other terms cannot be looked for.
    for _ in range(2):
        assert "what it said is not kept" in place.land("网络").files[0].refusal
    path.write_text(TEXT, encoding="utf-8")
    assert place.land("网络").files[0].refusal == ""
    assert place.counts() == [("网络", 1)]


def test_a_synthetic_release_may_change(place):
    place.drop("2021/release.yml", "is_synthetic: true\n")
    place.drop("2021/湖北-2020.txt", TEXT)
    place.land()
    place.drop("2021/湖北-2020.txt", TEXT * 3)
    (file,) = place.land().files
    assert (file.words, file.warning) == (15, "")
