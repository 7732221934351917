import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nianjian.methods.checks import MethodError
from nianjian.methods.coupling import band, coupling, relative_development
from nianjian.methods.normalise import min_max
from nianjian.methods.scores import weighted_sum
from nianjian.methods.weights import entropy_weights

scores = arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 5)), elements=st.floats(0, 1))
pairs = arrays(float, st.tuples(st.integers(1, 6), st.just(2)), elements=st.floats(0, 1))
TENTHS = np.arange(11) / 10


def even(p):
    return np.full(p.shape[1], 1 / p.shape[1])


@given(scores)
def test_unit_lies_in_0_to_1(p):
    found = coupling(p, even(p), "unit")
    np.testing.assert_array_equal(found.undefined, (p == 0).all(axis=1))
    np.testing.assert_array_equal(np.isnan(found.degree), found.undefined)
    assert np.all((found.degree[~found.undefined] >= 0) & (found.degree[~found.undefined] <= 1))
    assert np.all((found.coordination >= 0) & (found.coordination <= 1))
    assert np.all((found.development >= 0) & (found.development <= p.max(axis=1)))


@given(pairs)
def test_half_is_half_of_unit_and_at_most_a_half(p):
    half, unit = coupling(p, [0.5, 0.5]), coupling(p, [0.5, 0.5], "unit")
    np.testing.assert_allclose(2 * half.degree, unit.degree, rtol=1e-12)
    np.testing.assert_allclose(half.coordination * np.sqrt(2), unit.coordination, rtol=1e-12)
    assert np.all(half.degree[~half.undefined] <= 0.5)


@given(scores, st.sampled_from([1e-3, 0.5, 100.0]))
def test_degree_has_no_unit_and_development_has(p, unit):
    # A number so small that it has no thousandth is no matter of units.
    assume(((p == 0) | (p > 1e-300)).all())
    found, scaled = coupling(p, even(p), "unit"), coupling(p * unit, even(p), "unit")
    np.testing.assert_allclose(scaled.degree, found.degree, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(scaled.development, found.development * unit, rtol=1e-12)


@given(scores, st.randoms(use_true_random=False))
def test_order_of_subsystems_does_not_matter(p, random):
    # Products of numbers this small run out of digits, in whatever order.
    assume(((p == 0) | (p > 1e-60)).all())
    columns = list(range(p.shape[1]))
    random.shuffle(columns)
    contribution = np.arange(1.0, len(columns) + 1) / sum(range(len(columns) + 1))
    found = coupling(p, contribution, "unit")
    shuffled = coupling(p[:, columns], contribution[columns], "unit")
    np.testing.assert_allclose(shuffled.degree, found.degree, rtol=1e-12)
    np.testing.assert_allclose(shuffled.coordination, found.coordination, rtol=1e-12)


@pytest.mark.parametrize("k", [2, 3, 7, 10])
def test_equal_scores_are_fully_coupled(k):
    for score in (1e-300, 0.1, 1 / 3, 1.0):
        found = coupling(np.full(k, score), np.full(k, 1 / k), "unit")
        assert found.degree == pytest.approx(1, rel=1e-14) and found.degree <= 1
        assert found.development <= score
        assert found.coordination == pytest.approx(np.sqrt(score))


def test_rounding_does_not_lift_the_degree_above_1():
    # Four scores a few roundings below 1, for which the plain formula gives 1.0000000000000002.
    p = 1 - np.array([3, 0, 2, 3]) * 2.0**-53
    relative = p / p.max() / (p / p.max()).sum()
    assert (relative * 4).prod() ** 0.25 > 1
    assert coupling(p, [0.25] * 4, "unit").degree == 1


def test_by_hand():
    found = coupling([0.4, 0.1], [0.75, 0.25])
    assert found.degree == pytest.approx(0.4)
    assert found.development == pytest.approx(0.325)
    assert found.coordination == pytest.approx(np.sqrt(0.4 * 0.325))
    three = coupling([0.2, 0.3, 0.6], [0.2, 0.3, 0.5], "unit")
    assert three.degree == pytest.approx((0.2 * 0.3 * 0.6) ** (1 / 3) / (1.1 / 3))


def test_all_zero_is_undefined_with_coordination_0():
    found = coupling([[0.0, 0.0], [0.0, 0.3]], [0.5, 0.5])
    np.testing.assert_array_equal(found.undefined, [True, False])
    np.testing.assert_array_equal(found.degree, [np.nan, 0])
    np.testing.assert_array_equal(found.coordination, [0, 0])


def test_bad_input_is_refused():
    with pytest.raises(MethodError, match="needs 2 subsystems, not 3"):
        coupling([0.1, 0.2, 0.3], [0.2, 0.3, 0.5])
    with pytest.raises(MethodError, match=r"p\[0, 1\] is -0.1: must not be negative"):
        coupling([[0.1, -0.1]], [0.5, 0.5])
    with pytest.raises(MethodError, match="weights sum to 0.9"):
        coupling([0.1, 0.2], [0.5, 0.4])
    with pytest.raises(MethodError, match="contribution has 3 values"):
        coupling([0.1, 0.2], [0.5, 0.3, 0.2])
    with pytest.raises(MethodError, match="form is 'double'"):
        coupling([0.1, 0.2], [0.5, 0.5], "double")


def test_coupling_bth_tables6_and_7(table, agrees):
    """Entropy weights per year and chain on tables 2 to 5: what of U and D comes out as printed.

    The paper does not print its normalisation or scope; these are the figures measured with the per-year
    choice.
    """
    rows = table("bth_tables2to7")
    indicators = [name for name in rows[0] if name.startswith(("产业链", "创新链"))]
    exact, differences = [], []
    for year in ("2014", "2017", "2020", "2023"):
        cities = [row for row in rows if row["year"] == year]
        z = min_max([[float(row[name]) for name in indicators] for row in cities], np.ones(8))
        chains = [
            weighted_sum(z[:, part], entropy_weights(z[:, part]).weights) for part in (slice(4), slice(4, 8))
        ]
        found = coupling(np.stack(chains, axis=-1), [0.5, 0.5])
        exact += [agrees(u, row["耦合度U"]) for u, row in zip(found.degree, cities, strict=True)]
        exact += [agrees(d, row["耦合协调度D"]) for d, row in zip(found.coordination, cities, strict=True)]
        differences += [
            abs(d - float(row["耦合协调度D"])) for d, row in zip(found.coordination, cities, strict=True)
        ]
    assert len(exact) == 104 and sum(exact) == 21
    assert np.mean(differences) == pytest.approx(0.0209, abs=5e-5)
    assert np.max(differences) == pytest.approx(0.0983, abs=5e-5)


@given(arrays(float, st.integers(1, 8), elements=st.floats(0, 1)))
def test_band_holds_its_values(values):
    number = band(values, TENTHS)
    assert ((number >= 0) & (number <= 9)).all()
    assert (TENTHS[number] <= values).all()
    assert ((values < TENTHS[number + 1]) | (number == 9)).all()


def test_band_edges_are_left_closed_and_the_top_belongs_to_the_last():
    np.testing.assert_array_equal(band(TENTHS, TENTHS), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9])


