import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nianjian.methods import inequality
from nianjian.methods.checks import MethodError

YEARS = ["2011", "2015", "2019", "2022"]
GROUPS = {"东部": 0, "中部": 1, "西部": 2, "东": 0, "中": 1, "西": 2}
LEVEL_ROUNDING = 0.005


@st.composite
def grouped(draw, least=0):
    """(y, groups): up to 12 units in up to 4 groups, none empty; many ties and zeros."""
    k = draw(st.integers(1, 4))
    n = draw(st.integers(k, 12))
    rest = draw(st.lists(st.integers(0, k - 1), min_size=n - k, max_size=n - k))
    groups = draw(st.permutations([*range(k), *rest]))
    y = draw(arrays(float, n, elements=st.integers(least, 40).map(lambda i: i / 4)))
    return y, np.array(groups)


def dagum_by_definition(y, groups, weights=None, drop_self=False):
    """All n^2 pairs, straight from Dagum (1997): G, G_jj, G_jh, D_jh and G_w, G_nb, G_t."""
    n, k = len(y), max(groups) + 1
    w = np.ones(n) if weights is None else np.asarray(weights, dtype=float)
    members = [np.flatnonzero(groups == j) for j in range(k)]
    size = np.array([w[m].sum() for m in members])
    mu = np.array([(w[m] * y[m]).sum() for m in members]) / size
    mean = (w * y).sum() / w.sum()
    p = size / w.sum()
    s = p * mu / mean if mean else np.zeros(k)

    def moment(a, b, positive_part):
        difference = y[a][:, None] - y[b][None, :]
        values = np.maximum(difference, 0) if positive_part else np.abs(difference)
        pairs = w[a].sum() * w[b].sum() - ((w[a] ** 2).sum() if drop_self and a is b else 0)
        return (w[a][:, None] * w[b][None, :] * values).sum() / pairs if pairs else 0.0

    everyone = np.arange(n)
    total = moment(everyone, everyone, False) / (2 * mean) if mean else 0.0
    within = np.array([moment(m, m, False) / (2 * mu[j]) if mu[j] else 0.0 for j, m in enumerate(members)])
    between, distance = np.diag(within), np.zeros((k, k))
    contribution = np.zeros(3)
    for j in range(k):
        own = (size[j] - 1) / (w.sum() - 1) if drop_self and n > 1 else p[j]
        contribution[0] += within[j] * own * s[j]
        for h in range(j):
            rich, poor = (j, h) if mu[j] >= mu[h] else (h, j)
            d, against = (
                moment(members[rich], members[poor], True),
                moment(members[poor], members[rich], True),
            )
            gap = (d - against) / (d + against) if d + against else 0.0
            pair = moment(members[j], members[h], False) / (mu[j] + mu[h]) if mu[j] + mu[h] else 0.0
            between[j, h] = between[h, j] = pair
            distance[j, h] = distance[h, j] = gap
            share = (p[j] * s[h] + p[h] * s[j]) * (n / (n - 1) if drop_self else 1)
            contribution[1] += pair * share * gap
            contribution[2] += pair * share * (1 - gap)
    return total, within, between, distance, contribution


def assert_is_definition(found, expected):
    total, within, between, distance, contribution = expected
    parts = [found.contribution_within, found.contribution_between, found.contribution_transvariation]
    np.testing.assert_allclose(found.gini, total, rtol=0, atol=1e-13)
    np.testing.assert_allclose(found.within, within, rtol=0, atol=1e-13)
    np.testing.assert_allclose(found.between, between, rtol=0, atol=1e-13)
    np.testing.assert_allclose(found.economic_distance, distance, rtol=0, atol=1e-12)
    np.testing.assert_allclose(parts, contribution, rtol=0, atol=1e-13)


@given(grouped())
def test_dagum_is_its_definition(case):
    y, groups = case
    assert_is_definition(inequality.dagum(y, groups), dagum_by_definition(y, groups))


@given(grouped())
def test_dagum_n_minus_1_is_its_definition(case):
    y, groups = case
    assert_is_definition(
        inequality.dagum(y, groups, "n_minus_1"), dagum_by_definition(y, groups, drop_self=True)
    )


@given(grouped(), st.randoms(use_true_random=False))
def test_dagum_weighted_is_its_definition(case, random):
    y, groups = case
    weights = np.array([random.randint(1, 9) / 2 for _ in y])
    assert_is_definition(
        inequality.dagum(y, groups, unit_weights=weights), dagum_by_definition(y, groups, weights)
    )


