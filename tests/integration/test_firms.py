"""Firm files from landing to tables by city, by hand: a dozen firms in three cities, each rule of quarantine, and files
that come later."""

import shutil

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nianjian.pipeline import firms
from nianjian.pipeline.parity import compare, parity
from nianjian.pipeline.paths import of_project

ENTERPRISES = """统一社会信用代码,城市,行业代码,成立日期,注销日期,注册资本,币种,单位
A1,石家庄市,C3911,2018-03-01,,1000,人民币,万元
A2,130102,39,2020/5/1,2021-12-31,5000000,CNY,元
B1,北京,M7310,20180102,-,100,USD,万元
B2,110105,科学研究和技术服务业,2021-06-30,,,,
D1,唐山,C,2017-01-01,,0.5,RMB,亿元
C1,张家口市,F51,2019-01-01,,10,人民币,万元
X01,火星市,C3911,2019-03-01,,1,人民币,万元
X02,石家庄市,Z99,2019-03-01,,1,人民币,万元
X03,石家庄市,M39,2019-03-01,,1,人民币,万元
X04,石家庄市,C39,2019-02-30,,1,人民币,万元
X05,石家庄市,C39,2019-03-01,2018-03-01,1,人民币,万元
X06,石家庄市,C39,2019-03-01,,-1,人民币,万元
X07,石家庄市,C39,2019-03-01,,1,金币,万元
X08,石家庄市,C39,2023-01-01,,1,人民币,万元
X09,石家庄市,C39,,,1,人民币,万元
,石家庄市,C39,2019-03-01,,1,人民币,万元
A1,北京,C39,2019-03-01,,7,人民币,万元
X10,石家庄市
"""
# Row 2 is the first below the header.
REASONS = {
    8: ("unknown_city", "city", "火星市"),
    9: ("unknown_industry", "industry", "Z99"),
    10: ("unknown_industry", "industry", "M39"),
    11: ("unreadable_cell", "established_on", "2019-02-30"),
    12: ("dates_out_of_order", "deregistered_on", "2018-03-01"),
    13: ("negative_amount", "registered_capital", "-1.000000"),
    14: ("unknown_currency_or_unit", "capital_unit", "万元 金币"),
    15: ("date_after_release", "established_on", "2023-01-01"),
    16: ("no_date", "established_on", None),
    17: ("no_id", "enterprise_id", None),
    18: ("duplicate_id", "enterprise_id", "A1"),
    19: ("torn_row", "row", "X10,石家庄市"),
}
# A1 holds D1 until 2020 and again from 2022, twice over in 2018; A2 holds it until it is gone itself.
INVESTMENTS = """investor_id,investee_id,amount,amount_currency,amount_unit,invested_on,exited_on
A1,D1,10,CNY,万元,2018-05-01,2020-03-01
A1,D1,10,CNY,万元,2018-09-01,2019-03-01
A1,D1,10,CNY,万元,2022-01-01,
A2,D1,,,,2020-06-01,
A1,B1,10,CNY,万元,2020-06-01,
B2,B1,10,CNY,万元,2021-07-01,
L1,D1,10,CNY,万元,2021-07-01,
A1,X01,10,CNY,万元,2021-07-01,
A1,D1,-10,CNY,万元,2021-07-01,
A1,D1,10,CNY,万元,2021-07-01,2021-06-01
"""
PATENTS = """applicant_id,patent_type,granted_on
A1,实用新型,2019-01-01
A1,utility,2020-01-01
A1,发明,2020-01-01
B1,实用新型,2021-01-01
L1,实用新型,2021-01-01
A1,商标,2021-01-01
"""
# The enterprise that an investment and a patent had no row for.
LATER = """enterprise_id,city,industry,established_on,deregistered_on,registered_capital,capital_currency,capital_unit
L1,保定市,C13,2021-01-01,,300,CNY,万元
"""


