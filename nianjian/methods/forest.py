"""Drivers of an outcome by random forest: number of trees, importance, validation, partial dependence."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.ensemble import RandomForestRegressor
from sklearn.inspection import permutation_importance
from sklearn.model_selection import GroupKFold, KFold

from nianjian.methods.checks import Floats, MethodError, finite, non_negative, option, refuse
from nianjian.methods.scores import rank

VERSION = "1.0"

PERMUTED_ROWS = ("out_of_bag", "training")
SCALES = ("variance", "standard_error")

Ints = NDArray[np.int64]


class Growing(NamedTuple):
    """How a forest is grown.

    features: share of the factors that are tried at a split, above 0 to 1, at least one factor; leaf: least
    rows in a leaf; jobs: threads that grow trees, on which no result depends. 1 and 1 are what scikit-learn
    takes, 1/3 and 5 what R's randomForest does.
    """

    features: float = 1.0
    leaf: int = 1
    jobs: int = 1


class TreeCurve(NamedTuple):
    """Result of `tree_curve`; S seeds, T numbers of trees.

    trees (T,) ascending; error (S, T): mean squared error out of bag, in the squared unit of y; covered
    (S, T): share of the rows that some tree left out, over which the error is; mean_error (T,) over seeds;
    chosen: the number of trees.
    """

    trees: Ints
    error: Floats
    covered: Floats
    mean_error: Floats
    chosen: int


class Spread(NamedTuple):
    """An importance of m factors over S seeds.

    values (S, m); mean, sd (divisor S - 1), lowest and highest rank over seeds (m,), 1 is the most important;
    swapped (m, m): the two factors stand in one order under some seed and in the other under another.
    """

    values: Floats
    mean: Floats
    sd: Floats
    rank_min: Ints
    rank_max: Ints
    swapped: NDArray[np.bool_]


class Importance(NamedTuple):
    """Result of `importance`."""

    impurity: Spread
    permutation: Spread


class Validation(NamedTuple):
    """Predictions of rows that the forest has not seen, (n,), and their quality; r2 is None if y is constant.

    r2 and mae (unit of y) are over all rows; mae_by_fold (folds,); fold (n,): the fold that holds out a row.
    """

    predicted: Floats
    r2: float | None
    mae: float
    mae_by_fold: Floats
    fold: Ints


class CrossValidation(NamedTuple):
    """Result of `cross_validation`: whole regions held out, and rows at random for contrast.

    leak: r2 of rows less r2 of regions, what knowing a region's other years adds; None if y is constant.
    """

    by_region: Validation
    by_row: Validation
    leak: float | None


class Dependence(NamedTuple):
    """Result of `partial_dependence`, a row for each factor: grid and mean (m, G), is_turning (m, G)."""

    grid: Floats
    mean: Floats
    is_turning: NDArray[np.bool_]


DEFAULT = Growing()


def tree_curve(
    x: ArrayLike,
    y: ArrayLike,
    trees: ArrayLike,
    seeds: ArrayLike,
    tolerance: float = 0.0,
    growing: Growing = DEFAULT,
) -> TreeCurve:
    """Out-of-bag error of forests of different numbers of trees, and the number to take.

    A row is predicted by the mean of those of the first t trees that did not see it. error = mean squared
    difference over the rows that some tree left out. chosen: the smallest number whose error, averaged over
    seeds, is at most (1 + tolerance) times the least. Numbers under which not every row is covered are not
    chosen unless all are such.

    Shapes: x (n, m), y (n,), trees: whole numbers above 0, seeds: whole numbers from 0 -> TreeCurve. The
    forests of one seed share their trees: one of the largest number is grown, and read off on the way.
    Errors: NaN, infinity, unequal numbers of rows, fewer than two rows, no row left out by any tree.
    Source: Breiman (2001).

    >>> rows = np.arange(40.0)
    >>> x = np.column_stack([rows, rows % 3])
    >>> curve = tree_curve(x, rows**2, trees=[5, 50, 200], seeds=[1, 2])
    >>> curve.chosen, curve.error.shape, (curve.covered[:, 1:] == 1).all().item()
    (200, (2, 3), True)
    """
    x, y = _checked(x, y)
    trees = np.unique(_whole(trees, "trees", 1))
    tolerance = float(non_negative(tolerance, "tolerance", 0))
    curves = [_out_of_bag_curve(x, y, trees, seed, growing) for seed in _whole(seeds, "seeds", 0)]
    error, covered = (np.array(part) for part in zip(*curves, strict=True))
    mean = error.mean(axis=0)
    is_whole = (covered == 1).all(axis=0)
    offered = np.where(is_whole | ~is_whole.any(), mean, np.inf)
    chosen = trees[np.flatnonzero(offered <= offered.min() * (1 + tolerance))[0]]
    return TreeCurve(trees, error, covered, mean, int(chosen))


def importance(
    x: ArrayLike,
    y: ArrayLike,
    trees: int,
    seeds: ArrayLike,
    *,
    rows: str = "out_of_bag",
    scale: str = "variance",
    repeats: int = 1,
    growing: Growing = DEFAULT,
) -> Importance:
    """Importance of each factor, by impurity and by permutation, in one forest for each seed.

    impurity: the fall of the squared error at the splits on a factor, as a share of that of all factors.
    permutation: the rise of the mean squared error when the values of a factor are shuffled among rows.
    out_of_bag: among the rows a tree left out, mean over trees (Breiman). training: in the whole forest, over
    the rows it was grown from, which flatters factors that it has learnt by heart.
    variance: the rise as a share of the variance of y (divisor n). standard_error, of out_of_bag only: the
    mean over trees by its standard error, as %IncMSE of R's randomForest; it grows with the number of trees.
    repeats: shuffles of each factor, and of each tree if out_of_bag.

    Shapes: x (n, m), y (n,), seeds: two or more whole numbers -> Importance, no unit. Equal importances share
    the better rank. A constant factor, a constant y: importance 0. A tree that left no row out is skipped.
    Errors: as `tree_curve`, one seed, `standard_error` with `training` or fewer than two trees that left rows
    out. Source: Breiman (2001); Liaw and Wiener (2002).

    >>> rows = np.arange(40.0)
    >>> x = np.column_stack([rows, rows % 3])
    >>> found = importance(x, rows**2, trees=30, seeds=[1, 2, 3])
    >>> found.permutation.rank_max.tolist(), found.impurity.swapped.any().item()
    ([1, 2], False)
    """
    option(rows, PERMUTED_ROWS, "rows")
    option(scale, SCALES, "scale")
    if rows == "training" and scale == "standard_error":
        raise MethodError("scale is 'standard_error': is over trees, which 'training' does not part")
    x, y = _checked(x, y)
    seeds = _whole(seeds, "seeds", 0)
    if len(seeds) < 2:
        raise MethodError("seeds has one: a spread needs two")
    (repeats,) = _whole(repeats, "repeats", 1)
    impurity, permutation = [], []
    for seed in seeds:
        forest = _grown(x, y, trees, seed, growing)
        impurity.append(forest.feature_importances_)
        if rows == "out_of_bag":
            permutation.append(_out_of_bag_rise(forest, x, y, repeats, seed, scale))
        else:
            found = permutation_importance(
                forest, x, y, scoring=_score, n_repeats=int(repeats), random_state=int(seed)
            )
            permutation.append(_ratio(found.importances_mean, y.var()))
    return Importance(_spread(np.array(impurity)), _spread(np.array(permutation)))


def cross_validation(
    x: ArrayLike,
    y: ArrayLike,
    regions: ArrayLike,
    trees: int,
    seed: int,
    *,
    folds: int = 5,
    growing: Growing = DEFAULT,
) -> CrossValidation:
    """R2 and mean absolute error on regions that the forest has not seen; beside it on rows at random.

    r2 = 1 - sum (y - predicted)^2 / sum (y - mean y)^2, over all rows at once; below 0: worse than the mean.
    By region, all years of a region are in one fold. By row, a forest that predicts a year has seen the years
    beside it, and may know the region rather than the drivers: `leak` is the difference.

    Shapes: x (n, m), y (n,), regions (n,) numbers -> CrossValidation. Errors: as `tree_curve`; fewer than two
    folds, more folds than regions. Source: Roberts et al. (2017).

    >>> region = np.repeat(np.arange(8.0), 4)
    >>> level = np.random.default_rng(0).normal(size=(8, 2)).repeat(4, axis=0)
    >>> found = cross_validation(level[:, :1], level[:, 1], region, trees=30, seed=1, folds=4)
    >>> found.by_row.r2 > 0.9, found.by_region.r2 < 0.1
    (True, True)
    """
    x, y = _checked(x, y)
    regions = finite(regions, "regions")
    if regions.shape != y.shape:
        raise MethodError(f"regions has shape {regions.shape}: must be {y.shape}, one for each row")
    (seed,), (folds,) = _whole(seed, "seed", 0), _whole(folds, "folds", 2)
    count = len(np.unique(regions))
    if folds > count:
        raise MethodError(f"folds is {folds}: must not exceed the number of regions, {count}")
    chance = {"shuffle": True, "random_state": int(seed)}
    by_region = GroupKFold(int(folds), **chance).split(x, y, regions)
    by_row = KFold(int(folds), **chance).split(x)
    found = [_validated(x, y, list(split), trees, seed, growing) for split in (by_region, by_row)]
    leak = None if found[0].r2 is None else found[1].r2 - found[0].r2
    return CrossValidation(*found, leak)


def partial_dependence(
    x: ArrayLike,
    y: ArrayLike,
    trees: int,
    seed: int,
    points: int = 20,
    *,
    tolerance: float = 0.05,
    growing: Growing = DEFAULT,
) -> Dependence:
    """Mean prediction over all rows with one factor set to each value of a grid; where its direction turns.

    grid: `points` quantiles of the factor, from its least to its largest value, linear between two. Equal
    ones (ties) are repeated, with one mean. Turning points: see `turning_points`, whose tolerance is here
    `tolerance` times the standard deviation of y (divisor n).

    Shapes: x (n, m), y (n,) -> Dependence; grid in the units of x, mean in that of y. A constant factor has
    one value and no turning point. Beyond the range of its own region's values a factor is extrapolated: the
    mean is over rows that may have no such neighbour.
    Errors: as `tree_curve`, fewer than two points. Time O(points m n trees). Source: Friedman (2001).

    >>> rows = np.arange(60.0)
    >>> found = partial_dependence(rows[:, None], (rows - 30) ** 2, trees=30, seed=1, points=7)
    >>> found.grid[0, found.is_turning[0]].round(1)
    array([29.5])
    """
    x, y = _checked(x, y)
    (seed,), (points,) = _whole(seed, "seed", 0), _whole(points, "points", 2)
    tolerance = float(non_negative(tolerance, "tolerance", 0)) * y.std()
    forest = _grown(x, y, trees, seed, growing)
    grid = np.quantile(x, np.linspace(0, 1, points), axis=0).T
    mean = np.empty_like(grid)
    for at, values in enumerate(grid):
        distinct, place = np.unique(values, return_inverse=True)
        moved = np.repeat(x[None], len(distinct), axis=0)
        moved[:, :, at] = distinct[:, None]
        predicted = _predicted(forest, moved.reshape(-1, x.shape[1]))
        mean[at] = predicted.reshape(len(distinct), -1).mean(axis=1)[place]
    return Dependence(grid, mean, turning_points(mean, tolerance))


def turning_points(curve: ArrayLike, tolerance: float) -> NDArray[np.bool_]:
    """Where a curve turns from rising to falling or back, by more than `tolerance`.

    A peak counts if the curve came up to it, and goes down after it, by more than the tolerance before it
    goes beyond the peak; a trough likewise. Of a flat top the first point is marked; ends never are.

    Shapes: curve (..., G), tolerance in its unit -> (..., G). Errors: NaN, infinity, a negative tolerance.

    >>> turning_points([0.0, 3.0, 2.9, 3.0, 1.0, 1.0, 2.0], tolerance=0.5)
    array([False,  True, False, False,  True, False, False])
    >>> turning_points([0.0, 3.0, 2.9, 3.0, 1.0, 1.0, 2.0], tolerance=2.0)
    array([False, False, False, False, False, False, False])
    """
    curve = finite(curve, "curve")
    tolerance = float(non_negative(tolerance, "tolerance", 0))
    found = np.zeros(curve.shape, dtype=bool)
    for values, marks in zip(
        curve.reshape(-1, curve.shape[-1]), found.reshape(-1, curve.shape[-1]), strict=True
    ):
        marks[_turns(values, tolerance)] = True
    return found


def _turns(values: Floats, tolerance: float) -> list[int]:
    found, direction, high, low = [], 0, 0, 0  # high and low: places of the extremes since the last turn
    for at, value in enumerate(values):
        if value > values[high]:
            high = at
        if value < values[low]:
            low = at
        if direction >= 0 and values[high] - value > tolerance:
            if direction:
                found.append(high)
            direction, low = -1, at
        elif direction <= 0 and value - values[low] > tolerance:
            if direction:
                found.append(low)
            direction, high = 1, at
    return found


def _checked(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    x, y = finite(x, "x", least_axes=2), finite(y, "y")
    if x.ndim != 2 or y.shape != x.shape[:1]:
        raise MethodError(f"x has shape {x.shape}, y {y.shape}: must be (n, m) and (n,)")
    if len(y) < 2:
        raise MethodError("x has one row: needs two")
    # Trees compare 32-bit floats: larger values would be infinite to them.
    refuse(np.abs(x) > np.finfo(np.float32).max, x, "x", "is too large for a tree")
    return x, y


def _whole(values: ArrayLike, name: str, least: int) -> Ints:
    given = np.atleast_1d(finite(values, name, 0))
    refuse((given < least) | (given != np.floor(given)), given, name, f"must be a whole number from {least}")
    return given.astype(np.int64)


def _grown(x: Floats, y: Floats, trees: int, seed: int, growing: Growing) -> RandomForestRegressor:
    (trees,), (leaf,) = _whole(trees, "trees", 1), _whole(growing.leaf, "leaf", 1)
    # As a float: to scikit-learn the whole number 1 is one factor.
    share = float(growing.features)
    if not 0 < share <= 1:
        raise MethodError(f"features is {share}: must be a share above 0, at most 1")
    return RandomForestRegressor(
        int(trees),
        max_features=share,
        min_samples_leaf=int(leaf),
        random_state=int(seed),
        n_jobs=growing.jobs,
    ).fit(x, y)


def _by_tree(forest: RandomForestRegressor, x: Floats) -> Floats:
    """Predictions of each tree (trees, n)."""
    single = np.ascontiguousarray(x, dtype=np.float32)
    return np.array([tree.predict(single, check_input=False) for tree in forest.estimators_])


def _predicted(forest: RandomForestRegressor, x: Floats) -> Floats:
    """Mean of the trees, always summed in one order: the forest's own depends on that of its threads."""
    single = np.ascontiguousarray(x, dtype=np.float32)
    total = np.zeros(len(x))
    for tree in forest.estimators_:
        total += tree.predict(single, check_input=False)
    return total / len(forest.estimators_)


