"""What a referee tries: the same figures in another unit or order, nearly equal ones, figures on an edge."""

from decimal import Decimal, localcontext

import numpy as np
import pytest

from nianjian.methods import (
    decoupling,
    growth,
    hot_spots,
    inequality,
    normalise,
    projection,
    scores,
    spatial_markov,
    weights,
)
from nianjian.methods.checks import MethodError
from nianjian.methods.ellipse import ellipse

SIZES = [1e-300, 1e-170, 1e-20, 1e20, 1e160, 1e300]
Z = np.array([[1.0, 4.0, 2.0], [2.0, 3.0, 7.0], [5.0, 9.0, 3.0], [4.0, 1.0, 6.0]])
W = np.array([0.5, 0.3, 0.2])
RING = np.roll(np.eye(4), 1, axis=1) + np.roll(np.eye(4), -1, axis=1)
WITHOUT_UNIT = {
    "topsis": lambda size: scores.topsis(Z * size, W, [1, -1, 1]),
    "topsis_min_max": lambda size: scores.topsis(Z * size, W, [1, -1, 1], "min_max", "distance"),
    "topsis_none": lambda size: scores.topsis(Z * size, W, [1, -1, 1], "none"),
    "min_max": lambda size: normalise.min_max(Z * size, [1, -1, 1]),
    "entropy": lambda size: weights.entropy_weights(Z * size).weights,
    "cv": lambda size: weights.cv_weights(Z * size),
    "critic": lambda size: weights.critic_weights(Z * size),
    "dagum": lambda size: inequality.dagum(Z[:, 0] * size, [0, 0, 1, 1]).share_within,
    "gini_weighted": lambda size: inequality.gini(Z[:, 0], unit_weights=Z[:, 1] * size),
    "theil": lambda size: inequality.theil(Z[:, 0] * size, [0, 0, 1, 1]).total,
    "theil_l": lambda size: inequality.theil(Z[:, 0] * size, index="L").total,
    "variation": lambda size: inequality.coefficient_of_variation(Z[:, 0] * size),
    "hot_spots": lambda size: hot_spots.hot_spots(Z[:, 0], RING * size, "row_max").z,
    "growth": lambda size: growth.average_annual_growth(Z[:, 0] * size, Z[:, 1] * size, 3),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("method", WITHOUT_UNIT)
def test_the_unit_does_not_matter(method, size):
    np.testing.assert_allclose(WITHOUT_UNIT[method](size), WITHOUT_UNIT[method](1.0), rtol=1e-13, atol=0)


def test_a_range_beyond_a_float():
    np.testing.assert_array_equal(normalise.min_max([[-1.5e308], [1.5e308]], [1]), [[0.0], [1.0]])


def test_growth_and_shares_beyond_a_float_are_right_or_refused():
    # (1e600)^(1/100) = 1e6.
    assert growth.average_annual_growth([1e-300], [1e300], [100]) == pytest.approx(1e6 - 1)
    assert growth.average_annual_growth([1e300], [1e-300], [100]) == pytest.approx(1e-6 - 1)
    with pytest.raises(MethodError, match="growth.* too large for a float"):
        growth.average_annual_growth([1e-300], [1e300], [1])
    with pytest.raises(MethodError, match="share.* too large for a float"):
        growth.share([1e300], [1e-300])


@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e-300, 1e300])
def test_equal_values_have_no_inequality(value):
    y = np.full(7, value)
    assert inequality.theil(y).total == 0 and inequality.theil(y, index="L").total == 0
    assert inequality.coefficient_of_variation(y) == 0
    assert inequality.gini(y) == 0


def exact_theil(y):
    with localcontext() as context:
        context.prec = 60
        values = [Decimal(float(value)) for value in y]
        mean = sum(values) / len(values)
        return float(sum(value / mean * (value / mean).ln() for value in values) / len(values))


@pytest.mark.parametrize(("level", "spread"), [(1e9, 1.0), (100.0, 1e-6), (1.0, 0.005), (1.0, 0.02)])
def test_nearly_equal_values_do_not_cancel(level, spread):
    y = level + np.random.default_rng(0).normal(0, spread, 200)
    # What is left is the rounding of the figures themselves.
    tolerance = max(1e-12, 1e-15 * level / spread * 10)
    assert inequality.theil(y).total == pytest.approx(exact_theil(y), rel=tolerance)
    z = level + np.random.default_rng(1).normal(0, spread, (31, 3))
    exact = np.array([exact_theil(column) for column in z.T])
    np.testing.assert_allclose(weights.entropy_weights(z).weights, exact / exact.sum(), rtol=tolerance)


