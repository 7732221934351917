"""The same numbers as scikit-criteria, pymcdm, inequality and scipy, where those are right.

Known differences, not tested: scikit-criteria's `std_weights` divides by the number of columns, not by the
sum; pymcdm's entropy is 0 for a column that holds a zero, where 0 ln 0 = 0 leaves the other terms.
"""

import numpy as np
import pymcdm.methods
import pymcdm.normalizations
import pymcdm.weights
import pytest
from inequality.gini import Gini
from inequality.theil import Theil, TheilD
from scipy.stats import rankdata
from skcriteria.agg import topsis as skc_topsis
from skcriteria.preprocessing import scalers, weighters

from nianjian.methods import inequality, normalise, scores, weights

DIRECTION = np.array([1, -1, 1, 1, -1, 1])
CLOSE = {"rtol": 1e-12, "atol": 1e-12}


@pytest.fixture(params=range(5))
def x(request):
    return np.random.default_rng(request.param).lognormal(size=(31, 6))


@pytest.fixture
def w(x):
    return np.random.default_rng(int(x[0, 0] * 1e6)).dirichlet(np.ones(6))


def test_min_max_scikit_criteria(x):
    expected = scalers.matrix_scale_by_cenit_distance(x, DIRECTION)
    np.testing.assert_allclose(normalise.min_max(x, DIRECTION), expected, **CLOSE)


def test_entropy_weights_scikit_criteria(x):
    z = normalise.min_max(x, DIRECTION)  # with zeros
    np.testing.assert_allclose(weights.entropy_weights(z).weights, weighters.entropy_weights(z), **CLOSE)
    np.testing.assert_allclose(weights.entropy_weights(x).weights, weighters.entropy_weights(x), **CLOSE)


def test_entropy_weights_pymcdm_without_zeros(x):
    np.testing.assert_allclose(weights.entropy_weights(x).weights, pymcdm.weights.entropy_weights(x), **CLOSE)


def test_critic_weights_scikit_criteria(x):
    expected = weighters.critic_weights(x, DIRECTION)
    np.testing.assert_allclose(weights.critic_weights(normalise.min_max(x, DIRECTION)), expected, **CLOSE)


def test_critic_weights_pymcdm(x):
    # pymcdm divides by n - 1 where scikit-criteria divides by n: the divisor cancels.
    expected = pymcdm.weights.critic_weights(x)
    z = normalise.min_max(x, np.ones(6))
    np.testing.assert_allclose(weights.critic_weights(z), expected, **CLOSE)


def test_topsis_scikit_criteria(x, w):
    expected = skc_topsis.topsis(scalers.scale_by_vector(x, axis=0), DIRECTION, w)[-1]
    np.testing.assert_allclose(scores.topsis(x, w, DIRECTION), expected, **CLOSE)


@pytest.mark.parametrize("norm", ["vector", "min_max"])
def test_topsis_pymcdm(x, w, norm):
    theirs = {
        "min_max": pymcdm.normalizations.minmax_normalization,
        # Its own vector_normalization turns a `-` column into 1 - x / length, the textbook only
        # divides.
        "vector": lambda column, cost=False: (-1 if cost else 1) * column / np.linalg.norm(column),
    }[norm]
    expected = pymcdm.methods.TOPSIS(theirs)(x, w, DIRECTION)
    np.testing.assert_allclose(scores.topsis(x, w, DIRECTION, norm=norm), expected, **CLOSE)


def test_gini_inequality(x):
    for column in x.T:
        np.testing.assert_allclose(inequality.gini(column), Gini(column).g, **CLOSE)


def test_theil_inequality(x):
    groups = np.arange(31) % 3
    for column in x.T:
        found, expected = inequality.theil(column, groups), TheilD(column, groups)
        np.testing.assert_allclose(found.total, Theil(column).T, **CLOSE)
        np.testing.assert_allclose([found.between, found.within], [expected.bg[0], expected.wg[0]], **CLOSE)


@pytest.mark.parametrize("ties", scores.TIES)
@pytest.mark.parametrize("shape", [(1,), (7,), (3, 50), (4, 5, 31)])
def test_ranks_of_scipy(ties, shape):
    tied = np.random.default_rng(7).integers(0, 6, shape) / 7
    np.testing.assert_array_equal(scores.rank(tied, ties, descending=False), rankdata(tied, ties, axis=-1))
    np.testing.assert_array_equal(scores.rank(tied, ties), rankdata(-tied, ties, axis=-1))