@given(grouped(), st.randoms(use_true_random=False))
def test_dagum_whole_weights_repeat_units(case, random):
    y, groups = case
    times = np.array([random.randint(1, 4) for _ in y])
    weighted = inequality.dagum(y, groups, unit_weights=times)
    repeated = inequality.dagum(np.repeat(y, times), np.repeat(groups, times))
    for name, value in weighted._asdict().items():
        np.testing.assert_allclose(value, getattr(repeated, name), atol=1e-12, err_msg=name)


@given(grouped(), st.sampled_from(["n", "n_minus_1"]))
def test_dagum_parts_add_up(case, denominator):
    y, groups = case
    found = inequality.dagum(y, groups, denominator)
    parts = found.contribution_within + found.contribution_between + found.contribution_transvariation
    assert parts == pytest.approx(found.gini, abs=1e-14)
    assert found.gini == pytest.approx(inequality.gini(y, denominator), abs=1e-13)
    shares = found.share_within + found.share_between + found.share_transvariation
    assert shares == pytest.approx(1 if (y > y.min()).any() else 0, abs=1e-13)
    assert found.p.sum() == pytest.approx(1) and found.s.sum() == pytest.approx(1 if y.any() else 0)


@given(grouped(least=1))
def test_dagum_between_is_the_distance_of_means(case):
    """G_nb = sum_{j<h} p_j p_h |mu_j - mu_h| / mu."""
    y, groups = case
    found = inequality.dagum(y, groups)
    mu = np.array([y[groups == j].mean() for j in range(len(found.p))])
    expected = np.triu(np.outer(found.p, found.p) * np.abs(mu[:, None] - mu[None, :])).sum() / y.mean()
    assert found.contribution_between == pytest.approx(expected, abs=1e-13)


@given(grouped())
def test_dagum_lies_in_bounds(case):
    y, groups = case
    found = inequality.dagum(y, groups)
    assert 0 <= found.gini <= 1 - 1 / len(y) + 1e-13
    for values in (found.within, found.between, found.economic_distance, found.share_transvariation):
        assert np.min(values) >= 0 and np.max(values) <= 1 + 1e-13
    np.testing.assert_array_equal(found.between, found.between.T)
    np.testing.assert_array_equal(found.economic_distance, found.economic_distance.T)


@given(grouped(), st.sampled_from([1e-200, 3.7, 1e200]), st.randoms(use_true_random=False))
def test_dagum_unit_and_order_of_rows_do_not_matter(case, unit, random):
    y, groups = case
    order = list(range(len(y)))
    random.shuffle(order)
    found, other = inequality.dagum(y, groups), inequality.dagum(y[order] * unit, groups[order])
    for name, value in found._asdict().items():
        np.testing.assert_allclose(getattr(other, name), value, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("denominator", ["n", "n_minus_1"])
def test_dagum_batch_equals_loop(denominator):
    random = np.random.default_rng(8)
    y, groups = random.lognormal(size=(3, 5, 31)), np.arange(31) % 4
    y[1, 2] = 0
    found = inequality.dagum(y, groups, denominator)
    for at in np.ndindex(3, 5):
        alone = inequality.dagum(y[at], groups, denominator)
        for name in set(found._fields) - {"p"}:
            np.testing.assert_allclose(
                getattr(found, name)[at], getattr(alone, name), atol=1e-14, err_msg=name
            )


def test_dagum_batch_of_unit_weights_equals_loop():
    random = np.random.default_rng(9)
    y, weights, groups = random.lognormal(size=(4, 12)), random.uniform(1, 5, size=(4, 12)), np.arange(12) % 3
    found = inequality.dagum(y, groups, unit_weights=weights)
    for at in range(4):
        alone = inequality.dagum(y[at], groups, unit_weights=weights[at])
        for name in found._fields:
            np.testing.assert_allclose(
                getattr(found, name)[at], getattr(alone, name), atol=1e-14, err_msg=name
            )


def test_dagum_over_several_blocks_is_its_definition(monkeypatch):
    monkeypatch.setattr(inequality, "BLOCK", 40)
    random = np.random.default_rng(10)
    y, groups = random.lognormal(size=97), random.integers(0, 4, 97)
    assert_is_definition(inequality.dagum(y, groups), dagum_by_definition(y, groups))


def test_dagum_keeps_its_digits_far_from_zero():
    # Differences of 1 on a level of 1e12: the running sums of y itself would lose them.
    y, groups = 1e12 + np.arange(6.0), np.array([0, 1, 0, 1, 0, 1])
    assert inequality.gini(y) == pytest.approx(70 / (2 * 36 * y.mean()), rel=1e-9)
    assert inequality.dagum(y, groups).contribution_between == pytest.approx(0.25 / y.mean(), rel=1e-9)


def test_dagum_all_zero_and_all_equal_have_no_inequality():
    for value in (0.0, 3.0):
        found = inequality.dagum(np.full(4, value), [0, 0, 1, 1])
        for name in set(found._fields) - {"p", "s"}:
            np.testing.assert_array_equal(
                getattr(found, name), np.zeros(np.shape(getattr(found, name))), err_msg=name
            )
    np.testing.assert_array_equal(inequality.dagum(np.zeros(4), [0, 0, 1, 1]).s, [0, 0])


def test_dagum_one_region_and_groups_of_one():
    assert inequality.dagum([5.0], [0]).gini == 0
    assert inequality.dagum([5.0], [0], "n_minus_1").gini == 0
    found = inequality.dagum([1.0, 3.0], [0, 1], "n_minus_1")
    np.testing.assert_array_equal(found.within, [0, 0])
    assert found.gini == pytest.approx(0.5) and found.share_between == 1


def test_dagum_separate_groups_have_no_transvariation():
    found = inequality.dagum([1.0, 2.0, 3.0, 6.0, 7.0], [0, 0, 1, 1, 1])
    assert found.contribution_transvariation == 0 and found.economic_distance[0, 1] == 1


def test_dagum_leaves_its_input_alone():
    y, groups = np.array([3.0, 1.0, 2.0]), np.array([0, 1, 0])
    inequality.dagum(y, groups)
    np.testing.assert_array_equal(y, [3, 1, 2])
    np.testing.assert_array_equal(groups, [0, 1, 0])


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ([0, 2, 2], r"members of group \[1\] is 0: a group must not be empty"),
        ([0, 0], r"groups has shape \(2,\): must be \(3,\)"),
        ([0, -1, 0], r"groups\[1\] is -1.0"),
        ([0, 0.5, 1], r"groups\[1\] is 0.5"),
    ],
)
def test_groups_are_checked(groups, message):
    with pytest.raises(MethodError, match=message):
        inequality.dagum([1.0, 2.0, 3.0], groups)


