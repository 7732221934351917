"""The invented registry: same seed, same bytes; shares, heavy tail and faults as its description says."""

import duckdb
import numpy as np
import pytest

from nianjian.intake.firms.sample import CITIES, FAULTS, Registry, write_sample
from nianjian.intake.release import folder_of

FIRMS = 40_000


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample") / "firms" / "2023-12"
    write_sample(folder, FIRMS, (2014, 2023), 3, progress=False)
    return folder


def ask(folder, query):
    tables = {
        table: f"read_parquet('{folder}/{table}/*.parquet')"
        for table in ("enterprises", "investments", "patents")
    }
    return duckdb.sql(query.format(**tables)).fetchall()


def test_one_investment_and_two_patents_for_each_firm(sample):
    counts = [
        ask(sample, f"select count(*) from {{{table}}}")[0][0]
        for table in ("enterprises", "investments", "patents")
    ]
    assert counts == [FIRMS, FIRMS, 2 * FIRMS]


def test_the_release_says_that_it_is_invented(sample):
    folder = folder_of(sample / "enterprises" / "part-00000.parquet", sample.parents[1])
    assert folder.release(None, None).is_synthetic


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_ones(sample, tmp_path):
    for seed in (3, 4):
        write_sample(tmp_path / str(seed), FIRMS, (2014, 2023), seed, progress=False)
    for table in ("enterprises", "investments", "patents"):
        first, same, other = (
            (place / table / "part-00000.parquet").read_bytes()
            for place in (sample, tmp_path / "3", tmp_path / "4")
        )
        assert first == same != other


def test_csv_holds_the_same_rows(sample, tmp_path):
    write_sample(tmp_path / "csv", FIRMS, (2014, 2023), 3, "csv", progress=False)
    text = f"read_csv('{tmp_path}/csv/patents/*.csv', all_varchar = true)"
    typed = f"(select columns(*)::varchar from read_parquet('{sample}/patents/*.parquet'))"
    for one, other in ((text, typed), (typed, text)):
        assert duckdb.sql(f"select count(*) from (from {one} except all from {other})").fetchone() == (0,)


def test_shares_of_cities_follow_the_printed_capital(sample):
    printed = dict(
        duckdb.sql(f"select name_zh, sqrt(industrial_capital) from read_csv('{CITIES}')").fetchall()
    )
    found = dict(
        ask(
            sample,
            "select city, count(*) from {enterprises} where industry like 'C%' and city != '某市' group by city",
        )
    )
    for city, weight in printed.items():
        share = weight / sum(printed.values())
        assert found[city] / sum(found.values()) == pytest.approx(
            share, abs=4 * np.sqrt(share / FIRMS) + FAULTS
        )


def test_capital_is_heavy_tailed(sample):
    ((share,),) = ask(
        sample,
        "select sum(capital) filter (place <= 0.01) / sum(capital) from (select registered_capital as capital, "
        "percent_rank() over (order by registered_capital desc) as place from {enterprises} "
        "where registered_capital > 0 and capital_unit = '万元')",
    )
    assert 0.1 < share < 0.6


def test_faults_are_there_and_few(sample):
    faults = ask(
        sample,
        "select count(*) filter (city = '某市'), count(*) filter (deregistered_on < established_on), "
        "count(*) filter (registered_capital < 0), count(*) - count(distinct enterprise_id) from {enterprises}",
    )[0]
    assert all(0 < count < 0.001 * FIRMS for count in faults)


def test_nothing_happens_before_a_firm_is_there_or_after_the_last_year(sample):
    late = ask(
        sample,
        "with firms as (select enterprise_id, min(established_on) as established_on from {enterprises} "
        "group by enterprise_id having count(*) = 1) "
        "select count(*) from {investments} as i join firms as e on i.investor_id = e.enterprise_id "
        "where i.invested_on < e.established_on or i.invested_on > '2023-12-31' or i.exited_on > '2023-12-31'",
    )
    assert late == [(0,)]


@pytest.mark.parametrize("firms", [1, 2, 7, 13])
def test_even_a_handful_of_firms(tmp_path, firms):
    write_sample(tmp_path / "few", firms, (2020, 2020), 1, progress=False)
    assert ask(tmp_path / "few", "select count(*) from {patents}") == [(2 * firms,)]


def test_every_firm_is_met_once():
    registry = Registry(9_973, (2014, 2023), 1)
    assert len(set(np.arange(9_973) * registry.step % 9_973)) == 9_973


def test_bad_wishes_are_refused(tmp_path):
    with pytest.raises(ValueError, match="at least one"):
        write_sample(tmp_path / "a", 0, (2014, 2023), 1)
    with pytest.raises(ValueError, match="first year first"):
        write_sample(tmp_path / "a", 5, (2023, 2014), 1)
    with pytest.raises(ValueError, match="not one of parquet, csv"):
        write_sample(tmp_path / "a", 5, (2014, 2023), 1, "xlsx")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine").touch()
    with pytest.raises(FileExistsError):
        write_sample(tmp_path / "a", 5, (2014, 2023), 1)