def test_groups_stand_untouched_by_an_outlier_elsewhere():
    """The weighted Gini between two groups beside one value of 1e12 in a third."""
    random = np.random.default_rng(3)
    y, w = random.lognormal(0, 1, 60), random.lognormal(0, 1, 60)
    y[0], groups = 1e12, np.concatenate([[2], random.integers(0, 2, 59)])
    a, b = groups == 0, groups == 1
    gaps = np.abs(y[a][:, None] - y[b]) * w[a][:, None] * w[b]
    means = [(w[group] * y[group]).sum() / w[group].sum() for group in (a, b)]
    expected = gaps.sum() / (w[a].sum() * w[b].sum() * sum(means))
    assert inequality.dagum(y, groups, unit_weights=w).between[0, 1] == pytest.approx(expected, rel=1e-12)


def test_identical_regions_tie():
    random = np.random.default_rng(0)
    for _ in range(300):
        n, m = int(random.integers(3, 40)), int(random.integers(3, 13))
        z = random.random((n, m))
        z[-1] = z[0]
        w = random.dirichlet(np.ones(m), size=5)
        for found in (
            scores.weighted_sum(z, w[0]),
            scores.weighted_sum(z[None], w[:, None])[3, 0],
            scores.topsis(z, w[0], np.ones(m)),
        ):
            assert found[0] == found[-1]


def test_the_order_of_regions_changes_nothing():
    random = np.random.default_rng(1)
    for _ in range(100):
        n = int(random.integers(3, 32))
        z, order = random.integers(0, 4, (n, 5)).astype(float), random.permutation(n)
        z[0], z[1] = 0.0, 5.0
        for method in (
            lambda z: weights.entropy_weights(z).weights,
            weights.cv_weights,
            weights.critic_weights,
        ):
            w = method(z)
            np.testing.assert_array_equal(method(z[order]), w)
        ranks = scores.rank(scores.topsis(z, w, np.ones(5)))
        np.testing.assert_array_equal(scores.rank(scores.topsis(z[order], w, np.ones(5))), ranks[order])


def test_spatial_markov_of_another_order_counts_the_same():
    random = np.random.default_rng(1)
    for _ in range(60):
        n = int(random.integers(6, 31))
        x = random.integers(0, 4, (5, n)).astype(float)
        near = np.triu((random.random((n, n)) < 0.3).astype(float), 1)
        near, order = near + near.T, random.permutation(n)
        if near.any():
            counts = spatial_markov.spatial_markov(x, near, 3).moves.counts
            again = spatial_markov.spatial_markov(x[:, order], near[np.ix_(order, order)], 3).moves.counts
            np.testing.assert_array_equal(again, counts)


def test_a_column_constant_within_rounding_weighs_nothing():
    z = np.array([[0.0, 0.3], [0.5, 0.1 + 0.2], [1.0, 0.3]])
    assert normalise.constant(z).tolist() == [False, True]
    assert (normalise.min_max(z, [1, -1])[:, 1] == 0).all()
    for found in (weights.entropy_weights(z).weights, weights.cv_weights(z), weights.equal_weights(z)):
        assert found.tolist() == [1, 0]
    np.testing.assert_array_equal(
        scores.topsis(z, [0.5, 0.5], [1, 1], "min_max"), scores.topsis(z[:, :1], [0.5], [1], "min_max")
    )


@pytest.mark.parametrize("scale", [1, 10, 100, 1000])
def test_a_printed_elasticity_on_a_cut_is_on_it_in_any_unit(scale):
    """4031.9 / 175.3 over 11.5 / 0.4 is 0.8, and 1.2 with a pressure that gains half as much more."""
    for gain, state in ((4031.9, "expansive_coupling"), (1.5 * 4031.9, "expansive_coupling")):
        found = decoupling.decoupling([[175.3 * scale], [(175.3 + gain) * scale]], [[0.4], [11.9]])
        assert decoupling.STATES[found.state[0, 0]] == state
    beyond = decoupling.decoupling([[175.3 * scale], [(175.3 + 4031.8) * scale]], [[0.4], [11.9]])
    assert decoupling.STATES[beyond.state[0, 0]] == "weak_decoupling"


def test_angles_stay_below_the_full_circle():
    assert projection.around(np.array([-1e-15, 180.0, 179.5]), 180).tolist() == [0, 0, 179.5]
    random = np.random.default_rng(0)
    for _ in range(200):
        latitude, w = random.uniform(18, 53, 9), random.random(9)
        for options in ({"projection": "degrees"}, {"north": "true"}):
            found = ellipse(np.full(9, random.uniform(75, 134)), latitude, w, **options)
            assert 0 <= found.rotation < 180
