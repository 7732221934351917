import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nianjian.methods.checks import MethodError
from nianjian.methods.normalise import constant, min_max

# Steps of 1/8 are exact in binary, so shifts and swaps leave the same numbers behind.
matrices = arrays(
    float, st.tuples(st.integers(1, 8), st.integers(1, 5)), elements=st.integers(-80, 80).map(lambda i: i / 8)
)


def ups(x):
    return np.ones(x.shape[-1])


@given(matrices)
def test_lies_in_0_to_1_and_reaches_both_unless_constant(x):
    z = min_max(x, ups(x))
    assert z.min() >= 0 and z.max() <= 1
    varying = ~constant(x)
    assert (z.max(axis=0) == varying).all() and (z.min(axis=0) == 0).all()


@given(matrices, st.integers(-40, 40), st.sampled_from([0.5, 2.0, 1024.0]))
def test_unit_and_origin_do_not_matter(x, origin, unit):
    np.testing.assert_array_equal(min_max(x * unit + origin, ups(x)), min_max(x, ups(x)))


@given(matrices)
def test_minus_indicator_mirrors_plus(x):
    np.testing.assert_allclose(
        min_max(x, -ups(x)), np.where(constant(x), 0, 1 - min_max(x, ups(x))), atol=1e-15
    )


@given(matrices, st.randoms(use_true_random=False))
def test_order_of_rows_and_columns_does_not_matter(x, random):
    rows, columns = list(range(x.shape[0])), list(range(x.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    direction = np.where(np.arange(x.shape[1]) % 2, -1, 1)
    expected = min_max(x, direction)[rows][:, columns]
    np.testing.assert_array_equal(min_max(x[rows][:, columns], direction[columns]), expected)


def test_batch_equals_loop():
    x = np.random.default_rng(1).normal(size=(3, 4, 7, 5))
    direction = [1, -1, 1, 1, -1]
    looped = [[min_max(x[i, j], direction) for j in range(4)] for i in range(3)]
    np.testing.assert_array_equal(min_max(x, direction), looped)


def test_one_row_is_all_zero():
    np.testing.assert_array_equal(min_max([[3.0, -2.0]], [1, -1]), [[0, 0]])


def test_input_is_not_changed():
    x = np.array([[1.0, 2.0], [3.0, 1.0]])
    before = x.copy()
    min_max(x, [1, -1])
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("bad", [0, 2, -0.5])
def test_direction_is_plus_or_minus_one(bad):
    with pytest.raises(MethodError, match=r"direction\[1\] is .*: must be \+1 or -1"):
        min_max([[1.0, 2.0], [3.0, 4.0]], [1, bad])


def test_direction_of_another_length_is_refused():
    with pytest.raises(MethodError, match="direction has 1 values, the matrix has 2 columns"):
        min_max([[1.0, 2.0], [3.0, 4.0]], [1])