def _score(forest: RandomForestRegressor, x: Floats, y: Floats) -> float:
    return -float(np.square(_predicted(forest, x) - y).mean())


def _left_out(forest: RandomForestRegressor, n: int) -> NDArray[np.bool_]:
    """(trees, n): whether a tree was grown without a row."""
    out = np.ones((len(forest.estimators_), n), dtype=bool)
    for row, drawn in zip(out, forest.estimators_samples_, strict=True):
        row[drawn] = False
    return out


def _out_of_bag_curve(
    x: Floats, y: Floats, trees: Ints, seed: int, growing: Growing
) -> tuple[Floats, Floats]:
    """Error and share of rows covered at each number of trees."""
    forest = _grown(x, y, trees[-1], seed, growing)
    out = _left_out(forest, len(y))
    votes = np.cumsum(out, axis=0)[trees - 1]
    sums = np.cumsum(_by_tree(forest, x) * out, axis=0)[trees - 1]
    has_vote = votes > 0
    if not has_vote.any(axis=1).all():
        raise MethodError(f"trees starts at {trees[0]}: no row is left out by any of them, take more")
    squared = np.square(sums / np.maximum(votes, 1) - y) * has_vote
    return squared.sum(axis=1) / has_vote.sum(axis=1), has_vote.mean(axis=1)