def test_band_compares_inner_edges_exactly():
    np.testing.assert_array_equal(
        band([0.30000000000000004, 0.3, 0.29999999999999993], [0, 0.1, 0.2, 0.3, 1]), [3, 3, 2]
    )


def test_band_takes_rounding_past_an_outer_edge():
    np.testing.assert_array_equal(band([1.0000000000000002, -1e-12], TENTHS), [9, 0])


def test_band_of_an_undefined_degree_is_minus_1():
    np.testing.assert_array_equal(band([[np.nan, 0.95]], TENTHS), [[-1, 9]])


@pytest.mark.parametrize("outside", [1.001, -0.001, np.inf])
def test_band_names_a_value_outside(outside):
    with pytest.raises(MethodError, match=r"values\[0, 1\] is .*: must lie in \[0.0, 1.0\]") as refused:
        band([[0.5, outside]], TENTHS)
    assert refused.value.position == (0, 1)


@pytest.mark.parametrize("edges", [[0.0, 0.5, 0.5], [1.0, 0.0], [0.5], [[0.0, 1.0]], [0.0, np.nan]])
def test_band_edges_must_ascend(edges):
    with pytest.raises(MethodError, match="edges"):
        band([0.5], edges)


def test_wang_by_hand():
    """Two subsystems: sqrt((1 - |P1 - P2|) P1 / P2). Three: gaps 0.2, 0.3, 0.5 with mean 1/3, balance sqrt(0.3 0.5 / 0.64)."""
    assert coupling([[0.3, 0.6]], [0.5, 0.5], "wang").degree == pytest.approx(np.sqrt(0.7 * 0.5))
    three = coupling([[0.5, 0.3, 0.8]], [0.4, 0.3, 0.3], "wang").degree
    assert three == pytest.approx(np.sqrt(2 / 3 * np.sqrt(0.3 * 0.5 / 0.64)))


def test_wang_lies_in_0_to_1_and_is_1_for_equals():
    p = np.random.default_rng(0).random((200, 3))
    for k in (2, 3):
        found = coupling(p[:, :k], np.full(k, 1 / k), "wang").degree
        assert ((found >= 0) & (found <= 1)).all()
        # Spread out where the common form lies close to 1.
        assert found.std() > coupling(p[:, :k], np.full(k, 1 / k), "unit").degree.std() * 0.8
    assert coupling([[0.7, 0.7, 0.7]], [0.4, 0.3, 0.3], "wang").degree == pytest.approx(1)
    assert np.isnan(coupling([[0.0, 0.0]], [0.5, 0.5], "wang").degree)


def test_wang_has_a_scale():
    with pytest.raises(MethodError, match=r"p\[0, 1\] is 1.2: must not be above 1"):
        coupling([[0.5, 1.2]], [0.5, 0.5], "wang")
    with pytest.raises(MethodError, match="2 subsystems or more"):
        coupling([[0.5]], [1.0], "wang")


def test_relative_development():
    found = relative_development([[0.4, 0.2], [0.0, 0.2], [0.3, 0.0]])
    np.testing.assert_array_equal(found, [2, 0, np.nan])
    with pytest.raises(MethodError, match="needs 2"):
        relative_development([[0.1, 0.2, 0.3]])
