import numpy as np
import pytest

from nianjian.methods.checks import MethodError
from nianjian.methods.inequality import dagum
from nianjian.methods.resampling import (
    bootstrap_places,
    percentile_interval,
)

Y = np.random.default_rng(0).lognormal(size=20)


def test_draws_stay_in_their_groups_and_follow_the_seed():
    groups = np.array([0, 1, 0, 1, 2, 2, 2, 0])
    places = bootstrap_places(8, 500, seed=3, groups=groups)
    assert (groups[places] == groups).all()
    np.testing.assert_array_equal(bootstrap_places(8, 500, seed=3, groups=groups), places)
    assert (bootstrap_places(8, 500, seed=4, groups=groups) != places).any()
    # Each member of a group of three is drawn a third of the time.
    assert np.bincount(places[:, 4])[4:] / 500 == pytest.approx([1 / 3] * 3, abs=0.07)


def test_draws_without_groups_reach_all():
    places = bootstrap_places(5, 400, seed=0)
    assert np.bincount(places.ravel()) / places.size == pytest.approx([0.2] * 5, abs=0.03)


def test_the_error_of_a_mean_is_its_textbook_error():
    means = Y[bootstrap_places(len(Y), 40_000, seed=0)].mean(axis=-1)
    # The bootstrap's divisor is n.
    assert percentile_interval(means).standard_error == pytest.approx(Y.std() / np.sqrt(len(Y)), rel=0.02)


def test_interval_is_the_quantile_of_what_is_known():
    values = np.random.default_rng(1).normal(size=(3, 200))
    found = percentile_interval(values, 0.9)
    np.testing.assert_allclose(found.low, np.quantile(values, 0.05, axis=-1))
    np.testing.assert_allclose(found.high, np.quantile(values, 0.95, axis=-1))
    np.testing.assert_allclose(found.standard_error, values.std(axis=-1, ddof=1))
    values[1, :50], values[2, :150] = np.nan, np.nan
    found = percentile_interval(values, 0.9)
    assert found.resamples.tolist() == [200, 150, 50]
    assert found.low[1] == pytest.approx(np.nanquantile(values[1], 0.05))
    assert np.isnan([found.low[2], found.high[2], found.standard_error[2]]).all()


def test_intervals_of_a_mean_hold_it_about_as_often_as_they_say():
    random = np.random.default_rng(5)
    samples = random.normal(size=(400, 60))
    means = samples[:, bootstrap_places(60, 300, seed=0)].mean(axis=-1)
    found = percentile_interval(means, 0.9)
    assert ((found.low < 0) & (found.high > 0)).mean() == pytest.approx(0.9, abs=0.05)


def test_intervals_of_dagums_parts_surround_them():
    groups = np.arange(20) % 3
    places = bootstrap_places(20, 1000, seed=0, groups=groups)
    whole, resampled = dagum(Y, groups), dagum(Y[places], groups)
    for name in ("gini", "contribution_within", "contribution_between"):
        interval = percentile_interval(getattr(resampled, name))
        assert interval.low < getattr(whole, name) < interval.high, name
    # A constant has no spread to be unsure of.
    flat = percentile_interval(dagum(np.ones(20)[places], groups).gini)
    assert (flat.low, flat.high, flat.standard_error) == (0, 0, 0)


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (lambda: bootstrap_places(0, 5, 0), "n is 0"),
        (lambda: bootstrap_places(5, 5, 0, [0, 1]), r"must be \(5,\)"),
        (lambda: percentile_interval([1.0]), "two estimates or more"),
        (lambda: percentile_interval([1.0, 2.0], 1), "level is 1"),
    ],
)
def test_odd_input_is_named(call, why):
    with pytest.raises(MethodError, match=why):
        call()
