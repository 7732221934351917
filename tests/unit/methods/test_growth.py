import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianjian.methods.checks import MethodError
from nianjian.methods.growth import average_annual_growth, share, share_gap

positive = st.floats(0.01, 1e6)


@given(positive, st.floats(-0.9, 2), st.integers(1, 12))
def test_compounding_gives_the_rate_back(first, rate, periods):
    last = first * (1 + rate) ** periods
    assert average_annual_growth(first, last, periods) == pytest.approx(rate, abs=1e-9)


@given(positive, positive, st.integers(1, 12), st.floats(0.01, 100))
def test_unit_does_not_matter(first, last, periods, unit):
    assert average_annual_growth(first * unit, last * unit, periods) == pytest.approx(
        average_annual_growth(first, last, periods), abs=1e-9
    )


def test_no_base_no_rate():
    found = average_annual_growth([0.0, -5.0, 5.0, 5.0], [5.0, 5.0, 0.0, -5.0], 2)
    np.testing.assert_array_equal(found, [np.nan, np.nan, -1, np.nan])
    # With one period the power alone would give a rate of -200 %.
    np.testing.assert_array_equal(average_annual_growth([5.0], [-5.0], 1), [np.nan])


def test_periods_per_row():
    np.testing.assert_allclose(average_annual_growth([1.0, 1.0], [4.0, 4.0], [1, 2]), [3, 1])


@pytest.mark.parametrize("periods", [0, -1])
def test_periods_must_be_above_0(periods):
    with pytest.raises(MethodError, match="periods"):
        average_annual_growth(1.0, 2.0, periods)


@given(st.lists(positive, min_size=1, max_size=9))
def test_shares_of_parts_sum_to_one(parts):
    assert share(parts, sum(parts)).sum() == pytest.approx(1)


def test_share_of_nothing_is_unknown():
    np.testing.assert_array_equal(share([1.0, 0.0], 0.0), [np.nan, np.nan])
    np.testing.assert_array_equal(share_gap([1.0], [0.5], 0.0), [np.nan])


def test_share_gap_is_the_difference_of_shares():
    np.testing.assert_allclose(share_gap([60.0, 10.0], [40.0, 40.0], [100.0, 100.0]), [0.2, -0.3])


@pytest.fixture(scope="module")
def coastal(table):
    """{(table, region, kind, years): printed text}."""
    return {
        (row["table"], row["region"], row["kind"], row["years"]): row["value"]
        for row in table("coastal_tables1to11")
    }


def printed_of(coastal, kind):
    return {
        (number, region, years): text
        for (number, region, its_kind, years), text in coastal.items()
        if its_kind == kind
    }


def growth_in_percent(value_of, years):
    first, last = years.split("—")
    return 100 * average_annual_growth(value_of(first), value_of(last), int(last) - int(first))


def test_growth_coastal_tables1to11(coastal, agrees):
    printed = printed_of(coastal, "growth")
    assert len(printed) == 66
    for (number, region, years), text in printed.items():
        found = growth_in_percent(lambda year, at=(number, region, "level"): float(coastal[*at, year]), years)
        assert agrees(found, text), (number, region, years, found, text)


def test_share_coastal_tables1to11(coastal, agrees):
    printed = printed_of(coastal, "share")
    assert len(printed) == 176
    for (number, region, year), text in printed.items():
        found = 100 * share(
            float(coastal[number, region, "level", year]), float(coastal[number, "全国", "level", year])
        )
        assert agrees(found, text), (number, region, year, found, text)


def test_growth_of_shares_coastal_tables1to11_is_of_unrounded_shares(coastal, agrees):
    printed = printed_of(coastal, "share_growth")
    assert len(printed) == 44
    from_rounded = 0
    for (number, region, years), text in printed.items():
        unrounded = growth_in_percent(
            lambda year, number=number, region=region: share(
                float(coastal[number, region, "level", year]), float(coastal[number, "全国", "level", year])
            ),
            years,
        )
        assert agrees(unrounded, text), (number, region, years, unrounded, text)
        rounded = growth_in_percent(
            lambda year, at=(number, region, "share"): float(coastal[*at, year]), years
        )
        from_rounded += agrees(rounded, text)
    assert from_rounded == 32
