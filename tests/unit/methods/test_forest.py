import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.ensemble import RandomForestRegressor
from sklearn.inspection import partial_dependence as sklearn_dependence
from sklearn.inspection import permutation_importance
from sklearn.model_selection import GroupKFold, cross_val_predict

from nianjian.methods.checks import MethodError
from nianjian.methods.forest import (
    Growing,
    cross_validation,
    importance,
    partial_dependence,
    tree_curve,
    turning_points,
)

CLOSE = {"rtol": 0, "atol": 1e-9}
GROWINGS = [Growing(), Growing(features=1 / 3, leaf=5)]
whole = st.integers(-20, 20).map(float)


@pytest.fixture(scope="module")
def panel():
    """(x, y, region): 20 regions, 4 years; of 5 factors the second counts most, the last is constant."""
    random = np.random.default_rng(5)
    region = np.repeat(np.arange(20), 4)
    x = random.normal(size=(20, 5)).repeat(4, axis=0) + 0.2 * random.normal(size=(80, 5))
    x[:, 4] = 3.0
    y = x[:, 0] ** 2 + 4 * x[:, 1] + random.normal(size=20)[region] + 0.2 * random.normal(size=80)
    return x, y, region


def plain_forest(x, y, trees, seed, growing=GROWINGS[0], **more):
    return RandomForestRegressor(
        trees, max_features=growing.features, min_samples_leaf=growing.leaf, random_state=seed, **more
    ).fit(x, y)


@pytest.mark.parametrize("growing", GROWINGS)
def test_out_of_bag_error_is_scikit_learns(panel, growing):
    x, y, _ = panel
    found = tree_curve(x, y, [60, 40], [1, 2], growing=growing)
    assert found.trees.tolist() == [40, 60]
    assert (found.covered == 1).all()
    for at, seed in enumerate([1, 2]):
        for number, trees in enumerate(found.trees):
            forest = plain_forest(x, y, int(trees), seed, growing, oob_score=True)
            expected = np.square(forest.oob_prediction_ - y).mean()
            assert found.error[at, number] == pytest.approx(expected, abs=1e-9)
    np.testing.assert_allclose(found.mean_error, found.error.mean(axis=0))


def test_rows_that_every_tree_saw_are_not_counted(panel):
    """scikit-learn predicts 0 for them, and warns; three trees leave some 70 % of the rows out."""
    x, y, _ = panel
    found = tree_curve(x, y, [3, 80], [1])
    assert 0.5 < found.covered[0, 0] < 0.9
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        forest = plain_forest(x, y, 3, 1, oob_score=True)
    has_vote = forest.oob_prediction_ != 0
    assert found.covered[0, 0] == has_vote.mean()
    expected = np.square(forest.oob_prediction_ - y)[has_vote].mean()
    assert found.error[0, 0] == pytest.approx(expected, abs=1e-9)
    assert found.chosen == 80


def test_chosen_is_the_smallest_number_within_tolerance(panel):
    x, y, _ = panel
    numbers = [20, 40, 60, 80, 100]
    found = tree_curve(x, y, numbers, [1, 2])
    assert found.chosen == found.trees[found.mean_error.argmin()]
    loose = tree_curve(x, y, numbers, [1, 2], tolerance=10.0)
    assert loose.chosen == loose.trees[(loose.covered == 1).all(axis=0)][0]
    assert tree_curve(x, y, [1, 2], [1]).chosen in (1, 2)  # never every row, but nothing else on offer


@pytest.mark.parametrize("growing", GROWINGS)
def test_impurity_is_scikit_learns(panel, growing):
    x, y, _ = panel
    found = importance(x, y, 20, [1, 2, 3], growing=growing).impurity
    expected = [plain_forest(x, y, 20, seed, growing).feature_importances_ for seed in (1, 2, 3)]
    np.testing.assert_allclose(found.values, expected, **CLOSE)
    np.testing.assert_allclose(found.values.sum(axis=1), 1)


def test_permutation_of_training_rows_is_the_fall_of_r2(panel):
    x, y, _ = panel
    found = importance(x, y, 20, [1, 2], rows="training", repeats=3).permutation
    for values, seed in zip(found.values, (1, 2), strict=True):
        forest = plain_forest(x, y, 20, seed)
        expected = permutation_importance(forest, x, y, scoring="r2", n_repeats=3, random_state=seed)
        np.testing.assert_allclose(values, expected.importances_mean, **CLOSE)