class Registry:
    """A project with a landing folder of its own, and the tables that come of it."""

    def __init__(self, project):
        self.project = project
        self.landing = project.folder / "registry"
        self.paths = of_project(project.folder)

    def drop(self, name, text, encoding="utf-8"):
        path = self.landing / "firms" / "2022" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))

    def update(self):
        return firms.update(self.paths, self.landing, with_sample=False)

    def ask(self, query):
        folder = self.paths.firms / "results"
        tables = {
            name.removeprefix("ind_firm_"): f"read_parquet('{folder / name}/*.parquet')"
            for name in firms.RESULTS
        }
        return duckdb.sql(query.format(**tables)).fetchall()

    def rows(self, query):
        with duckdb.connect(str(self.paths.firms / "firms.duckdb"), read_only=True) as connection:
            return connection.sql(query).fetchall()


def drop_all(registry):
    registry.drop("enterprises.csv", ENTERPRISES, "gb18030")
    registry.drop("investments/year=all/part-0.csv", INVESTMENTS)
    path = registry.landing / "firms" / "2022" / "patents-2022.parquet"
    header, *rows = [line.split(",") for line in PATENTS.strip().splitlines()]
    pq.write_table(pa.table(dict(zip(header, zip(*rows, strict=True), strict=True))), path)


@pytest.fixture(scope="module")
def registry(copy_project):
    registry = Registry(copy_project("firms"))
    drop_all(registry)
    assert registry.update().done == "built"
    return registry


@pytest.fixture(scope="module")
def grown(registry, tmp_path_factory):
    """The same with a file that came later."""
    later = Registry(registry.project.copy_to(tmp_path_factory.mktemp("grown") / "project"))
    later.drop("enterprises-later.csv", LATER)
    assert later.update().done == "added"
    return later


def test_rows_held_back_are_told_with_row_column_text_and_reason(registry):
    found = registry.rows(
        "select row_no, reason_code, reason_column, reason_text from normalized.norm_firm_quarantine "
        "where firm_table = 'enterprises' order by row_no"
    )
    assert {row: tuple(told) for row, *told in found} == REASONS


def test_investments_and_patents_held_back(registry):
    found = registry.rows(
        "select firm_table, row_no, reason_code, reason_text from normalized.norm_firm_quarantine "
        "where firm_table != 'enterprises' order by all"
    )
    assert found == [
        ("investments", 8, "orphan_investor", "L1"),
        ("investments", 9, "orphan_investee", "X01"),
        ("investments", 10, "negative_amount", "-10.000000"),
        ("investments", 11, "dates_out_of_order", "2021-06-01"),
        ("patents", 5, "orphan_applicant", "L1"),
        ("patents", 6, "unknown_patent_type", "商标"),
    ]


def test_every_row_is_accepted_or_held_back(registry):
    assert registry.ask("select firm_table, sum(row_count)::int from {files} group by 1 order by 1") == [
        ("enterprises", 18),
        ("investments", 10),
        ("patents", 6),
    ]


def test_stocks_and_flows_by_hand(registry):
    found = registry.ask(
        "select year, firms, new_firms, exited_firms, surviving_capital_10k_cny::double, new_capital_10k_cny::double, "
        "patents, utility_patents, weighted_degree_all_cities from {city_years} "
        "where region_code = '130100' and chain_code = 'industrial_chain' and year >= 2017 order by year"
    )
    assert found == [
        (2017, 0, 0, 0, 0, 0, 0, 0, 0),
        (2018, 1, 1, 0, 1000, 1000, 0, 0, 1),
        (2019, 1, 0, 0, 1000, 0, 1, 1, 1),
        (2020, 2, 1, 0, 1500, 500, 3, 2, 1),
        (2021, 1, 0, 1, 1000, 0, 3, 2, 0),
        (2022, 1, 0, 0, 1000, 0, 3, 2, 1),
    ]


def test_capital_in_another_currency_and_without_a_figure(registry):
    found = registry.ask(
        "select year, firms, firms_without_capital, surviving_capital_10k_cny::double from {city_years} "
        "where region_code = '110000' and chain_code = 'innovation_chain' and year in (2020, 2021) order by year"
    )
    # 100 x 10k dollars at 6.6174 yuan, the mean of 2018.
    assert found == [(2020, 1, 0, pytest.approx(661.74)), (2021, 2, 1, pytest.approx(661.74))]


def test_a_firm_counts_once_in_a_link_however_often_it_invests(registry):
    found = registry.ask(
        "select from_region_code, to_region_code, year, firms from {city_edges} order by year"
    )
    assert found == [("130100", "130200", year, 1) for year in (2018, 2019, 2020, 2022)]