@pytest.mark.parametrize(
    "measure",
    [
        inequality.gini,
        inequality.theil,
        inequality.coefficient_of_variation,
        inequality.percentile_ratio,
        lambda y: inequality.dagum(y, [0, 0, 1]),
    ],
)
def test_negative_value_is_named(measure):
    with pytest.raises(MethodError, match=r"y\[1, 2\] is -4.0: must not be negative") as refused:
        measure([[1.0, 2.0, 3.0], [1.0, 2.0, -4.0]])
    assert refused.value.position == (1, 2)


def test_unit_weights_are_checked():
    with pytest.raises(MethodError, match="n_minus_1"):
        inequality.gini([1.0, 2.0], "n_minus_1", [1.0, 1.0])
    with pytest.raises(MethodError, match=r"unit_weights\[0\] is -1.0"):
        inequality.gini([1.0, 2.0], unit_weights=[-1.0, 1.0])
    with pytest.raises(MethodError, match=r"unit_weights has shape \(3,\)"):
        inequality.gini([1.0, 2.0], unit_weights=[1.0, 1.0, 1.0])
    with pytest.raises(MethodError, match=r"weight of group \[1\] is 0.0"):
        inequality.dagum([1.0, 2.0], [0, 1], unit_weights=[1.0, 0.0])
    with pytest.raises(MethodError, match="denominator is 'N'"):
        inequality.gini([1.0, 2.0], "N")


@pytest.fixture(scope="module")
def ai_table5(table):
    """(year, indicator, region, recomputed, printed): the 40 cells of the years whose levels are printed."""
    rows = table("ai_table2")
    groups = [GROUPS[row["group"]] for row in rows]
    levels = [[float(row[f"level_{year}"]) for row in rows] for year in YEARS]
    found = inequality.dagum(levels, groups)
    cells = []
    for row in table("ai_table5"):
        indicator, region = row["indicator"], row["region"]
        if indicator == "组内基尼系数":
            values = found.within[:, GROUPS[region]]
        elif indicator == "组间基尼系数":
            values = found.between[:, GROUPS[region[0]], GROUPS[region[-1]]]
        else:
            values = {
                "总体基尼系数": found.gini,
                "区域内贡献率": 100 * found.share_within,
                "区域间贡献率": 100 * found.share_between,
                "超变密度贡献率": 100 * found.share_transvariation,
            }[indicator]
        cells += [
            (year, indicator, region, value, row[year]) for year, value in zip(YEARS, values, strict=True)
        ]
    return cells


