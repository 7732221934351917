import numpy as np
import pytest
from scipy.stats import linregress

from nianjian.methods.checks import MethodError
from nianjian.methods.convergence import beta, sigma

RANDOM = np.random.default_rng(0)
Y = np.exp(RANDOM.normal(size=(7, 15)).cumsum(axis=0) * 0.1 + RANDOM.normal(size=15))
CONTROLS = RANDOM.normal(size=(7, 15, 2))


def full(y, controls, span):
    """The same by ordinary least squares with a dummy for each year of start, and sandwich errors written out."""
    starts = np.arange(0, len(y) - span, span)
    rows, target, region = [], [], []
    for at, start in enumerate(starts):
        for i in range(y.shape[1]):
            dummies = np.eye(len(starts))[at]
            rows.append(
                [np.log(y[start, i]), *(controls[start, i] if controls is not None else []), *dummies]
            )
            target.append(np.log(y[start + span, i] / y[start, i]) / span)
            region.append(i)
    x, target, region = np.array(rows), np.array(target), np.array(region)
    coefficients = np.linalg.lstsq(x, target, rcond=None)[0]
    rest, bread = target - x @ coefficients, np.linalg.inv(x.T @ x)
    n, k = x.shape
    if len(starts) == 1:
        meat, factor = (x * rest[:, None] ** 2).T @ x, n / (n - k)
    else:
        sums = [(x[region == i] * rest[region == i, None]).sum(axis=0) for i in range(y.shape[1])]
        meat, factor = sum(np.outer(s, s) for s in sums), len(sums) / (len(sums) - 1) * (n - 1) / (n - k)
    return coefficients, np.sqrt(np.diag(factor * bread @ meat @ bread))


@pytest.mark.parametrize("controls", [None, CONTROLS])
@pytest.mark.parametrize("span", [1, 2, 6])
def test_beta_against_dummies_and_a_sandwich(controls, span):
    found = beta(Y, controls, span)
    coefficients, errors = full(Y, controls, span)
    assert (found.b, found.standard_error) == pytest.approx((coefficients[0], errors[0]))
    if controls is not None:
        np.testing.assert_allclose(found.controls, coefficients[1:3])
        np.testing.assert_allclose(found.control_errors, errors[1:3])


def test_a_cross_section_is_the_line_of_growth_on_level():
    line = linregress(np.log(Y[0]), np.log(Y[-1] / Y[0]) / 6)
    found = beta(Y)
    assert (found.b, found.r2) == pytest.approx((line.slope, line.rvalue**2))
    assert (found.n, found.degrees) == (15, 13)


def test_regions_that_close_half_their_gap_in_a_year():
    """ln y halves each year: speed ln 2, half-life one year, whatever the span."""
    y = np.exp(np.outer(0.5 ** np.arange(4), [1.0, 2.0, -1.0, 0.5]) + RANDOM.normal(size=4) * 1e-9)
    for span in (1, 3):
        found = beta(y, span=span)
        assert found.speed == pytest.approx(np.log(2), rel=1e-6) and found.half_life == pytest.approx(
            1, rel=1e-6
        )
        assert found.r2 == pytest.approx(1)


def test_years_that_are_three_apart_make_steps_of_three_years():
    every_third = beta(Y[::3], years=[2014, 2017, 2020])
    assert every_third.speed == pytest.approx(beta(Y).speed, nan_ok=True) and every_third.b == pytest.approx(
        beta(Y).b
    )
    with pytest.raises(MethodError, match="of one length"):
        beta(Y[:4], span=1, years=[2014, 2015, 2017, 2018])
    with pytest.raises(MethodError, match=r"must be \(7,\)"):
        beta(Y, years=[2014, 2015])


def test_regions_that_drift_apart_have_no_speed():
    y = np.exp(np.outer(1.2 ** np.arange(4), [1.0, 2.0, -1.0, 0.5, 0.1]))
    found = beta(y)
    assert found.b > 0 and np.isnan(found.speed) and np.isnan(found.half_life)


def test_the_unit_and_the_order_of_regions_do_not_matter():
    order, found = RANDOM.permutation(15), beta(Y, CONTROLS, 1)
    for again in (beta(Y * 1e6, CONTROLS, 1), beta(Y[:, order], CONTROLS[:, order], 1)):
        assert again[:9] == pytest.approx(found[:9], nan_ok=True)
    np.testing.assert_allclose(sigma(Y * 1e-6).spread, sigma(Y).spread)
    np.testing.assert_allclose(sigma(Y * 1e-6).trend, sigma(Y).trend)


def test_sigma_against_a_line():
    found = sigma(Y)
    line = linregress(np.arange(7), np.log(Y).std(axis=1, ddof=1))
    assert (found.trend, found.trend_error, found.trend_p) == pytest.approx(
        (line.slope, line.stderr, line.pvalue)
    )
    batch = sigma(np.stack([Y, Y[:, ::-1] ** 2]))
    np.testing.assert_allclose(batch.spread[0], found.spread)
    np.testing.assert_allclose(batch.spread[1], 2 * found.spread)


def test_sigma_of_two_years_or_of_equals_has_no_trend():
    assert np.isnan(sigma(Y[:2]).trend)
    equal = sigma(np.full((4, 3), 2.0))
    assert equal.spread.tolist() == [0, 0, 0, 0] and np.isnan(equal.trend) and np.isnan(equal.trend_p)


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (lambda: beta([[1.0, 0.0], [1.0, 2.0]]), r"y\[0, 1\] is 0.0: must be above 0"),
        (lambda: sigma([[1.0, -2.0]]), "must be above 0"),
        (lambda: beta([[1.0, 2.0, 3.0]]), "1 year"),
        (lambda: beta([[1.0, 2.0], [2.0, 3.0]]), "too few"),
        (lambda: beta(np.full((2, 5), 3.0)), "the level does not vary"),
        (lambda: beta(Y, np.log(Y)[..., None]), "control 0 does not vary"),
        (lambda: beta(Y, CONTROLS[1:]), "must be"),
        (lambda: beta(Y, span=7), "span is 7"),
        (lambda: sigma([[1.0], [2.0]]), "needs two or more"),
    ],
)
def test_odd_input_is_named(call, why):
    with pytest.raises(MethodError, match=why):
        call()
