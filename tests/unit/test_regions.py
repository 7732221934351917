"""Worked cases of regions in their time, from notices of change and published counts."""

import csv
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds" / "reference"


def rows(name):
    with open(SEEDS / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


REGIONS, COUNTIES = rows("regions"), rows("counties")


def at(year, regions):
    """The regions of the end of a year, by code."""
    return {
        row["region_code"]: row
        for row in regions
        if int(row["valid_from"]) <= year <= int(row["valid_to"] or 9999)
    }


@pytest.mark.parametrize(
    ("code", "year", "name", "parent"),
    [
        ("500000", 1996, None, None), ("500000", 1997, "重庆市", "100000"),
        ("510200", 1996, "重庆市", "510000"), ("510200", 1997, None, None),
        ("460000", 1987, None, None), ("460000", 1988, "海南省", "100000"), ("460100", 1988, "海口市", "460000"),
        ("341400", 2010, "巢湖市", "340000"), ("341400", 2011, None, None),
        ("371200", 2018, "莱芜市", "370000"), ("371200", 2019, None, None),
        ("420600", 2009, "襄樊市", "420000"), ("420600", 2010, "襄阳市", "420000"),
        ("632100", 2012, "海东地区", "630000"), ("632100", 2013, None, None), ("630200", 2013, "海东市", "630000"),
        ("320800", 2000, "淮阴市", "320000"), ("320800", 2001, "淮安市", "320000"),
        ("530800", 2006, "思茅市", "530000"), ("530800", 2007, "普洱市", "530000"), ("532700", 2002, "思茅地区", "530000"),
        ("542100", 2013, "昌都地区", "540000"), ("540300", 2014, "昌都市", "540000"), ("540200", 2014, "日喀则市", "540000"),
        ("540400", 2014, None, None), ("540400", 2015, "林芝市", "540000"), ("540500", 2016, "山南市", "540000"),
        ("540600", 2016, None, None), ("540600", 2017, "那曲市", "540000"),
        ("650400", 2015, "吐鲁番市", "650000"), ("650500", 2016, "哈密市", "650000"), ("652200", 2016, None, None),
        ("460300", 2011, None, None), ("460300", 2012, "三沙市", "460000"), ("460400", 2015, "儋州市", "460000"),
        ("810000", 1996, None, None), ("810000", 1997, "香港特别行政区", "100000"), ("820000", 1999, "澳门特别行政区", "100000"),
        ("433100", 1990, "湘西土家族苗族自治州", "430000"), ("340100", 1987, "合肥市", "340000"),
    ],
)  # fmt: skip
def test_a_region_holds_in_its_years(code, year, name, parent):
    row = at(year, REGIONS).get(code)
    assert (row and row["name_zh"], row and row["parent_code"]) == (name, parent)


@pytest.mark.parametrize(
    ("code", "year", "name", "parent"),
    [
        ("419001", 2020, "济源市", "410000"), ("429021", 2020, "神农架林区", "420000"),
        ("469003", 2014, "儋州市", "460000"), ("469003", 2015, None, None),
        ("340181", 2010, None, None), ("340181", 2011, "巢湖市", "340100"), ("341402", 2010, "居巢区", "341400"),
        ("370116", 2018, None, None), ("370116", 2019, "莱芜区", "370100"),
        ("652303", 2006, "米泉市", "652300"), ("652303", 2007, None, None), ("110101", 2020, "东城区", "110000"),
        ("510202", 1996, "渝中区", "510200"), ("500103", 1997, "渝中区", "500000"),
        ("659012", 2022, None, None), ("659012", 2023, "白杨市", "650000"),
        ("500112", 2024, "渝北区", "500000"), ("500112", 2025, None, None), ("500157", 2025, "两江新区", "500000"),
    ],
)  # fmt: skip
def test_a_county_holds_in_its_years(code, year, name, parent):
    row = at(year, COUNTIES).get(code)
    assert (row and row["name_zh"], row and row["parent_code"]) == (name, parent)


@pytest.mark.parametrize(
    ("year", "count"), [(1980, 29), (1987, 29), (1988, 30), (1996, 30), (1997, 31), (2025, 31)]
)
def test_provinces_of_the_mainland(year, count):
    codes = {code for code, row in at(year, REGIONS).items() if row["level"] == "province"}
    assert len(codes - {"710000", "810000", "820000"}) == count


# The yearly counts of the Ministry of Civil Affairs, which for 2018 already leaves out Laiwu.
@pytest.mark.parametrize(
    ("year", "prefectures", "counties"),
    [
        (1980, 318, None), (1990, 336, 2833), (1995, 334, None), (2000, 333, 2861), (2005, 333, 2862), (2010, 333, 2856),
        (2011, 332, 2853), (2012, 333, 2852), (2014, 333, 2854), (2015, 334, 2850), (2016, 334, 2851), (2017, 334, 2851),
        (2018, 334, 2851), (2019, 333, 2846), (2020, 333, 2844), (2021, 333, 2843), (2022, 333, 2843), (2023, 333, 2844),
    ],
)  # fmt: skip
def test_counts_of_prefectures_and_counties(year, prefectures, counties):
    assert sum(row["level"] == "prefecture" for row in at(year, REGIONS).values()) == prefectures
    assert counties is None or len(at(year, COUNTIES)) == counties


def test_every_prefecture_of_a_year_has_a_short_name_of_its_own_in_its_province():
    for year in range(1995, 2026):
        names = [
            (row["parent_code"], row["short_name_zh"])
            for row in at(year, REGIONS).values()
            if row["level"] == "prefecture"
        ]
        twice = {name for name in names if names.count(name) > 1}
        # A city and the prefecture around it, until they were merged; Ili and the prefecture within it.
        assert twice <= {
            ("450000", "南宁"),
            ("450000", "柳州"),
            ("450000", "桂林"),
            ("450000", "梧州"),
            ("650000", "伊犁"),
        }, year


@pytest.mark.parametrize("name", ["counties", "subtotal_labels"])
def test_labels_hold_no_blanks(name):
    for row in rows(name):
        keys = {"name_zh", "short_name_zh", "label"} & set(row)
        assert keys
        for key in keys:
            assert row[key] and not any(character.isspace() for character in row[key]), row