def test_dagum_ai_table5(ai_table5, agrees):
    missed = [
        (year, indicator) for year, indicator, _, value, printed in ai_table5 if not agrees(value, printed)
    ]
    assert len(ai_table5) == 40
    assert missed == [("2015", "总体基尼系数")]


def test_dagum_ai_table5_last_cell_within_rounding_of_levels(ai_table5, table, agrees):
    """G of 2015 is 0.33498, printed 0.34: the levels that the paper used had more places than it prints."""
    value, printed = next(cell[3:] for cell in ai_table5 if cell[:2] == ("2015", "总体基尼系数"))
    assert value == pytest.approx(0.334977, abs=1e-6)
    levels = np.array([float(row["level_2015"]) for row in table("ai_table2")])
    unrounded = levels + LEVEL_ROUNDING / 10 * np.sign(levels - levels.mean())
    assert agrees(inequality.gini(unrounded), printed)


@given(arrays(float, st.integers(1, 12), elements=st.integers(0, 40).map(lambda i: i / 4)))
def test_gini_is_its_definition(y):
    expected = np.abs(y[:, None] - y[None, :]).sum() / (2 * len(y) ** 2 * y.mean()) if y.any() else 0
    assert inequality.gini(y) == pytest.approx(expected, abs=1e-14)


def test_gini_known_values():
    assert inequality.gini([0.0, 0.0, 0.0, 8.0]) == pytest.approx(0.75)
    assert inequality.gini([0.0, 0.0, 0.0, 8.0], "n_minus_1") == pytest.approx(1)
    assert inequality.gini([1.0, 3.0], unit_weights=[3.0, 1.0]) == pytest.approx(
        inequality.gini([1.0, 1.0, 1.0, 3.0])
    )


@given(grouped(least=1), st.sampled_from(["T", "L"]))
def test_theil_is_its_definition(case, index):
    y, groups = case

    def single(values):
        ratio = values / values.mean()
        return (ratio * np.log(ratio)).mean() if index == "T" else -np.log(ratio).mean()

    members = [y[groups == j] for j in range(max(groups) + 1)]
    p = [len(m) / len(y) for m in members]
    s = [m.sum() / y.sum() for m in members]
    share = s if index == "T" else p
    found = inequality.theil(y, groups, index)
    assert found.total == pytest.approx(single(y), abs=1e-13)
    assert found.within == pytest.approx(
        sum(a * single(m) for a, m in zip(share, members, strict=True)), abs=1e-13
    )
    sign = 1 if index == "T" else -1
    between = sum(a * sign * np.log(m.mean() / y.mean()) for a, m in zip(share, members, strict=True))
    assert found.between == pytest.approx(between, abs=1e-13)


def test_theil_zeros():
    assert inequality.theil([0.0, 0.0]).total == 0
    assert inequality.theil([0.0, 4.0]).total == pytest.approx(np.log(2))
    assert inequality.theil([0.0, 0.0, 4.0, 4.0], [0, 0, 1, 1]).within == 0
    with pytest.raises(MethodError, match=r"y\[1\] is 0.0: must be above 0 for the L index"):
        inequality.theil([4.0, 0.0], index="L")


def test_theil_without_groups_is_all_within_and_batches():
    y = np.random.default_rng(11).lognormal(size=(3, 6))
    found = inequality.theil(y, index="L")
    np.testing.assert_allclose(found.total, [inequality.theil(row, index="L").total for row in y], rtol=1e-13)
    np.testing.assert_array_equal(found.within, found.total)


def test_theil_refuses_another_index():
    with pytest.raises(MethodError, match="index is 'M'"):
        inequality.theil([1.0], index="M")


def test_coefficient_of_variation():
    np.testing.assert_allclose(inequality.coefficient_of_variation([[1.0, 3.0], [0.0, 0.0]]), [0.5, 0])
    assert inequality.coefficient_of_variation([1.0, 3.0], ddof=1) == pytest.approx(np.sqrt(0.5))
    with pytest.raises(MethodError, match="ddof"):
        inequality.coefficient_of_variation([1.0], ddof=1)


def test_percentile_ratio():
    values = np.arange(1.0, 12.0)
    assert inequality.percentile_ratio(values) == 5
    np.testing.assert_array_equal(inequality.percentile_ratio([values, np.zeros(11)]), [5, np.nan])
    with pytest.raises(MethodError, match="upper is 101"):
        inequality.percentile_ratio(values, upper=101)
