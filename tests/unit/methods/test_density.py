import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nianjian.methods.checks import MethodError
from nianjian.methods.density import BANDWIDTH_SCOPES, GRIDS, kernel_density, peaks

CLOSE = {"rtol": 1e-9, "atol": 1e-12}
# Series of at least two different values.
differing = arrays(float, st.tuples(st.integers(1, 4), st.integers(2, 9)), elements=st.integers(0, 40)).map(
    lambda y: np.concatenate([y, np.full((len(y), 1), 41.0)], axis=1)
)
OPTIONS = {
    "rule": st.sampled_from(["scott", "silverman"]),
    "bandwidth_scope": st.sampled_from(BANDWIDTH_SCOPES),
    "grid": st.sampled_from(GRIDS),
    "cut": st.sampled_from([0.0, 1.5, 3.0]),
}


def normal(z):
    return np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)


def test_by_hand():
    """0 and 2: s = sqrt 2; three points from -h to 2 + h."""
    found = kernel_density([0.0, 2.0], points=3, cut=1)
    h = np.sqrt(2) * 2**-0.2
    np.testing.assert_allclose(found.bandwidth, h, **CLOSE)
    np.testing.assert_allclose(found.grid, [-h, 1, 2 + h], **CLOSE)
    end = (normal(1) + normal(1 + 2 / h)) / (2 * h)
    np.testing.assert_allclose(found.height, [end, normal(1 / h) / h, end], **CLOSE)
    assert (found.defined, str(found.reason)) == (True, "")
    silverman = kernel_density([0.0, 2.0], rule="silverman").bandwidth
    np.testing.assert_allclose(silverman, np.sqrt(2) * 1.5**-0.2, **CLOSE)


@given(differing, st.fixed_dictionaries(OPTIONS))
def test_is_its_definition(y, chosen):
    found = kernel_density(y, points=20, **chosen)
    for row in range(len(y)):
        h = found.bandwidth[row]
        expected = normal((found.grid[row][:, None] - y[row]) / h).mean(axis=1) / h
        np.testing.assert_allclose(found.height[row], expected, **CLOSE)
    low = (y.min(axis=1) - chosen["cut"] * found.bandwidth)[:, None]
    high = (y.max(axis=1) + chosen["cut"] * found.bandwidth)[:, None]
    if chosen["grid"] == "shared":
        low, high = np.full_like(low, low.min()), np.full_like(high, high.max())
    np.testing.assert_allclose(found.grid[:, [0, -1]], np.hstack([low, high]), **CLOSE)
    if chosen["bandwidth_scope"] != "own":
        assert len(set(found.bandwidth)) == 1


@given(differing, st.sampled_from([0.01, 3.0, 1e6]), st.floats(-50, 50), st.fixed_dictionaries(OPTIONS))
def test_unit_and_zero_do_not_matter(y, unit, shift, chosen):
    found, moved = kernel_density(y, **chosen), kernel_density(y * unit + shift, **chosen)
    np.testing.assert_allclose(moved.bandwidth, found.bandwidth * unit, rtol=1e-6)
    np.testing.assert_allclose(moved.height * unit, found.height, rtol=1e-6, atol=1e-9)
    fixed = kernel_density(y * unit, rule="fixed", bandwidth=2 * unit, grid=chosen["grid"])
    np.testing.assert_allclose(
        fixed.height * unit,
        kernel_density(y, rule="fixed", bandwidth=2.0, grid=chosen["grid"]).height,
        **CLOSE,
    )


@given(differing, st.randoms(use_true_random=False), st.fixed_dictionaries(OPTIONS))
def test_names_of_regions_do_not_matter_and_area_is_1(y, random, chosen):
    order = list(range(y.shape[1]))
    random.shuffle(order)
    found = kernel_density(y, points=600, **(chosen | {"cut": 8.0}))
    shuffled = kernel_density(y[:, order], points=600, **(chosen | {"cut": 8.0}))
    np.testing.assert_allclose(shuffled.height, found.height, **CLOSE)
    np.testing.assert_allclose(np.trapezoid(found.height, found.grid, axis=-1), 1, atol=1e-6)


