"""An outcome beside its factors, cut from tables."""

import numpy as np
import pandas as pd
import pytest

from nianjian.frames import drivers

SCORES = pd.DataFrame(
    [("forest", "s", code, year, at + year) for at, code in enumerate("ABCD") for year in (1, 2)],
    columns=["method_code", "system_code", "region_code", "year", "score"],
)
DRIVERS = pd.DataFrame(
    [("s", "second", 2), ("s", "first", 1), ("s", "absent", 3)],
    columns=["system_code", "indicator_code", "sort_order"],
)
VALUES = pd.DataFrame(
    [
        ("s", name, code, year, at * year)
        for name in ("first", "second")
        for at, code in enumerate("ABCD")
        for year in (1, 2)
    ],
    columns=["system_code", "indicator_code", "region_code", "year", "value"],
)


@pytest.fixture()
def table():
    ((system, table),) = drivers.tables(SCORES, "forest", DRIVERS, VALUES)
    assert system == "s"
    return table


def test_outcome_comes_first_then_factors_in_their_order(table):
    assert table.columns.tolist() == ["score", "first", "second"]
    assert table.loc[("B", 2)].tolist() == [3, 2, 2]


def test_a_row_without_a_factor_is_left_out():
    ((_, table),) = drivers.tables(SCORES, "forest", DRIVERS, VALUES.iloc[1:])
    assert ("A", 1) not in table.index
    assert len(table) == 7


def test_a_method_that_is_applied_to_nothing_gives_nothing():
    assert not list(drivers.tables(SCORES, "geodetector", DRIVERS, VALUES))


def test_periods_are_years_or_all_together(table):
    assert [(first, last, len(rows)) for first, last, rows in drivers.periods(table, "year")] == [
        (1, 1, 4),
        (2, 2, 4),
    ]
    assert [(first, last, len(rows)) for first, last, rows in drivers.periods(table, "pooled")] == [(1, 2, 8)]


def options(**values):
    return next(pd.DataFrame([{"cut": "quantile", "strata": 2} | values]).itertuples())


def test_best_of_several_says_how_many(table):
    codes, tried = drivers.cut_all(table, options(cut="best", strata=3))
    assert codes.shape == (8, 2)
    assert tried == [6, 6]
    assert drivers.cut_all(table, options())[1] == [1, 1]


def test_an_outcome_that_does_not_vary_has_no_best_cut(table):
    codes, tried = drivers.cut_all(table.assign(score=1.0), options(cut="best"))
    assert np.ptp(codes, axis=0).tolist() == [1, 1]
    assert tried == [1, 1]


def test_forests_are_those_that_the_variants_name():
    variants = pd.DataFrame([("v", 1.0, 1), ("w", 1.0, 1)], columns=["variant_code", "features", "leaf"])
    found = list(drivers.forests(SCORES, DRIVERS, VALUES, variants.assign(system_code=["s", "other"])))
    assert [keys for keys, *_ in found] == [{"system_code": "s", "variant_code": "v"}]
    assert len(list(drivers.forests(SCORES, DRIVERS, VALUES, variants))) == 2
