"""The sample yearbook: what it holds, what its second release changes, and that the project knows every word of it."""

import csv
import io
from pathlib import Path

import pytest
import yaml
from python_calamine import CalamineWorkbook

from nianjian.intake.tables import sample

PROJECT = Path(__file__).parents[4]
YEARS = list(range(2006, 2020))


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SETTINGS = {
    row["label_zh"]: row
    for row in rows_of(PROJECT / "nianjian" / "intake" / "tables" / "sample_indicators.csv")
}
PROVINCES = {
    row["name_zh"] for row in rows_of(PROJECT / "nianjian" / "intake" / "tables" / "sample_provinces.csv")
}


def lines_of(path):
    """The lines of a file, read in the encoding that its form has."""
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    is_marked = content.startswith(b"\xef\xbb\xbf")
    assert is_marked or b"\r\n" in content
    text = content.decode("utf-8-sig" if is_marked else "gb18030")
    return [line.split(",") for line in text.splitlines()]


def figures_of(path):
    """(province, year) -> figure, None where blank; and the lines before and after the table."""
    lines = lines_of(path)
    header, rows = lines[3], lines[4:34]
    figures = {
        (name, int(year.removesuffix("年"))): None if value == "" else float(value)
        for name, *values in rows
        for year, value in zip(header[1:], values, strict=True)
    }
    return figures, [line[0] for line in lines[:3] + lines[34:]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    written = sample.write_sample(folder)
    assert sorted(written) == sorted(path for path in folder.rglob("*") if path.is_file())
    return folder


@pytest.fixture(scope="module")
def releases(folder):
    """Release -> label of the indicator -> (figures, texts around them)."""
    return {
        release.name: {
            path.stem.removeprefix("合成示例-"): figures_of(path)
            for path in release.iterdir()
            if path.suffix != ".yml"
        }
        for release in folder.iterdir()
    }


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_same_seed_same_bytes_other_seed_other_figures(folder, tmp_path):
    sample.write_sample(tmp_path / "again")
    sample.write_sample(tmp_path / "other", seed=1)
    assert contents(tmp_path / "again") == contents(folder)
    other = contents(tmp_path / "other")
    tables = [name for name in other if name.suffix != ".yml"]
    assert other.keys() == contents(folder).keys() and len(tables) == 25
    assert all(other[name] != (folder / name).read_bytes() for name in tables)


def test_the_first_release_holds_every_indicator_province_and_year(releases):
    assert releases["2020-10"].keys() == SETTINGS.keys() and len(SETTINGS) == 21
    for figures, _ in releases["2020-10"].values():
        assert {name for name, _ in figures} == PROVINCES and len(PROVINCES) == 30
        assert {year for _, year in figures} == set(YEARS) and len(figures) == 30 * 14


def test_every_form_of_file_is_there(folder):
    kept = sorted(folder.iterdir())
    assert [release.name for release in kept] == ["2020-10", "2021-10"]
    for release in kept:
        starts = [path.read_bytes()[:3] for path in release.iterdir() if path.suffix != ".yml"]
        assert {b"PK\x03", b"\xef\xbb\xbf", "数据".encode("gb18030")[:3]} == set(starts)


def test_years_run_from_the_newest_back(folder):
    paths = list(folder.glob("*/合成示例-*"))
    assert len(paths) == 25
    for path in paths:
        assert lines_of(path)[3] == ["地区", *(f"{year}年" for year in reversed(YEARS))]


def test_figures_stay_within_their_bounds(releases):
    for tables in releases.values():
        for label, (figures, _) in tables.items():
            low, high = float(SETTINGS[label]["lower"] or 0), float(SETTINGS[label]["upper"] or "inf")
            reported = [value for value in figures.values() if value is not None]
            assert low <= min(reported) and max(reported) <= high, label
            assert low or min(reported) > 0, label


def test_cells_are_missing_where_the_settings_say_and_nowhere_else(releases):
    for label, (figures, _) in releases["2020-10"].items():
        missing = [key for key, value in figures.items() if value is None]
        assert len({name for name, _ in missing}) == len(missing) < 0.2 * len(figures)
        found = {
            "gaps_first": sum(year == YEARS[0] for _, year in missing),
            "gaps_last": sum(year == YEARS[-1] for _, year in missing),
            "gaps_inside": sum(YEARS[0] < year < YEARS[-1] for _, year in missing),
        }
        assert found == {gap: int(SETTINGS[label][gap]) for gap in found}, label
    gaps = [name for name in SETTINGS["城市燃气普及率"] if name.startswith("gaps_")]
    assert all(any(row[gap] != "0" for row in SETTINGS.values()) for gap in gaps)


def test_the_second_release_changes_what_its_note_says(releases):
    provinces = rows_of(PROJECT / "nianjian" / "intake" / "tables" / "sample_provinces.csv")
    unchanged = {row["name_zh"] for row in provinces if row["census_revision"] == "0"}
    per_head = {label for label, row in SETTINGS.items() if row["is_per_head"] == "true"}
    assert releases["2021-10"].keys() == per_head
    assert {label for label, row in SETTINGS.items() if row["gaps_last"] != "0"} <= per_head
    for label in per_head:
        (first, _), (second, notes) = releases["2020-10"][label], releases["2021-10"][label]
        assert any("普查" in note and "2016年" in note for note in notes)
        assert None not in second.values()
        for (name, year), value in first.items():
            if value is None:
                assert year == 2019
            elif year < 2016 or name in unchanged:
                assert second[name, year] == value
            elif year == 2019:
                assert second[name, year] != value
    # Where the census found more people, there is less per head.
    more = {row["name_zh"] for row in provinces if int(row["census_revision"]) > 0}
    first, second = (releases[name]["人均二氧化碳排放量"][0] for name in ("2020-10", "2021-10"))
    assert {name for name, year in first if year == 2019 and second[name, year] < first[name, year]} == more


def test_everything_says_that_the_figures_are_invented(folder, releases):
    for tables in releases.values():
        for label, (_, texts) in tables.items():
            assert texts[0] == "数据库：分省年度数据（合成示例，非真实数据）"
            assert texts[1] == f"指标：{label}({SETTINGS[label]['unit_zh']})"
            assert texts[2].startswith("时间：") and texts[3].startswith("注：1.合成示例")
            assert texts[-1].startswith("数据来源：") and "非国家统计局" in texts[-1]
    known = [
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*/release.yml"))
    ]
    keys = ["title", "edition", "published_on", "licence", "maturity", "is_synthetic", "note"]
    assert [list(release) for release in known] == [keys, keys]
    assert all(release["is_synthetic"] is True and "合成" in release["title"] for release in known)
    assert [release["maturity"] for release in known] == ["final", "census_revised"]
    assert known[0]["published_on"] < known[1]["published_on"]


def test_every_label_and_unit_is_one_that_the_project_knows():
    indicators, aliases, units, unit_aliases, regions = (
        rows_of(PROJECT / "seeds" / "reference" / f"{seed}.csv")
        for seed in ("indicators", "indicator_aliases", "units", "unit_aliases", "regions")
    )
    dimension = {row["unit_code"]: row["dimension"] for row in units}
    unit_of = {row["alias"]: row["unit_code"] for row in unit_aliases}
    for label, row in SETTINGS.items():
        named = [alias for alias in aliases if alias["alias"] == label and not alias["source_code"]]
        codes = {alias["indicator_code"] for alias in named}
        codes |= {indicator["indicator_code"] for indicator in indicators if indicator["name_zh"] == label}
        assert codes == {row["indicator_code"]}, label
        (wanted,) = (indicator for indicator in indicators if indicator["indicator_code"] in codes)
        meant = {alias["unit_code"] for alias in named if alias["unit_label"] == row["unit_zh"]}
        unit = meant.pop() if meant else unit_of[row["unit_zh"]]
        assert dimension[unit] == dimension[wanted["unit_code"]], label
    assert {row["name_zh"] for row in regions} >= PROVINCES


def test_the_sample_holds_every_indicator_of_its_system_and_two_more():
    system = {
        row["indicator_code"]
        for row in rows_of(PROJECT / "seeds" / "reference" / "system_indicators.csv")
        if row["system_code"] == "new_urbanization"
    }
    held = {row["indicator_code"] for row in SETTINGS.values()}
    assert len(system) == 19 and held - system == {"co2_per_capita", "coal_share_of_energy"} and system < held