@pytest.mark.parametrize("repeats", [1, 2])
def test_permutation_out_of_bag_is_its_definition(panel, repeats):
    """Tree by tree, factor by factor; the shuffles in the same order."""
    x, y, _ = panel
    forest = plain_forest(x, y, 15, 7)
    random, rises = np.random.default_rng(7), []
    for tree, drawn in zip(forest.estimators_, forest.estimators_samples_, strict=True):
        out = np.setdiff1d(np.arange(len(y)), drawn)
        before = np.square(tree.predict(x[out]) - y[out]).mean()
        rise = np.zeros(5)
        for _ in range(repeats):
            for factor in range(5):
                shuffled = x[out].astype(np.float32)
                shuffled[:, factor] = random.permutation(shuffled[:, factor])
                rise[factor] += (np.square(tree.predict(shuffled) - y[out]).mean() - before) / repeats
        rises.append(rise)
    by_variance = importance(x, y, 15, [7, 8], repeats=repeats).permutation
    np.testing.assert_allclose(by_variance.values[0], np.mean(rises, axis=0) / y.var(), **CLOSE)
    by_error = importance(x, y, 15, [7, 8], scale="standard_error", repeats=repeats).permutation
    rises = np.array(rises)[:, :4]  # the last factor is constant
    expected = rises.mean(axis=0) / (rises.std(axis=0, ddof=1) / np.sqrt(15))
    np.testing.assert_allclose(by_error.values[0, :4], expected, rtol=1e-9)
    assert by_error.values[0, 4] == 0


def test_share_of_features_1_is_all_of_them_also_as_a_whole_number(panel):
    x, y, _ = panel
    found, expected = (importance(x, y, 5, [1, 2], growing=Growing(features=one)) for one in (1, 1.0))
    np.testing.assert_array_equal(found.impurity.values, expected.impurity.values)


def test_spread_by_hand(panel):
    x, y, _ = panel
    for found in importance(x, y, 10, [1, 2, 3, 4]):
        np.testing.assert_allclose(found.mean, found.values.mean(axis=0))
        np.testing.assert_allclose(found.sd, found.values.std(axis=0, ddof=1))
        assert (found.rank_min[1], found.rank_max[1]) == (1, 1)
        for a in range(5):
            for b in range(5):
                signs = set(np.sign(found.values[:, a] - found.values[:, b]))
                assert found.swapped[a, b] == ({1, -1} <= signs)


def test_noise_swaps_ranks_and_the_main_driver_does_not(panel):
    x, y, _ = panel
    found = importance(x, y, 10, range(8)).permutation
    assert found.swapped[2, 3]
    assert not found.swapped[1].any()


def test_unit_of_the_outcome_does_not_matter_to_importance(panel):
    x, y, _ = panel
    here, there = importance(x, y, 10, [1, 2]), importance(x, 1024 * y, 10, [1, 2])
    for found, other in zip(here, there, strict=True):
        np.testing.assert_allclose(found.values, other.values, **CLOSE)


@pytest.mark.parametrize("growing", GROWINGS)
def test_held_out_regions_are_scikit_learns(panel, growing):
    x, y, region = panel
    found = cross_validation(x, y, region, 20, 3, folds=4, growing=growing).by_region
    forest = RandomForestRegressor(
        20, max_features=growing.features, min_samples_leaf=growing.leaf, random_state=3
    )
    folds = GroupKFold(4, shuffle=True, random_state=3)
    expected = cross_val_predict(forest, x, y, groups=region, cv=folds)
    np.testing.assert_allclose(found.predicted, expected, **CLOSE)
    r2 = 1 - np.square(y - expected).sum() / np.square(y - y.mean()).sum()
    assert found.r2 == pytest.approx(r2, abs=1e-9)
    assert found.mae == pytest.approx(np.abs(y - expected).mean(), abs=1e-9)
    by_fold = [np.abs(y - expected)[found.fold == fold].mean() for fold in range(4)]
    np.testing.assert_allclose(found.mae_by_fold, by_fold, **CLOSE)


def test_no_region_is_on_both_sides(panel):
    x, y, region = panel
    found = cross_validation(x, y, region * 1000 + 110000, 5, 3)
    for number in np.unique(region):
        assert len(set(found.by_region.fold[region == number])) == 1
    assert any(len(set(found.by_row.fold[region == number])) > 1 for number in np.unique(region))
    assert found.leak == pytest.approx(found.by_row.r2 - found.by_region.r2)
    assert found.leak > 0


def test_names_of_regions_do_not_matter(panel):
    x, y, region = panel
    one_each = cross_validation(x, y, region, 5, 3, folds=20)
    assert one_each.by_region.fold.max() == 19
    renamed = cross_validation(x, y, region * 7.5, 5, 3, folds=20)
    np.testing.assert_array_equal(renamed.by_region.predicted, one_each.by_region.predicted)


