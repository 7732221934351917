"""What a folder is: what its release.yml says, and what its name lets infer."""

from datetime import date

import pytest

from nianjian.intake.release import folder_of
from nianjian.intake.sheets import Refused


@pytest.fixture
def folder(tmp_path):
    """The folder of a file at a path within the landing, beside a release.yml."""

    def folder(inside, said=None):
        path = tmp_path / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        if said is not None:
            (path.parent / "release.yml").write_text(said, encoding="utf-8")
        return folder_of(path, tmp_path)

    return folder


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("inside", "last_year", "code", "edition", "published_on", "precision"),
    [
        ("nbs/2020-05-17/f.csv", 2019, "nbs_2020_05_17", "2020-05-17", date(2020, 5, 17), "day"),
        ("nbs/2020-05/f.csv", 2019, "nbs_2020_05", "2020-05", date(2020, 5, 31), "month"),
        ("nbs/2020-02/f.csv", 2019, "nbs_2020_02", "2020-02", date(2020, 2, 29), "month"),
        ("nbs/2020/f.csv", 2018, "nbs_2020", "2020", date(2020, 12, 31), "year"),
        ("nbs/2023-headerless/f.csv", None, "nbs_2023_headerless", "2023", date(2023, 12, 31), "year"),
        ("yearbook/henan/f.xls", 2018, "yearbook_henan_2019", "2019", date(2019, 12, 31), "year"),
        ("yearbook/henan/deep/er/f.xls", 2018, "yearbook_henan_2019", "2019", date(2019, 12, 31), "year"),
        ("河南/年鉴/f.xls", 2018, "河南_年鉴_2019", "2019", date(2019, 12, 31), "year"),
        ("nbs/f.csv", 2018, "nbs_2019", "2019", date(2019, 12, 31), "year"),
        ("nbs/2020-5/f.csv", 2019, "nbs_2020_5", "2020-5", date(2020, 5, 31), "month"),
        ("nbs/2020.05/f.csv", 2019, "nbs_2020_05", "2020.05", date(2020, 5, 31), "month"),
        ("nbs/2020年5月/f.csv", 2019, "nbs_2020年5月", "2020年5月", date(2020, 5, 31), "month"),
        ("nbs/20200517/f.csv", 2019, "nbs_20200517", "20200517", date(2020, 5, 17), "day"),
        ("nbs/v2020-05/f.csv", 2019, "nbs_v2020_05", "v2020-05", date(2020, 5, 31), "month"),
        ("nbs/2004-2014/f.csv", 2014, "nbs_2004_2014_2015", "2015", date(2015, 12, 31), "year"),
        # A folder named for this month or year was released by today at the latest.
        ("nbs/2026-11/f.csv", 2024, "nbs_2026_11", "2026-11", TODAY, "month"),
        ("yearbook/henan/f.xls", 2025, "yearbook_henan_2026", "2026", TODAY, "year"),
    ],
)
def test_a_release_by_its_folder(folder, inside, last_year, code, edition, published_on, precision):
    release = folder(inside).release(last_year, TODAY)
    assert (release.release_code, release.edition) == (code, edition)
    assert (release.published_on, release.published_on_precision) == (published_on, precision)
    assert release.source_code == inside.split("/")[0]
    assert release.is_inferred and not release.is_synthetic and release.maturity == "final"


def test_a_file_in_the_landing_itself(tmp_path):
    found = folder_of(tmp_path / "f.csv", tmp_path)
    assert (found.source, found.name) == (tmp_path.name, tmp_path.name)


def test_every_key(folder):
    said = """
title: 河南统计年鉴
edition: 2020
published_on: 2020-10-31
licence: CC BY
maturity: preliminary
is_synthetic: true
note: 甲
unit: 亿元
files:
  "人口*": {indicator: 人口, unit: 万人, year: 2019}
  "*.csv": {region: 河南省, columns: {yr: 年份, 1: 地区}}
"""
    found = folder("yearbook/henan/f.xls", said)
    release = found.release(2018, TODAY)
    assert vars(release) == {
        "release_code": "yearbook_henan",
        "source_code": "yearbook",
        "title": "河南统计年鉴",
        "edition": "2020",
        "published_on": date(2020, 10, 31),
        "published_on_precision": "day",
        "licence": "CC BY",
        "note": "甲",
        "maturity": "preliminary",
        "is_synthetic": True,
        "is_inferred": False,
    }
    assert vars(found.settings("人口.csv")) == {
        "indicator": "人口",
        "unit": "万人",
        "year": "2019",
        "region": "河南省",
        "columns": {"yr": "年份", "1": "地区"},
    }
    assert vars(found.settings("其他.xls")) == {
        "indicator": "",
        "unit": "亿元",
        "year": "",
        "region": "",
        "columns": {},
    }


def test_keys_without_a_value_say_nothing(folder):
    found = folder(
        "nbs/2020-05/f.csv", "title:\nlicence:\nmaturity:\npublished_on:\nunit:\nfiles:\n  a: {unit: }\n"
    )
    release = found.release(2019, TODAY)
    assert (release.title, release.licence, release.maturity) == ("nbs 2020-05", "", "final")
    assert release.published_on == date(2020, 5, 31) and release.is_inferred
    assert found.settings("a").unit == ""


def test_a_moment_counts_as_its_day(folder):
    assert folder("a/b/f.csv", "published_on: 2020-10-31 09:00:00").release(None, TODAY).published_on == date(
        2020, 10, 31
    )


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("titel: x", "unknown key 'titel': known are columns, edition"),
        ("1: x\ntitel: y", "unknown key '1'"),
        ("titel: y\nlizenz: z\nautor: x\n1: x", "unknown key 'titel'"),
        ("files: {a: {title: x}}", "unknown key 'title'"),
        ("files: [a]", "files holds patterns"),
        ("files: {a: b}", "files holds patterns"),
        ("published_on: 2020", "published_on is 2020, not a day like 2024-10-31"),
        ("published_on: '31.10.2020'", "not a day"),
        ("maturity: raw", "maturity is 'raw', not one of preliminary, final, census_revised"),
        ("is_synthetic: perhaps", "is_synthetic is true or false"),
        ("columns: gdp", "columns holds a name"),
        ("files: {a: {columns: {gdp: 1}}}", "columns holds a name"),
        ("title: [", "is no YAML"),
        ("text", "holds no keys"),
    ],
)
def test_a_release_yml_that_cannot_be_understood(folder, said, message):
    with pytest.raises(Refused) as refused:
        folder("nbs/2020-05/f.csv", said)
    assert message in str(refused.value) and "release.yml" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_nothing_tells_a_year(folder):
    with pytest.raises(Refused, match="add published_on to a release.yml"):
        folder("yearbook/henan/f.xls").release(None, TODAY)
    with pytest.raises(Refused, match="2020-13 in the folder's name is no date"):
        folder("nbs/2020-13/f.csv").release(2019, TODAY)
