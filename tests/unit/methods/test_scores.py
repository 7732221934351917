import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nianjian.methods import scores
from nianjian.methods.checks import MethodError

matrices = arrays(
    float, st.tuples(st.integers(1, 8), st.integers(1, 5)), elements=st.integers(0, 64).map(lambda i: i / 64)
)
vectors = arrays(float, st.integers(1, 30), elements=st.integers(0, 8).map(lambda i: i / 4))
every_option = pytest.mark.parametrize("norm", ["vector", "min_max", "none"])
every_weighting = pytest.mark.parametrize("weighting", ["matrix", "distance"])


def even(x):
    return np.full(x.shape[1], 1 / x.shape[1])


def mixed(x):
    return np.where(np.arange(x.shape[1]) % 2, -1, 1)


def topsis_by_definition(x, weights, direction, norm, weighting):
    """Column by column, with ideals after the weights."""
    v = np.array(x, dtype=float)
    for j in range(v.shape[1]):
        if norm == "vector" and (v[:, j] != 0).any():
            v[:, j] /= np.linalg.norm(v[:, j])
        if norm == "min_max":
            low, high = v[:, j].min(), v[:, j].max()
            v[:, j] = (v[:, j] - low) / (high - low) if high > low else 0
    if weighting == "matrix":
        v = v * weights
        inside = np.ones(len(weights))
    else:
        inside = weights
    best = [v[:, j].max() if direction[j] > 0 else v[:, j].min() for j in range(v.shape[1])]
    worst = [v[:, j].min() if direction[j] > 0 else v[:, j].max() for j in range(v.shape[1])]
    to_best = np.sqrt(((v - best) ** 2 * inside).sum(axis=1))
    to_worst = np.sqrt(((v - worst) ** 2 * inside).sum(axis=1))
    return to_worst / (to_best + to_worst)


@every_option
@every_weighting
def test_topsis_is_its_definition(norm, weighting):
    random = np.random.default_rng(4)
    x, weights, direction = random.uniform(size=(31, 6)), random.dirichlet(np.ones(6)), [1, -1, 1, 1, -1, 1]
    expected = topsis_by_definition(x, weights, direction, norm, weighting)
    np.testing.assert_allclose(scores.topsis(x, weights, direction, norm, weighting), expected, rtol=1e-13)


@every_option
@every_weighting
@given(x=matrices)
def test_topsis_lies_in_0_to_1(norm, weighting, x):
    closeness = scores.topsis(x, even(x), mixed(x), norm, weighting)
    assert (closeness >= 0).all() and (closeness <= 1).all()


