"""What a cell's text can be."""

import pytest

from nianjian.intake.tables import cell_text

UNITS = frozenset(["亿元", "元", "万人", "元/人", "%"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("武　 汉（市）", "武汉(市)"),
        ("\ufeff数据库：分省年度数据 ", "数据库:分省年度数据"),
        ("１２３．５％", "123.5%"),
        ("−3.5", "-3.5"),
        ("生产总值｜工业", "生产总值｜工业"),
        ("1\u00a0234\u2009.5\t", "1234.5"),
    ],
)
def test_squeezed(text, expected):
    assert cell_text.squeezed(text) == expected


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2019年", 2019),
        ("Y2024年", 2024),
        ("2019", 2019),
        ("2019.0", 2019),
        ("1978年末", 1978),
        ("2019-01-01", 2019),
        ("2019-12-31", 2019),
        ("2019年*", 2019),
        ("2019①", 2019),
        ("2019-06-30", None),
        ("2019年1-6月", None),
        ("2019.5", None),
        ("2,019", None),
        ("1878", None),
        ("20190", None),
        ("", None),
    ],
)
def test_year(text, year):
    assert cell_text.year_of(text) == year


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2019年", "2019"),
        ("2019年1-6月", "2019年1-6月"),
        ("2019年第一季度", "2019年第一季度"),
        ("2019年上半年", "2019年上半年"),
        ("2019-06", "2019-06"),
        ("2019Q1", "2019Q1"),
        ("2019年人口", ""),
        ("人口", ""),
    ],
)
def test_period(text, period):
    assert cell_text.period_of(text) == period


@pytest.mark.parametrize(
    "text", ["0", "-1.5", "+3", "1,234,567.8", "12.5%", "1.2E+04", "37.5①", "37.5*", "0.00001"]
)
def test_numbers(text):
    assert cell_text.is_number(text)


@pytest.mark.parametrize("text", ["", "-", "1,23", "12,5", "1.2.3", "nan", "inf", "1-2", "三", "3个", "."])
def test_no_numbers(text):
    assert not cell_text.is_number(text)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1", "2", "3"], True),
        (["甲", "1", "2"], True),
        (["(1)", "(2)"], True),
        (["A", "B", "1", "2"], True),
        (["甲", "乙", "3", "4"], True),
        (["1"], False),
        (["北京", "1", "2"], False),
        (["1", "3"], False),
        (["2018", "2019"], False),
        (["1", "2", "x"], False),
    ],
)
def test_column_numbers(texts, expected):
    assert cell_text.is_column_numbers(texts) is expected


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位:亿元", "亿元"),
        ("计量单位:万人", "万人"),
        ("本表按当年价格计算,单位:亿元", "亿元"),
        ("单位:亿元(100millionyuan)", "亿元"),
        ("单位:亿元Unit:100millionyuan", "亿元"),
        ("(单位:元)", "元"),
        ("Unit:10000persons", "10000persons"),
        ("单位", None),
        ("亿元", None),
    ],
)
def test_unit_line(text, unit):
    assert cell_text.unit_line(text) == unit


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2-12分市地区生产总值(2019年)", 2019),
        ("GrossDomesticProductbyCity(2019)", 2019),
        ("各市主要指标2019", 2019),
        ("2019年", 2019),
        ("各市人口2018-2019年", None),
        ("(2018、2019年)", None),
        ("1978年以来地区生产总值", None),
        ("地区生产总值(2015年不变价)", None),
        ("指数(2010年=100)", None),
        ("2-2019", 2019),
        ("12019年", None),
        ("各市人口", None),
    ],
)
def test_year_of_a_title(title, year):
    assert cell_text.title_period(title) == (str(year) if year else "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019年地区生产总值(亿元)", ("2019", "地区生产总值(亿元)")),
        ("地区生产总值(2019年)", ("2019", "地区生产总值")),
        ("2000年不变价地区生产总值", ("", "2000年不变价地区生产总值")),
        ("指数(2010年=100)", ("", "指数(2010年=100)")),
        ("地区生产总值", ("", "地区生产总值")),
    ],
)
def test_year_within_a_label(text, expected):
    assert cell_text.year_and_name(text) == expected


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("地 区\nRegion", "地区"),
        ("北京 Beijing", "北京"),
        ("内 蒙 古　Inner Mongolia", "内蒙古"),
        ("Beijing 北京", "北京"),
        ("Inner Mongolia", "InnerMongolia"),
        ("地区生产总值 Gross Domestic Product (100 million yuan)", "地区生产总值"),
        ("地区生产总值（100 million yuan）", "地区生产总值"),
        ("固定资产投资 Investment in Fixed Assets\n(亿元) (100 million yuan)", "固定资产投资(亿元)"),
        ("人均生产\n总值(元)", "人均生产总值(元)"),
        ("人均\nGDP\n(元)", "人均GDP(元)"),
        ("gdp_亿元", "gdp_亿元"),
        ("人均GDP (元)", "人均GDP(元)"),
        ("R&D 经费内部支出", "R&D经费内部支出"),
        ("GDP", "GDP"),
    ],
)
def test_label_of_a_bilingual_cell(text, label):
    assert cell_text.label(text) == label


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("地区生产总值(亿元)", ("地区生产总值", "亿元")),
        ("地区生产总值(亿元", ("地区生产总值", "亿元")),
        ("地区生产总值(亿元)i", ("地区生产总值", "亿元")),
        ("地区生产总值(亿元)①", ("地区生产总值", "亿元")),
        ("地区生产总值[亿元]", ("地区生产总值", "亿元")),
        ("地区生产总值(现价)(亿元)", ("地区生产总值(现价)", "亿元")),
        ("人均地区生产总值(元/人)", ("人均地区生产总值", "元/人")),
        ("GDP_当年价_亿元", ("GDP_当年价", "亿元")),
        ("指数(上年=100)", ("指数(上年=100)", "")),
        ("亿元", ("亿元", "")),
    ],
)
def test_name_and_unit(text, expected):
    assert cell_text.name_and_unit(text, UNITS) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("深圳①", "深圳"),
        ("广州*", "广州"),
        ("人口1)", "人口"),
        ("人口(注1)", "人口"),
        ("指数(2010年=100)", "指数(2010年=100)"),
        ("人口(表1)", "人口(表1)"),
        ("#工业", "工业"),
        ("其中:女性", "女性"),
        ("PM2.5", "PM2.5"),
    ],
)
def test_name_without_marks(text, name):
    assert cell_text.without_marks(text) == name


@pytest.mark.parametrize(
    "text", ["注:甲", "注1.甲", "(注)甲", "数据来源:甲", "资料来源", "Note:x", "Sources:x", "附注"]
)
def test_notes(text):
    assert cell_text.is_note(text)


@pytest.mark.parametrize("text", ["注册资本", "来源地", "Sourcesofwater", "Notebook", "北京"])
def test_no_notes(text):
    assert not cell_text.is_note(text)


@pytest.mark.parametrize("text", ["2-12分市地区生产总值", "表3", "表1-2人口", "2.12分市人口", "Table2"])
def test_numbered_titles(text):
    assert cell_text.is_numbered_title(text)


@pytest.mark.parametrize("text", ["2.2013年起口径不同", "2.1", "2-1", "12.3%", "1.本表", "北京"])
def test_no_numbered_titles(text):
    assert not cell_text.is_numbered_title(text)