@given(differing, st.fixed_dictionaries(OPTIONS))
def test_turned_around_the_density_is_its_mirror(y, chosen):
    found, turned = kernel_density(y, **chosen), kernel_density(-y, **chosen)
    np.testing.assert_allclose(turned.height[..., ::-1], found.height, **CLOSE)
    mirrored = peaks(turned.grid, turned.height)
    seen = peaks(found.grid, found.height)
    np.testing.assert_array_equal(mirrored.count, seen.count)
    for a, b in zip(seen.position, mirrored.position, strict=True):
        np.testing.assert_allclose(a.compressed(), -b.compressed()[::-1], rtol=1e-9, atol=1e-9)


def test_groups_are_their_members_alone():
    y = np.random.default_rng(4).lognormal(size=(3, 10))
    member = np.arange(10) % 3 == np.arange(3)[:, None, None]
    found = kernel_density(y, member, grid="own")
    assert found.height.shape == (3, 3, 200) and found.bandwidth.shape == (3, 3)
    for group in range(3):
        alone = kernel_density(y[:, member[group, 0]], grid="own")
        np.testing.assert_allclose(found.grid[group], alone.grid, **CLOSE)
        np.testing.assert_allclose(found.height[group], alone.height, **CLOSE)


def test_large_series_are_taken_in_parts():
    y = np.random.default_rng(6).lognormal(size=(2, 70_000))
    found = kernel_density(y, points=7)
    h = found.bandwidth[1]
    np.testing.assert_allclose(found.height[1, 3], normal((found.grid[1, 3] - y[1]) / h).mean() / h, **CLOSE)


@pytest.mark.parametrize("rule", ["scott", "silverman"])
def test_constant_and_single_values_have_no_bandwidth_of_their_own(rule):
    y = np.array([[0.1, 0.1, 0.1], [1.0, 2.0, 4.0], [5.0, 6.0, 7.0], [1.0, 2.0, 3.0]])
    member = np.array([[1, 1, 1], [1, 1, 1], [1, 0, 0], [0, 0, 0]], dtype=bool)
    own = kernel_density(y, member, rule=rule, grid="shared")
    assert own.reason.tolist() == ["constant", "", "one_value", "no_value"]
    assert own.defined.tolist() == [False, True, False, False]
    assert np.isnan(own.height[[0, 2, 3]]).all() and np.isfinite(own.height[1]).all()
    assert np.isfinite(own.grid).all()  # shared with the one that is defined
    assert np.isnan(kernel_density(y, member, rule=rule, grid="own").grid[0]).all()
    assert peaks(own.grid, own.height).count.tolist() == [0, 1, 0, 0]
    for scope in ("pooled", "mean"):
        shared = kernel_density(y, member, rule=rule, bandwidth_scope=scope)
        assert shared.reason.tolist() == ["", "", "", "no_value"]
        assert peaks(shared.grid, shared.height).count.tolist() == [1, 1, 1, 0]


def test_nothing_that_differs_has_no_density_but_with_a_fixed_bandwidth():
    for y in ([[0.1, 0.1], [0.1, 0.1]], [[0.1]]):
        for scope in BANDWIDTH_SCOPES:
            found = kernel_density(y, bandwidth_scope=scope)
            assert not found.defined.any() and (found.reason != "").all()
            assert np.isnan(found.grid).all() and np.isnan(found.height).all()
        fixed = kernel_density(y, rule="fixed", bandwidth=0.5, points=3, cut=2)
        assert fixed.defined.all()
        np.testing.assert_allclose(fixed.height[0], normal(np.array([-2.0, 0, 2])) / 0.5, **CLOSE)
        np.testing.assert_allclose(peaks(fixed.grid, fixed.height).position, [[0.1]] * len(y), **CLOSE)
    # Constant series that differ from one another: the pooled sample has a bandwidth, none of its own has.
    y = [[1.0, 1.0], [2.0, 2.0]]
    assert kernel_density(y, bandwidth_scope="pooled").defined.all()
    assert kernel_density(y, bandwidth_scope="mean").reason.tolist() == ["constant"] * 2


@pytest.mark.parametrize("unit", [1e-250, 1e250])
def test_tiny_and_huge_values(unit):
    found, plain = (kernel_density(np.array([1.0, 2.0, 4.0]) * u) for u in (unit, 1.0))
    np.testing.assert_allclose(found.bandwidth, plain.bandwidth * unit, rtol=1e-9)
    np.testing.assert_allclose(found.height * unit, plain.height, **CLOSE)