@every_option
@every_weighting
@given(x=matrices, random=st.randoms(use_true_random=False))
def test_topsis_follows_rows_and_ignores_the_order_of_columns(norm, weighting, x, random):
    rows, columns = list(range(x.shape[0])), list(range(x.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    weights = np.arange(1, x.shape[1] + 1) / 10
    expected = scores.topsis(x, weights, mixed(x), norm, weighting)[rows]
    shuffled = scores.topsis(x[rows][:, columns], weights[columns], mixed(x)[columns], norm, weighting)
    np.testing.assert_allclose(shuffled, expected, atol=1e-12)


@every_weighting
@pytest.mark.parametrize("norm", ["vector", "min_max"])
@given(x=matrices, unit=st.sampled_from([0.25, 2.0, 4096.0]))
def test_topsis_unit_of_a_column_does_not_matter(norm, weighting, x, unit):
    units = np.where(np.arange(x.shape[1]) % 2, unit, 1.0)
    expected = scores.topsis(x, even(x), mixed(x), norm, weighting)
    np.testing.assert_allclose(
        scores.topsis(x * units, even(x), mixed(x), norm, weighting), expected, atol=1e-12
    )


@every_option
@every_weighting
def test_topsis_constant_column_adds_nothing(norm, weighting):
    x = np.random.default_rng(5).uniform(size=(6, 2))
    padded = np.column_stack([x, np.full(6, 7.0), np.zeros(6)])
    expected = scores.topsis(x, [0.4, 0.2], [1, -1], norm, weighting)
    found = scores.topsis(padded, [0.4, 0.2, 0.3, 0.1], [1, -1, 1, 1], norm, weighting)
    np.testing.assert_allclose(found, expected, rtol=1e-14)


@every_option
@pytest.mark.parametrize("x", [[[0.0, 0.0]] * 3, [[2.0, 5.0]] * 3, [[1.0, 3.0]]])
def test_topsis_equal_rows_are_0(norm, x):
    np.testing.assert_array_equal(scores.topsis(x, [0.5, 0.5], [1, -1], norm), np.zeros(len(x)))


def test_topsis_best_row_is_1_and_worst_is_0():
    np.testing.assert_array_equal(scores.topsis([[9, 1], [1, 9], [5, 5]], [0.7, 0.3], [1, -1])[:2], [1, 0])


@every_weighting
def test_topsis_schemes_equal_loop(weighting):
    random = np.random.default_rng(6)
    x, weights = random.uniform(size=(3, 9, 4)), random.dirichlet(np.ones(4), size=(5, 1))
    by_scheme_and_year = random.dirichlet(np.ones(4), size=(2, 5, 3))
    direction = [1, 1, -1, 1]
    looped = [[scores.topsis(x[y], w[0], direction, weighting=weighting) for y in range(3)] for w in weights]
    np.testing.assert_allclose(scores.topsis(x, weights, direction, weighting=weighting), looped, rtol=1e-13)
    looped = [
        [[scores.topsis(x[y], w[y], direction, weighting=weighting) for y in range(3)] for w in ws]
        for ws in by_scheme_and_year
    ]
    np.testing.assert_allclose(
        scores.topsis(x, by_scheme_and_year, direction, weighting=weighting), looped, rtol=1e-13
    )


def test_topsis_leaves_its_input_alone():
    x, weights = np.array([[1.0, 2.0], [3.0, 1.0]]), np.array([0.5, 0.5])
    scores.topsis(x, weights, [1, -1], norm="none", weighting="distance")
    np.testing.assert_array_equal(x, [[1, 2], [3, 1]])
    np.testing.assert_array_equal(weights, [0.5, 0.5])


def test_topsis_refuses_bad_options_and_weights():
    x = [[1.0, 2.0], [3.0, 1.0]]
    with pytest.raises(MethodError, match="norm is 'l1': must be one of vector, min_max, none"):
        scores.topsis(x, [0.5, 0.5], [1, 1], norm="l1")
    with pytest.raises(MethodError, match="weighting is 'before'"):
        scores.topsis(x, [0.5, 0.5], [1, 1], weighting="before")
    with pytest.raises(MethodError, match=r"weights\[1\] is -0.5"):
        scores.topsis(x, [1.5, -0.5], [1, 1])
    with pytest.raises(MethodError, match="weights has 3 values"):
        scores.topsis(x, [0.5, 0.3, 0.2], [1, 1])
    with pytest.raises(MethodError, match=r"direction\[0\]"):
        scores.topsis(x, [0.5, 0.5], [0, 1], norm="none")


def test_weighted_sum_schemes_equal_loop():
    random = np.random.default_rng(7)
    z, weights = random.uniform(size=(3, 9, 4)), random.dirichlet(np.ones(4), size=(5, 1))
    looped = [[z[y] @ w[0] for y in range(3)] for w in weights]
    np.testing.assert_allclose(scores.weighted_sum(z, weights), looped, rtol=1e-14)


def test_weighted_sum_innovation_table3(table, agrees, half_unit):
    rows = table("innovation_table3")
    parts = [
        [
            float(row[f"{part}综合指标"])
            for part in ("知识创造", "知识获取", "企业创新", "创新环境", "创新绩效")
        ]
        for row in rows
    ]
    found = scores.weighted_sum(parts, [0.15, 0.15, 0.25, 0.25, 0.20])
    printed = [row["综合值"] for row in rows]
    missed = [
        row["region"]
        for row, score, text in zip(rows, found, printed, strict=True)
        if not agrees(score, text)
    ]
    # Sichuan: 28.0365 against 28.03. The parts are rounded to 0.01 themselves, which moves the sum by up to
    # 0.005.
    assert len(rows) == 13 and missed == ["四川"]
    for score, text in zip(found, printed, strict=True):
        assert abs(score - float(text)) <= half_unit(text) + 0.005 + 1e-9


@pytest.mark.parametrize("year", ["2011", "2015", "2019", "2022"])
def test_rank_ai_table2(table, year):
    rows = table("ai_table2")
    level = np.array([float(row[f"level_{year}"]) for row in rows])
    printed = np.array([int(row[f"rank_{year}"]) for row in rows])
    first, last = scores.rank(level, "min"), scores.rank(level, "max")
    # The paper ranks levels of more places; in print some of them tie.
    assert ((first <= printed) & (printed <= last)).all()
    assert (first != printed).sum() == (4 if year == "2011" else 0)


@pytest.mark.parametrize("year", ["2011", "2015", "2019", "2022"])
def test_mean_and_sample_deviation_ai_table2(table, agrees, year):
    level = np.array([float(row[f"level_{year}"]) for row in table("ai_table2")])
    printed = {row["statistic"]: row[year] for row in table("ai_table2_summary")}
    assert agrees(level.mean(), printed["全国平均"])
    assert agrees(level.std(ddof=1), printed["标准差"])
    assert not agrees(level.std(ddof=0), printed["标准差"])


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("min", [2, 1, 2, 5, 2]),
        ("max", [4, 1, 4, 5, 4]),
        ("average", [3, 1, 3, 5, 3]),
        ("dense", [2, 1, 2, 3, 2]),
        ("ordinal", [2, 1, 3, 5, 4]),
    ],
)
def test_rank_ties(ties, expected):
    np.testing.assert_array_equal(scores.rank([0.3, 0.9, 0.3, 0.1, 0.3], ties), expected)


