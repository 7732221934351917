"""Cuts into strata beside those of jenkspy, mapclassify and pandas."""

import jenkspy
import mapclassify
import numpy as np
import pandas as pd
import pytest

from nianjian.methods.strata import cut


def squares_inside(x, codes):
    return sum(((x[codes == h] - x[codes == h].mean()) ** 2).sum() for h in np.unique(codes))


@pytest.mark.filterwarnings("ignore:Numba not installed")
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("k", [2, 3, 5, 8])
def test_natural_is_jenkspy_and_mapclassify(seed, k):
    random = np.random.default_rng(seed)
    x = random.lognormal(size=40)
    x = x.round(1) if seed % 2 else x  # every other one with ties
    ours = cut(x, k, "natural")
    breaks = jenkspy.jenks_breaks(x, k)[1:-1]
    theirs = squares_inside(x, np.searchsorted(breaks, x))
    assert squares_inside(x, ours.codes) == pytest.approx(theirs, rel=1e-9)
    theirs = squares_inside(x, mapclassify.FisherJenks(x, k).yb)
    assert squares_inside(x, ours.codes) == pytest.approx(theirs, rel=1e-9)
    if not seed % 2:  # no ties, one best cut
        np.testing.assert_array_equal(ours.edges, breaks)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("k", [2, 3, 5, 8])
def test_quantile_and_equal_are_mapclassify_and_pandas(seed, k):
    x = np.random.default_rng(seed).normal(size=37)
    quantile, equal = cut(x, k), cut(x, k, "equal")
    np.testing.assert_array_equal(quantile.codes, pd.qcut(x, k, labels=False))
    np.testing.assert_array_equal(quantile.codes, mapclassify.Quantiles(x, k).yb)
    theirs = mapclassify.EqualInterval(x, k).yb
    np.testing.assert_array_equal(equal.codes, np.unique(theirs, return_inverse=True)[1])