def test_values_far_apart_do_not_overflow():
    found = kernel_density([0.0, 1e200], rule="fixed", bandwidth=1e-3, points=3, cut=0)
    np.testing.assert_allclose(found.height, [0.5 * normal(0) / 1e-3, 0, 0.5 * normal(0) / 1e-3], **CLOSE)
    assert peaks(found.grid, found.height).count == 2


@pytest.mark.parametrize(
    "height, positions",
    [
        ([1, 2, 1], [1]),
        ([1, 2, 2, 1], [1.5]),
        ([1, 2, 2, 2, 1, 3, 1], [2, 5]),
        ([1, 2, 2, 3, 1], [3]),
        ([3, 2, 2, 1], [0]),
        ([1, 2, 3], [2]),
        ([2, 1, 2], [0, 2]),
        ([2, 2, 2], [1]),
        ([5], [0]),
        # 1e-13 of the greatest height is rounding, 1e-11 is not.
        ([1, 2, 2 - 2e-13, 2, 1], [2]),
        ([1, 2, 2 - 2e-11, 2, 1], [1, 3]),
    ],
)
def test_peaks_by_hand(height, positions):
    found = peaks(np.arange(len(height)), height)
    assert found.count == len(positions)
    assert found.position.tolist() == positions
    assert found.height.tolist() == pytest.approx([height[int(at)] for at in positions])


def test_peaks_of_rows_are_masked_beyond_their_count():
    found = peaks([[0, 1, 2]] * 3, [[1, 2, 1], [2, 1, 2], [np.nan] * 3])
    assert found.count.tolist() == [1, 2, 0]
    assert found.position.tolist() == [[1, None], [0, 2], [None, None]]
    assert np.isfinite(np.ma.getdata(found.height)).all()
    nothing = peaks([[np.nan] * 3], [[np.nan] * 3])
    assert nothing.count.tolist() == [0] and nothing.position.shape == (1, 0)


@pytest.mark.parametrize("distance, count", [(1.9, 1), (2.1, 2)])
def test_two_equal_normals_have_two_peaks_from_two_deviations_on(distance, count):
    found = kernel_density([0.0, distance], rule="fixed", bandwidth=1.0, points=2001)
    assert peaks(found.grid, found.height).count == count


def test_input_is_left_as_it_is():
    y, member = np.array([[3.0, 1, 2]]), np.array([True, True, False])
    found = kernel_density(y, member)
    kept = found.height.copy()
    peaks(found.grid, found.height)
    assert (y.tolist(), member.tolist()) == ([[3, 1, 2]], [True, True, False])
    np.testing.assert_array_equal(found.height, kept)


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_value_that_is_not_finite_is_named(odd):
    with pytest.raises(MethodError, match=rf"y\[0, 1\] is {odd}: must be a finite number") as refused:
        kernel_density([[1.0, odd]])
    assert refused.value.position == (0, 1)
    with pytest.raises(MethodError, match=rf"height\[1, 0\] is {odd}"):
        peaks([[0, 1], [0, 1]], [[1, 2], [odd, 1]])


def test_bad_input_is_refused():
    y = [1.0, 2.0]
    for options, message in (
        ({"rule": "normal"}, "rule is 'normal'"),
        ({"bandwidth_scope": "all"}, "bandwidth_scope is 'all'"),
        ({"grid": "fine"}, "grid is 'fine'"),
        ({"rule": "fixed"}, "rule is 'fixed', bandwidth is None"),
        ({"bandwidth": 1.0}, "rule is 'scott', bandwidth is 1.0"),
        ({"rule": "fixed", "bandwidth": 0.0}, "bandwidth is 0.0: must be above 0"),
        ({"rule": "fixed", "bandwidth": np.nan}, "bandwidth is nan: must be above 0"),
        ({"points": 1}, "points is 1: must be a whole number from 2"),
        ({"points": 9.5}, "points is 9.5"),
        ({"cut": -1}, "cut is -1: must not be negative"),
        ({"member": [1, 0]}, "member holds int64: must be True and False"),
        ({"member": [True] * 3}, r"member has shape \(3,\): does not fit y of shape \(2,\)"),
    ):
        with pytest.raises(MethodError, match=message):
            kernel_density(y, **options)
    with pytest.raises(MethodError, match="y has shape"):
        kernel_density([])
    with pytest.raises(MethodError, match="must be the same, not empty"):
        peaks([0, 1], [1])