def test_rank_ascending_and_in_batch():
    np.testing.assert_array_equal(
        scores.rank([[3, 1, 2], [1, 1, 0]], descending=False), [[3, 1, 2], [2, 2, 1]]
    )


def test_rank_type():
    assert scores.rank([1.0, 2.0]).dtype.kind == "i"
    assert scores.rank([1.0, 2.0], "average").dtype.kind == "f"


@given(vectors)
def test_rank_counts_those_above(values):
    np.testing.assert_array_equal(scores.rank(values), [(values > value).sum() + 1 for value in values])


def test_rank_refuses_unknown_ties():
    with pytest.raises(MethodError, match="ties is 'first'"):
        scores.rank([1.0], ties="first")


@given(vectors, st.integers(1, 6))
def test_tier_falls_with_the_score_and_equal_scores_share_one(values, tiers):
    found = scores.tier(values, tiers)
    assert found.min() == 1 and found.max() <= tiers
    order = np.argsort(-values)
    assert (np.diff(found[order]) >= 0).all()
    assert all(len(set(found[values == value])) == 1 for value in values)


@pytest.mark.parametrize(
    ("n", "tiers", "sizes"), [(31, 3, [11, 10, 10]), (30, 5, [6] * 5), (22, 3, [8, 7, 7])]
)
def test_tier_sizes_without_ties(n, tiers, sizes):
    np.testing.assert_array_equal(np.bincount(scores.tier(np.arange(n) / 7, tiers))[1:], sizes)


def test_tier_ties_go_to_the_higher_tier():
    np.testing.assert_array_equal(scores.tier([5, 4, 4, 1], 2), [1, 1, 1, 2])
    np.testing.assert_array_equal(scores.tier([2, 2, 2, 2], 4), [1, 1, 1, 1])


def test_tier_needs_a_tier():
    with pytest.raises(MethodError, match="tiers is 0"):
        scores.tier([1.0], 0)