def _out_of_bag_rise(
    forest: RandomForestRegressor, x: Floats, y: Floats, repeats: int, seed: int, scale: str
) -> Floats:
    """Rise of the trees' errors out of bag with each factor shuffled, averaged and scaled (m,)."""
    random = np.random.default_rng(int(seed))
    m = x.shape[1]
    rises = []
    for tree, out in zip(forest.estimators_, _left_out(forest, len(y)), strict=True):
        if not out.any():
            continue
        own, target = x[out].astype(np.float32), y[out]
        # All shuffled copies in one array, and the rows as they are at its end: one call for each tree.
        copies = np.repeat(own[None], repeats * m + 1, axis=0)
        for at in range(repeats * m):
            copies[at, :, at % m] = random.permutation(own[:, at % m])
        predicted = tree.predict(copies.reshape(-1, m), check_input=False).reshape(len(copies), -1)
        error = np.square(predicted - target).mean(axis=1)
        rises.append((error[:-1] - error[-1]).reshape(repeats, m).mean(axis=0))
    if scale == "variance":
        return _ratio(np.mean(rises, axis=0), y.var()) if rises else np.zeros(m)
    if len(rises) < 2:
        raise MethodError(f"scale is 'standard_error': {len(rises)} trees left rows out, needs two")
    return _ratio(np.mean(rises, axis=0), np.std(rises, axis=0, ddof=1) / np.sqrt(len(rises)))


def _spread(values: Floats) -> Spread:
    ranks = rank(values)
    above = values[:, :, None] > values[:, None, :]
    swapped = above.any(axis=0) & above.any(axis=0).T
    return Spread(
        values, values.mean(axis=0), values.std(axis=0, ddof=1), ranks.min(axis=0), ranks.max(axis=0), swapped
    )


def _validated(x: Floats, y: Floats, splits: list, trees: int, seed: int, growing: Growing) -> Validation:
    predicted, fold = np.empty(len(y)), np.empty(len(y), dtype=np.int64)
    for number, (seen, unseen) in enumerate(splits):
        predicted[unseen] = _predicted(_grown(x[seen], y[seen], trees, seed, growing), x[unseen])
        fold[unseen] = number
    off = np.abs(y - predicted)
    is_constant = y.min() == y.max()
    r2 = None if is_constant else float(1 - np.square(off).sum() / np.square(y - y.mean()).sum())
    return Validation(predicted, r2, float(off.mean()), np.bincount(fold, off) / np.bincount(fold), fold)


def _ratio(part: Floats, whole: ArrayLike) -> Floats:
    """part / whole, 0 where whole is 0."""
    whole = np.broadcast_to(whole, part.shape)
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