@pytest.mark.parametrize("growing", GROWINGS)
def test_partial_dependence_is_scikit_learns(panel, growing):
    x, y, _ = panel
    found = partial_dependence(x, y, 15, 1, points=6, growing=growing)
    forest = plain_forest(x, y, 15, 1, growing)
    for factor in range(4):
        expected = sklearn_dependence(
            forest, x, [factor], method="brute", kind="average", custom_values={factor: found.grid[factor]}
        )
        np.testing.assert_allclose(found.mean[factor], expected["average"][0], **CLOSE)
    np.testing.assert_allclose(found.grid, np.quantile(x, np.linspace(0, 1, 6), axis=0).T)
    assert np.ptp(found.mean[4]) == 0
    assert not found.is_turning[4].any()


def test_turning_point_of_a_bend_is_found():
    random = np.random.default_rng(6)
    x = random.uniform(-1, 1, size=(300, 2))
    found = partial_dependence(x, np.abs(x[:, 0] - 0.2) + x[:, 1], 30, 1, points=21)
    (at,) = np.flatnonzero(found.is_turning[0])
    assert found.grid[0, at] == pytest.approx(0.2, abs=0.1)
    assert not found.is_turning[1].any()


@pytest.mark.parametrize(
    "curve, tolerance, turns",
    [
        ([0, 1, 2, 3], 0.0, []),
        ([0, 2, 1], 0.5, [1]),
        ([2, 0, 1], 0.5, [1]),
        ([0, 2, 1], 1.0, []),  # not more than the tolerance
        ([0, 2, 1, 3], 1.5, []),
        ([0, 2, 1, 3, 0], 1.5, [3]),
        ([0, 2, 2, 2, 0], 0.5, [1]),  # the first of a flat top
        ([0, 0, 0], 0.0, []),
        ([5], 0.0, []),
        ([0, 3, 0, 3, 0], 1, [1, 2, 3]),
        ([0, -0.2, 3, 1], 0.5, [2]),  # the dip at the start is within the tolerance
        ([0, 0.3, 0.6, 0.9, 0.6, 0.3, 0.0], 0.5, [3]),  # small steps add up
    ],
)
def test_turning_points_by_hand(curve, tolerance, turns):
    assert np.flatnonzero(turning_points(np.array(curve, dtype=float), tolerance)).tolist() == turns


@given(st.lists(whole, min_size=1, max_size=15), st.integers(0, 10))
def test_turning_points_alternate_and_differ_by_more_than_tolerance(curve, tolerance):
    curve = np.array(curve)
    at = np.flatnonzero(turning_points(curve, tolerance))
    steps = np.diff(curve[at])
    assert (np.abs(steps) > tolerance).all()
    assert (np.sign(steps[1:]) == -np.sign(steps[:-1])).all()
    assert not {0, len(curve) - 1} & set(at.tolist())
    np.testing.assert_array_equal(turning_points(-curve, tolerance), turning_points(curve, tolerance))
    np.testing.assert_array_equal(
        turning_points(4 * curve + 1, 4 * tolerance), turning_points(curve, tolerance)
    )
    if tolerance == 0:
        directions = np.sign(np.diff(curve))
        directions = directions[directions != 0]
        assert len(at) == (directions[1:] != directions[:-1]).sum()


def results(x, y, region, seed, jobs):
    growing = Growing(jobs=jobs)
    yield from tree_curve(x, y, [10, 20], [seed], growing=growing)
    for rows in ("out_of_bag", "training"):
        for spread in importance(x, y, 10, [seed, 99], rows=rows, growing=growing):
            yield from spread
    for validation in cross_validation(x, y, region, 10, seed, growing=growing)[:2]:
        yield from validation
    yield from partial_dependence(x, y, 10, seed, points=4, growing=growing)


def test_one_seed_one_result_whatever_the_threads_and_the_global_state(panel):
    first = list(results(*panel, seed=1, jobs=1))
    np.random.seed(123)
    before = np.random.get_state()[1].copy()
    for found, expected in zip(results(*panel, seed=1, jobs=2), first, strict=True):
        np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(np.random.get_state()[1], before)
    other = results(*panel, seed=2, jobs=1)
    assert any((np.asarray(a) != np.asarray(b)).any() for a, b in zip(other, first, strict=True))


def test_input_stays_as_it_is(panel):
    x, y, region = (np.array(part) for part in panel)
    list(results(x, y, region, seed=1, jobs=1))
    for found, expected in zip((x, y, region), panel, strict=True):
        np.testing.assert_array_equal(found, expected)


def test_constant_outcome():
    x, y = np.arange(24.0).reshape(12, 2), np.full(12, 0.1)
    found = importance(x, y, 10, [1, 2])
    assert not found.impurity.values.any() and not found.permutation.values.any()
    assert found.permutation.rank_max.tolist() == [1, 1]
    assert not importance(x, y, 10, [1, 2], scale="standard_error").permutation.values.any()
    assert not importance(x, y, 10, [1, 2], rows="training").permutation.values.any()
    checked = cross_validation(x, y, np.arange(12), 10, 1)
    assert (checked.by_region.r2, checked.by_row.r2, checked.leak) == (None, None, None)
    assert checked.by_region.mae == pytest.approx(0)
    assert not partial_dependence(x, y, 10, 1).is_turning.any()
    assert tree_curve(x, y, [10], [1]).error[0, 0] == pytest.approx(0)


