import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nianjian.methods import weights
from nianjian.methods.checks import MethodError
from nianjian.methods.normalise import constant

matrices = arrays(
    float, st.tuples(st.integers(1, 8), st.integers(1, 5)), elements=st.integers(0, 64).map(lambda i: i / 64)
)
SCHEMES = {
    "entropy": lambda z: weights.entropy_weights(z).weights,
    "entropy shifted": lambda z: weights.entropy_weights(z, shift=1e-4).weights,
    "equal": weights.equal_weights,
    "cv": weights.cv_weights,
    "critic": weights.critic_weights,
}
every_scheme = pytest.mark.parametrize("weigh", SCHEMES.values(), ids=SCHEMES)


@every_scheme
@given(z=matrices)
def test_sum_to_one_and_constant_columns_weigh_nothing(weigh, z):
    w = weigh(z)
    assert (w >= 0).all() and (w[constant(z)] == 0).all()
    assert w.sum() == pytest.approx(0 if constant(z).all() else 1, abs=1e-12)


@every_scheme
@given(z=matrices, random=st.randoms(use_true_random=False))
def test_follow_their_columns_and_ignore_the_order_of_rows(weigh, z, random):
    rows, columns = list(range(z.shape[0])), list(range(z.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    np.testing.assert_allclose(weigh(z[rows][:, columns]), weigh(z)[columns], atol=1e-9)


@every_scheme
def test_batch_equals_loop(weigh):
    z = np.random.default_rng(2).uniform(size=(3, 4, 9, 5))
    z[1, 2, :, 3] = 0.25
    looped = [[weigh(z[i, j]) for j in range(4)] for i in range(3)]
    np.testing.assert_allclose(weigh(z), looped, rtol=0, atol=1e-15)


@every_scheme
def test_no_information_gives_no_weights(weigh):
    np.testing.assert_array_equal(weigh(np.full((4, 3), 0.3)), [0, 0, 0])
    np.testing.assert_array_equal(weigh([[0.3, 0.0, 1.0]]), [0, 0, 0])


@every_scheme
def test_single_column_has_all_the_weight(weigh):
    np.testing.assert_allclose(weigh([[0.0], [0.25], [1.0]]), [1.0])


@pytest.mark.parametrize("name", ["entropy", "cv"])
@given(z=matrices, unit=st.floats(1e-3, 1e3))
def test_unit_of_a_column_does_not_matter(name, z, unit):
    assume(not constant(z).all())
    units = np.where(np.arange(z.shape[1]) % 2, unit, 1.0)
    np.testing.assert_allclose(SCHEMES[name](z * units), SCHEMES[name](z), atol=1e-9)


@given(z=matrices, shift=st.sampled_from([0.0, 1e-4, 0.01]))
def test_entropy_lies_in_0_to_1(z, shift):
    found = weights.entropy_weights(z, shift)
    assert (found.entropy >= 0).all() and (found.entropy <= 1).all()
    np.testing.assert_allclose(found.divergence, 1 - found.entropy, rtol=0, atol=1e-15)


def test_entropy_by_hand():
    # Column 0: all in one row, E = 0. Column 1: halves in two of four rows, E = ln 2 / ln 4. Column 2: even,
    # E = 1.
    found = weights.entropy_weights([[1, 0.5, 1], [0, 0.5, 1], [0, 0, 1], [0, 0, 1]])
    np.testing.assert_allclose(found.entropy, [0, 0.5, 1], atol=1e-15)
    np.testing.assert_allclose(found.weights, [2 / 3, 1 / 3, 0], atol=1e-15)


def test_entropy_divides_by_the_ln_of_the_rows_in_scope():
    once = np.array([[0.0], [0.25], [1.0]])
    twice = np.vstack([once, once])
    entropy_3 = weights.entropy_weights(once).entropy
    # The same rows twice: sum P ln P falls by ln 2, the divisor is ln 6.
    expected = (entropy_3 * np.log(3) + np.log(2)) / np.log(6)
    np.testing.assert_allclose(weights.entropy_weights(twice).entropy, expected, rtol=1e-14)


def test_entropy_shift_gives_a_zero_column_no_weight():
    found = weights.entropy_weights([[0.0, 0.0], [0.0, 1.0]], shift=0.01)
    np.testing.assert_array_equal(found.weights, [0, 1])
    assert found.entropy[0] == 1


def test_entropy_shift_changes_little_if_small_and_visibly_if_large():
    z = np.random.default_rng(3).uniform(size=(31, 4))
    z[0] = 0
    plain = weights.entropy_weights(z).weights
    assert 0 < np.abs(weights.entropy_weights(z, 1e-4).weights - plain).max() < 1e-3
    assert np.abs(weights.entropy_weights(z, 0.01).weights - plain).max() > 1e-3


@pytest.mark.parametrize("weigh", [weights.entropy_weights, weights.cv_weights])
def test_negative_value_is_named(weigh):
    with pytest.raises(MethodError, match=r"z\[1, 0\] is -0.5: must not be negative") as refused:
        weigh([[0.5, 1.0], [-0.5, 0.0]])
    assert refused.value.position == (1, 0)


@pytest.mark.parametrize("shift", [-0.1, float("nan"), float("inf")])
def test_bad_shift_is_refused(shift):
    with pytest.raises(MethodError, match="shift"):
        weights.entropy_weights([[0.5], [1.0]], shift)


def test_equal_weights_leave_constant_columns_out():
    np.testing.assert_array_equal(weights.equal_weights([[0, 1, 5], [1, 0, 5]]), [0.5, 0.5, 0])


def test_fixed_weights_are_checked_and_copied():
    given_weights = np.array([0.25, 0.75])
    returned = weights.fixed_weights(given_weights)
    np.testing.assert_array_equal(returned, given_weights)
    assert returned is not given_weights
    np.testing.assert_allclose(weights.fixed_weights([0.1] * 10), 0.1)


def test_fixed_weights_that_do_not_sum_to_one_are_refused_with_the_sum():
    with pytest.raises(MethodError, match=r"weights sum to 0.9: must sum to 1"):
        weights.fixed_weights([0.4, 0.5])
    with pytest.raises(MethodError, match="sum to 2.0") as refused:
        weights.fixed_weights([[0.5, 0.5], [1.0, 1.0]])
    assert refused.value.position == (1,)


def test_points_are_brought_to_a_sum_of_one():
    # Half a point more on the first of two, and the weights a paper rounds to four places.
    np.testing.assert_allclose(weights.scaled_weights([3, 2]), [0.6, 0.4])
    np.testing.assert_allclose(weights.scaled_weights([0.3334, 0.3334, 0.3334]), 1 / 3)
    points = np.array([[5.0, 3.0, 0.0], [1.0, 1.0, 2.0]])
    np.testing.assert_allclose(weights.scaled_weights(points * 7), weights.scaled_weights(points))
    np.testing.assert_allclose(weights.scaled_weights(points).sum(axis=-1), 1)
    np.testing.assert_array_equal(weights.scaled_weights([4.0]), [1])


def test_points_that_are_all_zero_or_negative_are_refused():
    with pytest.raises(MethodError, match="points are all 0: nothing to weigh by") as refused:
        weights.scaled_weights([[1, 2], [0, 0]])
    assert refused.value.position == (1,)
    with pytest.raises(MethodError, match=r"points\[1\] is -2"):
        weights.scaled_weights([1, -2])


def test_fixed_weights_refuse_a_negative_one():
    with pytest.raises(MethodError, match=r"weights\[0\] is -0.5"):
        weights.fixed_weights([-0.5, 1.5])


def test_cv_by_hand():
    # Coefficients of variation 0.5 and 0.25.
    np.testing.assert_allclose(weights.cv_weights([[1.0, 3.0], [3.0, 5.0]]), [2 / 3, 1 / 3])


def test_critic_with_perfect_agreement_weighs_by_deviation():
    z = np.array([0.0, 0.3, 0.9, 1.0])
    np.testing.assert_allclose(
        weights.critic_weights(np.column_stack([z, z / 2, z / 2 + 0.1])), [0.5, 0.25, 0.25]
    )


def test_critic_by_hand():
    # r = -1 between columns 0 and 1: conflict 2 for each, deviations 0.5 and 0.25.
    np.testing.assert_allclose(weights.critic_weights([[0.0, 0.5], [1.0, 0.0]]), [2 / 3, 1 / 3])


def test_principal_components_by_hand():
    """Two columns alike and one against them: of r = [[1, 1, -1], ..] one component explains all, with equal parts."""
    x = np.array([0.0, 0.3, 1.0, 0.6])
    z = np.column_stack([x, 2 * x + 1, -x])
    np.testing.assert_allclose(weights.principal_component_weights(z), np.full(3, 1 / 3))


def test_principal_components_against_a_decomposition_of_the_columns():
    """The same by singular values of the standardised columns, scikit-learn's way."""
    from sklearn.decomposition import PCA

    z = np.random.default_rng(0).random((31, 5)) @ np.random.default_rng(1).random((5, 5))
    standard = (z - z.mean(axis=0)) / z.std(axis=0)
    pca = PCA().fit(standard)
    share, parts = pca.explained_variance_ratio_, pca.components_
    kept = np.cumsum(share) - share < 0.85
    parts = parts * np.where(parts.sum(axis=1) < 0, -1, 1)[:, None]
    c = np.abs((share[kept, None] * parts[kept]).sum(axis=0))
    np.testing.assert_allclose(weights.principal_component_weights(z), c / c.sum(), atol=1e-9)


def test_scatter_spreads_the_scores_the_most():
    z = np.random.default_rng(0).random((40, 4))
    best = weights.scatter_weights(z)
    best = best / np.linalg.norm(best)
    for other in np.random.default_rng(1).random((200, 4)):
        assert ((z @ best) ** 2).sum() >= ((z @ other / np.linalg.norm(other)) ** 2).sum() - 1e-9


@pytest.mark.parametrize("method", [weights.principal_component_weights, weights.scatter_weights])
def test_components_and_scatter_in_odd_cases(method):
    z = np.random.default_rng(0).random((9, 4))
    z[:, 2] = 0.5
    found = method(z)
    assert found[2] == 0 and found.sum() == pytest.approx(1)
    np.testing.assert_array_equal(method(z[::-1]), found)
    np.testing.assert_array_equal(method(np.stack([z, z]))[1], found)
    assert method(np.full((3, 2), 0.3)).tolist() == [0, 0]
    assert method([[0.1, 0.9]]).tolist() == [0, 0]