def test_firms_of_other_industries_belong_to_no_chain(registry):
    assert registry.ask("select count(*) from {city_years} where region_code = '130700'") == [(0,)]


def test_nothing_new_is_done_again(registry):
    tables = registry.update()
    assert (tables.done, tables.landing.read) == ("nothing", 0)


def test_a_later_file_is_added_and_what_waited_for_it_is_taken_up(grown):
    assert grown.ask("select year, firms from {city_edges} where from_region_code = '130600' order by 1") == [
        (2021, 1),
        (2022, 1),
    ]
    assert grown.rows("select count(*) from normalized.norm_firm_quarantine where reason_text = 'L1'") == [
        (0,)
    ]
    assert grown.ask(
        "select utility_patents from {city_years} where region_code = '130600' and year = 2022"
    ) == [(1,)]


def test_adding_gives_what_building_gives(grown, tmp_path):
    kept = tmp_path / "added"
    shutil.copytree(grown.paths.firms / "results", kept)
    shutil.rmtree(grown.paths.firms / "results")
    assert grown.update().done == "built"
    for name in firms.RESULTS:
        differences = [row for row in compare(kept / name, grown.paths.firms / "results" / name) if row[-1]]
        assert differences == []


def test_a_name_that_becomes_known_takes_up_the_rows_that_waited_for_it(registry, tmp_path):
    later = Registry(registry.project.copy_to(tmp_path / "named"))
    later.project.add_rows("region_aliases", {"alias": "火星市", "region_code": "130100"})
    assert later.update().done == "built"
    held_back = "select count(*) from normalized.norm_firm_quarantine where reason_text = '火星市'"
    assert registry.rows(held_back) == [(1,)] and later.rows(held_back) == [(0,)]


def test_a_code_list_that_changes_nothing_for_firms_works_out_nothing_anew(registry, tmp_path):
    later = Registry(registry.project.copy_to(tmp_path / "same"))
    later.project.add_rows("region_aliases", {"alias": "某地", "region_code": "130100"})
    assert later.update().done == "added"
    assert later.update().done == "nothing"


def test_a_release_that_is_dated_anew_is_worked_out_anew(grown):
    said = grown.landing / "firms" / "2022" / "release.yml"
    said.write_text("published_on: 2021-12-31\n", encoding="utf-8")
    assert grown.update().done == "built"
    assert grown.ask("select max(year) from {city_years}") == [(2021,)]
    assert ("date_after_release", 1) in grown.ask(
        "select reason_code, row_count from {files} where firm_table = 'investments'"
    )


def test_without_files_the_tables_are_empty(grown):
    shutil.rmtree(grown.landing)
    assert grown.update().done == "built"
    assert [
        grown.ask(f"select count(*) from {{{name}}}") for name in ("city_years", "city_edges", "files")
    ] == [[(0,)]] * 3


def test_comparison_sees_a_value_a_row_and_a_type_that_differ(tmp_path):
    def write(name, **columns):
        (tmp_path / name).mkdir()
        pq.write_table(pa.table(columns), tmp_path / name / "rows.parquet")
        return tmp_path / name

    one = write("one", k=[1, 2, 3], v=[1.0, 2.0, 3.0])
    assert [row[-1] for row in compare(one, write("same", k=[3, 1, 2], v=[3.0, 1.0, 2.0 * (1 + 1e-15)]))] == [
        0,
        0,
    ]
    assert [row[-1] for row in compare(one, write("value", k=[1, 2, 3], v=[1.0, 2.0, 3.1]))] == [0, 1]
    assert [row[-1] for row in compare(one, write("row", k=[1, 2], v=[1.0, 2.0]))] == [1, 1]
    assert [row[-1] for row in compare(one, write("type", k=[1, 2, 3], v=[1, 2, 3]))] == [0, 3]


def test_spark_gives_the_same_rows():
    paths = of_project()
    if not shutil.which("java") or not (paths.project / ".venv-spark" / "ready").exists():
        pytest.skip(
            "SPARK IS NOT COMPARED: no Java, or no .venv-spark (`make .venv-spark/ready` installs it)"
        )
    text, is_same = parity(paths, 500)
    assert is_same, text