def test_constant_factor_has_no_importance(panel):
    x, y, _ = panel
    found = importance(x, y, 10, [1, 2])
    assert not found.impurity.values[:, 4].any()
    assert not found.permutation.values[:, 4].any()


def test_two_rows():
    x, y = [[0.0], [1.0]], [1.0, 2.0]
    assert tree_curve(x, y, [30], [1]).covered[0, 0] == 1
    assert importance(x, y, 10, [1, 2]).impurity.values.shape == (2, 1)
    assert cross_validation(x, y, [0, 1], 5, 1, folds=2).by_region.r2 == -3
    assert partial_dependence(x, y, 10, 1, points=2).mean.shape == (1, 2)


def test_ties_of_a_factor_in_the_grid():
    x = np.column_stack([np.repeat([0.0, 1.0], [31, 9]), np.arange(40.0)])
    found = partial_dependence(x, x[:, 0] * 5, 10, 1, points=9)
    assert np.unique(found.grid[0]).tolist() == [0, 1]
    assert len(np.unique(found.mean[0])) == 2


METHODS = {
    "tree_curve": lambda x, y: tree_curve(x, y, [5], [1]),
    "importance": lambda x, y: importance(x, y, 5, [1, 2]),
    "cross_validation": lambda x, y: cross_validation(x, y, np.arange(len(y)), 5, 1, folds=2),
    "partial_dependence": lambda x, y: partial_dependence(x, y, 5, 1),
}


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_input_is_checked(method):
    x, y = np.arange(12.0).reshape(6, 2), np.arange(6.0)
    method(x, y)
    for odd in (np.nan, np.inf):
        bad = x.copy()
        bad[4, 1] = odd
        with pytest.raises(MethodError, match=rf"x\[4, 1\] is {odd}") as refused:
            method(bad, y)
        assert refused.value.position == (4, 1)
        with pytest.raises(MethodError, match=rf"y\[5\] is {odd}"):
            method(x, [*y[:5], odd])
    with pytest.raises(MethodError, match=r"x\[0, 1\] is 1e\+39: is too large"):
        method(np.where(x == 1, 1e39, x), y)
    with pytest.raises(MethodError, match=r"must be \(n, m\) and \(n,\)"):
        method(x, y[:5])
    with pytest.raises(MethodError, match="needs at least 2 axes"):
        method(y, y)
    with pytest.raises(MethodError, match="x has one row"):
        method(x[:1], y[:1])


def test_options_are_checked():
    x, y = np.arange(12.0).reshape(6, 2), np.arange(6.0)
    with pytest.raises(MethodError, match="seeds has one"):
        importance(x, y, 5, [1])
    with pytest.raises(MethodError, match="rows is 'test'"):
        importance(x, y, 5, [1, 2], rows="test")
    with pytest.raises(MethodError, match="scale is 'z'"):
        importance(x, y, 5, [1, 2], scale="z")
    with pytest.raises(MethodError, match="scale is 'standard_error'"):
        importance(x, y, 5, [1, 2], rows="training", scale="standard_error")
    with pytest.raises(MethodError, match="needs two"):
        importance(x, y, 1, [1, 2], scale="standard_error")
    with pytest.raises(MethodError, match=r"seeds\[1\] is -1.0"):
        tree_curve(x, y, [5], [1, -1])
    with pytest.raises(MethodError, match=r"trees\[0\] is 0.0"):
        tree_curve(x, y, [0], [1])
    with pytest.raises(MethodError, match=r"trees\[0\] is 2.5"):
        partial_dependence(x, y, 2.5, 1)
    with pytest.raises(MethodError, match=r"points\[0\] is 1.0"):
        partial_dependence(x, y, 5, 1, points=1)
    with pytest.raises(MethodError, match="folds is 5: must not exceed the number of regions, 1"):
        cross_validation(x, y, np.zeros(6), 5, 1)
    with pytest.raises(MethodError, match=r"regions has shape \(5,\)"):
        cross_validation(x, y, np.zeros(5), 5, 1)
    for features in (0, -0.5, 1.5, np.nan):
        with pytest.raises(MethodError, match="features is"):
            tree_curve(x, y, [5], [1], growing=Growing(features=features))
    with pytest.raises(MethodError, match=r"leaf\[0\] is 0.0"):
        tree_curve(x, y, [5], [1], growing=Growing(leaf=0))
    with pytest.raises(MethodError, match="tolerance"):
        turning_points([1.0], -1.0)
