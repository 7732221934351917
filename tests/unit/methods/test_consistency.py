import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianjian.methods.checks import MethodError
from nianjian.methods.consistency import rank_consistency

RELATIONS = {"超前": -1, "同步": 0, "滞后": 1}


def test_rank_consistency_ai_table6(table):
    rows = table("ai_table6")
    found = rank_consistency(
        [int(row["人工智能发展水平排名"]) for row in rows], [int(row["人均GDP排名"]) for row in rows]
    )
    assert len(rows) == 31
    np.testing.assert_array_equal(found.difference, [int(row["排名差值"]) for row in rows])
    np.testing.assert_array_equal(found.relation, [RELATIONS[row["类型"]] for row in rows])
    np.testing.assert_array_equal(found.is_high, [row["一致性水平"] == "较高" for row in rows])


@given(st.permutations(range(1, 9)), st.permutations(range(1, 9)))
def test_swapping_the_measures_turns_the_relation(a, b):
    one, other = rank_consistency(a, b), rank_consistency(b, a)
    np.testing.assert_array_equal(one.difference, -other.difference)
    np.testing.assert_array_equal(one.relation, -other.relation)
    np.testing.assert_array_equal(one.is_high, other.is_high)
    assert one.difference.sum() == 0


def test_threshold_itself_is_high():
    np.testing.assert_array_equal(
        rank_consistency([4, 5, 1.5], [1, 1, 5], threshold=3).is_high, [True, False, False]
    )
    np.testing.assert_array_equal(
        rank_consistency([[4], [5]], [[1], [1]], threshold=4).is_high, [[True], [True]]
    )


def test_bad_input_is_refused():
    with pytest.raises(MethodError, match=r"rank_a has shape \(2,\), rank_b \(1,\)"):
        rank_consistency([1, 2], [1])
    with pytest.raises(MethodError, match="threshold is -1"):
        rank_consistency([1], [1], threshold=-1)
