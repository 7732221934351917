"""Convergence of regions: sigma (does the spread shrink?) and beta (do those behind grow faster?)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import t as student

from nianjian.methods.checks import Floats, MethodError, finite, refuse, whole_from

VERSION = "1.0"


class Sigma(NamedTuple):
    """Result of `sigma`. spread (..., T): standard deviation of ln y by year (divisor n - 1); variation (..., T):
    coefficient of variation of y; trend, its standard error and two-sided p (...): slope of spread on the year, NaN,
    which the caller turns to null, with fewer than three years or a spread that does not vary.
    """

    spread: Floats
    variation: Floats
    trend: Floats
    trend_error: Floats
    trend_p: Floats


class Beta(NamedTuple):
    """Result of `beta`. b, its standard error, t and two-sided p; speed lambda (a year) and half_life (years), NaN where
    there is no convergence; r2; n observations, degrees of freedom; controls (j,), their errors and p.
    """

    b: float
    standard_error: float
    t: float
    p: float
    speed: float
    half_life: float
    r2: float
    n: int
    degrees: int
    controls: Floats
    control_errors: Floats
    control_p: Floats


def sigma(y: ArrayLike) -> Sigma:
    """Sigma convergence: the standard deviation of ln y over regions, by year, and whether it falls.

    Shapes: y (..., T, n), years by regions, above 0 -> Sigma. No unit. Multiplying y by a constant changes nothing.
    Errors: NaN, infinity, a value not above 0, fewer than two regions. Source: Barro and Sala-i-Martin (1992).

    >>> found = sigma([[1.0, 2.0, 4.0], [1.1, 2.0, 3.8], [1.2, 2.0, 3.5]])
    >>> found.spread.round(4), float(found.trend.round(4))
    (array([0.6931, 0.62  , 0.5354]), -0.0789)
    """
    y = _above_zero(y, least_axes=2)
    n, years = y.shape[-1], y.shape[-2]
    if n < 2:
        raise MethodError("y has 1 region: needs two or more")
    spread = np.log(y).std(axis=-1, ddof=1)
    variation = y.std(axis=-1, ddof=1) / y.mean(axis=-1)
    undefined = np.full(spread.shape[:-1], np.nan)
    if years < 3:
        return Sigma(spread, variation, undefined, undefined, undefined)
    time = np.arange(years) - (years - 1) / 2
    squares = (time**2).sum()
    trend = (spread * time).sum(axis=-1) / squares
    rest = spread - spread.mean(axis=-1, keepdims=True) - trend[..., None] * time
    error = np.sqrt((rest**2).sum(axis=-1) / (years - 2) / squares)
    varies = np.ptp(spread, axis=-1) > 0
    trend, error = np.where(varies, trend, np.nan), np.where(varies, error, np.nan)
    return Sigma(spread, variation, trend, error, _two_sided(trend, error, years - 2))


def beta(
    y: ArrayLike,
    controls: ArrayLike | None = None,
    span: int | None = None,
    years: ArrayLike | None = None,
) -> Beta:
    """Beta convergence: growth regressed on the level at its start, over all regions.

    (1/s) ln(y_{i,t+s} / y_{i,t}) = a_t + b ln y_{i,t} + controls_{i,t} c + e, by least squares, a constant for each year
    of start. b < 0: those behind grow faster. Without controls it is absolute, with them conditional convergence.
    lambda = -ln(1 + s b) / s, half-life = ln 2 / lambda, where -1/s < b < 0.

    Shapes: y (T, n), years by regions, above 0; controls (T, n, j), read at the start -> Beta. span: rows of a step, the
    whole period if not given (a cross-section); steps do not overlap. years (T,), one apart if not given: s is the years
    of a step. Standard errors: with one step (a cross-section)
    robust to unequal variances (HC1), with several clustered by region (CR1); p by t, degrees n - 1 - number of slopes in
    a cross-section, clusters - 1 with several.
    Errors: NaN, infinity, a value not above 0, fewer than two years, too few regions for the slopes, steps of unequal length, a level or control
    that does not vary or follows from the others.
    Source: Barro and Sala-i-Martin (1992); Mankiw, Romer and Weil (1992) for controls; Cameron and Miller (2015) for CR1.

    >>> found = beta([[1.0, 2.0, 4.0, 3.0], [1.5, 2.6, 4.4, 3.5]])
    >>> round(found.b, 4), round(found.speed, 4), round(found.half_life, 2), round(found.r2, 4)
    (-0.2264, 0.2567, 2.7, 0.9972)
    """
    y = _above_zero(y, least_axes=2)
    rows_of_years, n = y.shape
    if rows_of_years < 2:
        raise MethodError("y has 1 year: needs two or more")
    starts, step, length = _steps(rows_of_years, span, years)
    level = np.log(y[starts])
    growth = (np.log(y[starts + step]) - level) / length
    columns = [level[..., None]]
    if controls is not None:
        given = finite(controls, "controls", least_axes=3)
        if given.shape[:2] != y.shape:
            raise MethodError(f"controls has shape {given.shape}: must be ({rows_of_years}, {n}, j)")
        columns.append(given[starts])
    x = np.concatenate(columns, axis=-1)
    # A constant for each year of start: deviations from that year's mean.
    x, target = x - x.mean(axis=1, keepdims=True), growth - growth.mean(axis=1, keepdims=True)
    k, rows = x.shape[-1], x.reshape(-1, x.shape[-1])
    degrees = n - 1 - k if len(starts) == 1 else n - 1
    if len(rows) - len(starts) - k < 1:
        raise MethodError(f"y has {n} regions: too few for {k} slopes")
    _independent(rows)
    bread = np.linalg.inv(rows.T @ rows)
    slopes = bread @ (rows.T @ target.ravel())
    rest = target - x @ slopes
    # Sums within a region: of one step each row is its own cluster.
    scores = (x * rest[..., None]).sum(axis=0)
    observations = len(rows)
    correction = (
        observations / (observations - 1 - k)
        if len(starts) == 1
        else n / (n - 1) * (observations - 1) / (observations - len(starts) - k)
    )
    errors = np.sqrt(np.diag(bread @ (scores.T @ scores) @ bread) * correction)
    p = _two_sided(slopes, errors, degrees)
    b = float(slopes[0])
    speed = -np.log1p(length * b) / length if -1 / length < b < 0 else np.nan
    return Beta(
        b, float(errors[0]), b / float(errors[0]) if errors[0] > 0 else np.nan, float(p[0]),
        float(speed), float(np.log(2) / speed) if speed > 0 else np.nan,
        float(1 - (rest**2).sum() / (target**2).sum()) if (target**2).sum() > 0 else np.nan,
        observations, degrees, slopes[1:], errors[1:], p[1:],
    )  # fmt: skip


def _steps(rows: int, span: int | None, years: ArrayLike | None) -> tuple[NDArray[np.int_], int, float]:
    """Rows at which steps start, rows of a step, and its length in years, the same for all."""
    step = rows - 1 if span is None else span
    whole_from(step, 1, "span")
    starts = np.arange(0, rows - step, step)
    if not starts.size:
        raise MethodError(f"span is {step}: y has {rows} years")
    of_row = np.arange(rows) if years is None else finite(years, "years")
    if of_row.shape != (rows,):
        raise MethodError(f"years has shape {of_row.shape}: must be ({rows},)")
    lengths = of_row[starts + step] - of_row[starts]
    refuse(
        (lengths <= 0) | (lengths != lengths[0]), lengths, "step ", "steps must be above 0 and of one length"
    )
    return starts, step, float(lengths[0])


def _above_zero(y: ArrayLike, least_axes: int) -> Floats:
    y = finite(y, "y", least_axes)
    refuse(y <= 0, y, "y", "must be above 0: its logarithm is taken")
    return y


def _independent(x: Floats) -> None:
    """Errors: MethodError with the column, if one does not vary or follows from those before it."""
    size = np.linalg.norm(x, axis=0)
    for at in range(x.shape[1]):
        before = x[:, :at]
        rest = x[:, at] - before @ np.linalg.lstsq(before, x[:, at], rcond=None)[0] if at else x[:, at]
        if not np.linalg.norm(rest) > 1e-9 * max(size[at], np.finfo(float).tiny):
            name = "the level" if at == 0 else f"control {at - 1}"
            raise MethodError(f"{name} does not vary over regions, or follows from the ones before it", (at,))


def _two_sided(estimate: Floats, error: Floats, degrees: int) -> Floats:
    estimate, error = np.broadcast_arrays(estimate, error)
    ratio = np.divide(estimate, error, out=np.full(estimate.shape, np.nan), where=error > 0)
    return 2 * student.sf(np.abs(ratio), degrees)
