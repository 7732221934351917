import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nianjian.methods.checks import MethodError
from nianjian.methods.markov import (
    QUANTILES,
    SCOPES,
    STEADY,
    TIES,
    chain,
    classes_by_edges,
    quantile_edges,
    tally,
    transitions,
)

CLOSE = {"rtol": 0, "atol": 1e-9}
# Years by regions: many ties, zeros.
panels = arrays(float, st.tuples(st.integers(2, 5), st.integers(1, 7)), elements=st.integers(0, 8))
square = st.integers(1, 5).flatmap(lambda k: arrays(float, (k, k), elements=st.integers(0, 6)))


def counts_of(rows, n, shares):
    """Counts from their printed sum and shares: the whole numbers nearest to the products."""
    products = np.array([[float(row[n]) * float(row[share]) for share in shares] for row in rows])
    counts = np.rint(products)
    # A share is printed to 0.0005, and no row has 1,000 moves: no other whole number fits.
    assert np.abs(products - counts).max() < 0.05
    np.testing.assert_array_equal(counts.sum(axis=1), [float(row[n]) for row in rows])
    return counts


@pytest.fixture(scope="module")
def ai_table4(table):
    """(5, 5, 5): moves by class of the neighbours, start and end."""
    rows = table("ai_table4")
    assert [(row["neighbours"], row["class"]) for row in rows] == [(s, p) for s in "12345" for p in "12345"]
    return counts_of(rows, "n", [f"to_{q}" for q in range(1, 6)]).reshape(5, 5, 5)


@pytest.fixture(scope="module")
def ai_levels(table):
    return {
        year: np.array([float(row[f"level_{year}"]) for row in table("ai_table2")]) for year in (2011, 2022)
    }


def test_table3_of_ai_follows_from_its_table4(ai_table4, table, agrees):
    found = chain(ai_table4.sum(axis=0))
    assert found.start.tolist() == [74, 75, 72, 63, 57]
    assert found.start.sum() == 31 * 11
    printed = [[row[f"to_{q}"] for q in range(1, 6)] for row in table("ai_table3")]
    assert (
        sum(agrees(p, t) for p, t in zip(found.probability.flat, np.array(printed).flat, strict=True)) == 25
    )


def test_table4_of_ai_prints_0_where_nothing_starts(ai_table4, table, agrees):
    found = chain(ai_table4)
    printed = np.array([[row[f"to_{q}"] for q in range(1, 6)] for row in table("ai_table4")])
    defined, probability = found.defined.reshape(-1), found.probability.reshape(-1, 5)
    assert (~defined).sum() == 5
    assert (printed[~defined] == "0").all() and np.isnan(probability[~defined]).all()
    assert all(agrees(p, t) for p, t in zip(probability[defined].flat, printed[defined].flat, strict=True))


def test_upward_moves_in_the_text_of_ai(ai_table4, agrees):
    """Class 3, lines 6880 to 6884: 43.1 % and 33.3 % are the shares of moves, 53.9 % is not."""
    around, everywhere = chain(ai_table4), chain(ai_table4.sum(axis=0))
    assert ai_table4[1, 2, 3:].tolist() == [4, 0] and agrees(100 * around.upward[1, 2], "33.3")
    assert ai_table4.sum(axis=0)[2, 3:].tolist() == [28, 3] and agrees(100 * everywhere.upward[2], "43.1")
    # 14 of 26 are 53.846 %: the article adds the rounded 46.2 and 7.7.
    assert ai_table4[3, 2, 3:].tolist() == [12, 2]
    assert around.upward[3, 2] == pytest.approx(14 / 26)
    assert not agrees(100 * around.upward[3, 2], "53.9") and agrees(100 * around.upward[3, 2], "53.8")
    assert around.probability[3, 2].round(3)[3:].sum() == pytest.approx(0.539)


def test_edges_of_ai_are_pooled_and_not_of_the_linear_rule(ai_table4, ai_levels):
    """372 different values have the same sizes of classes whatever they are; years take from them."""
    values = np.random.default_rng(0).permutation(np.arange(372.0)).reshape(12, 31)
    sizes = {
        rule: classes_by_edges(values, quantile_edges(values, 5, "pooled", rule)).size.sum(axis=0)
        for rule in QUANTILES
    }
    start, end = ai_table4.sum(axis=(0, 2)), ai_table4.sum(axis=(0, 1))
    assert sizes["linear"].tolist() == [75, 74, 74, 74, 75]
    assert (sizes["linear"] - start)[1] == -1  # 75 moves start in a class of 74
    assert sizes["weibull"].tolist() == sizes["hazen"].tolist() == [74, 75, 74, 75, 74]
    in_2011, in_2022 = sizes["hazen"] - end, sizes["hazen"] - start
    assert in_2011.tolist() == [21, 8, 1, 1, 0] and in_2022.tolist() == [0, 0, 2, 12, 17]
    # Each year leaves an interval for every edge between its printed levels, and the two have one in common.
    between = []
    for levels, size in ((ai_levels[2011], in_2011), (ai_levels[2022], in_2022)):
        ranked = np.concatenate([[0], np.sort(levels), [np.inf]])
        at = np.cumsum(size)[:-1].astype(int)
        between.append((ranked[at], ranked[at + 1]))
    low, high = np.max([ends[0] for ends in between], axis=0), np.min([ends[1] for ends in between], axis=0)
    np.testing.assert_allclose(low, [0.97, 2.25, 3.70, 7.22])
    np.testing.assert_allclose(high, [1.26, 3.41, 4.01, 7.56])


def test_tables6_and_7_of_urbanization_follow_from_whole_counts(table, agrees):
    """30 provinces, 12 moves of 13 changes: 360; table 6 has two fewer."""
    groups, total = ("脱钩", "连结", "负脱钩"), {}
    for number in ("6", "7"):
        rows = [row for row in table("urbanization_tables6to7") if row["table"] == number]
        counts = counts_of(rows, "n", [f"to_{group}" for group in groups])
        printed = np.array([[row[f"to_{group}"] for group in groups] for row in rows])
        assert all(agrees(p, t) for p, t in zip(chain(counts).probability.flat, printed.flat, strict=True))
        total[number] = counts.sum()
        # The text, lines 2220, 2222 and 2529, 2531: from coupling and from negative decoupling to decoupling.
        in_text = {"6": ["49", "44"], "7": ["90", "74"]}[number]
        assert [
            agrees(100 * p, t) for p, t in zip(chain(counts).probability[1:, 0], in_text, strict=True)
        ] == [
            True,
            True,
        ]
    assert total == {"6": 358, "7": 360}
    # One state missing between the first and the last change costs two moves.
    states = np.zeros((13, 30), dtype=int)
    states[5, 3] = -1
    found = transitions(states, 3)
    assert (found.counts.sum(), found.left_out) == (358, 2)


def test_edges_by_hand():
    x = [[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]]
    # Positions 1 + 5/3, 1 + 10/3; 7/3, 14/3; 2 + 1/2, 4 + 1/2 of six values.
    np.testing.assert_allclose(quantile_edges(x, 3), [[2 + 2 * 2 / 3, 8 + 8 / 3]], **CLOSE)
    np.testing.assert_allclose(quantile_edges(x, 3, quantile="weibull"), [[2 + 2 / 3, 8 + 16 / 3]], **CLOSE)
    np.testing.assert_allclose(quantile_edges(x, 3, quantile="hazen"), [[3, 12]], **CLOSE)
    np.testing.assert_allclose(quantile_edges(x, 2, "year"), [[2], [16]], **CLOSE)
    # Beyond the first and the last value there is nothing: they are the edges.
    np.testing.assert_allclose(
        quantile_edges([[1.0, 2.0]], 5, quantile="weibull"), [[1, 1.2, 1.8, 2]], **CLOSE
    )


@pytest.mark.parametrize("rule", QUANTILES)
@pytest.mark.parametrize("k", [2, 3, 4, 5, 10])
def test_edges_of_numpy(rule, k):
    for seed in range(10):
        x = np.random.default_rng(seed).lognormal(size=(3, 4, 31))
        p = np.arange(1, k) / k
        expected = np.moveaxis(np.quantile(x, p, axis=-1, method=rule), 0, -1)
        np.testing.assert_allclose(quantile_edges(x, k, "year", rule), expected, **CLOSE)
        pooled = np.moveaxis(np.quantile(x, p, axis=(-2, -1), method=rule), 0, -1)[:, None]
        np.testing.assert_allclose(quantile_edges(x, k, "pooled", rule), pooled, **CLOSE)


@pytest.mark.parametrize("k", [2, 3, 5, 6, 7, 10, 12, 15])
def test_an_edge_that_is_a_value_is_exactly_that_value(k):
    values = np.random.default_rng(k).lognormal(size=4 * k + 1)  # position 1 + 4 j
    np.testing.assert_array_equal(quantile_edges(values[None], k), [np.sort(values)[4:-1:4]])
    sizes = {
        ties: classes_by_edges(values[None], quantile_edges(values[None], k), ties).size for ties in TIES
    }
    assert sizes["left"].tolist() == [[5] + [4] * (k - 1)]
    assert sizes["right"].tolist() == [[4] * (k - 1) + [5]]


def test_classes_by_hand():
    x, edges = [[1.0, 2.0, 3.0], [2.0, 5.0, 0.0]], [2.0, 4.0]
    assert classes_by_edges(x, edges).number.tolist() == [[0, 0, 1], [0, 2, 0]]
    assert classes_by_edges(x, edges, "right").number.tolist() == [[0, 1, 1], [1, 2, 0]]
    by_year = classes_by_edges(x, [[1.0, 2.0], [4.0, 5.0]])
    assert by_year.number.tolist() == [[0, 1, 2], [0, 1, 0]]
    assert by_year.size.tolist() == [[1, 1, 1], [2, 1, 0]]


@given(panels, st.integers(2, 5), st.sampled_from(SCOPES), st.sampled_from(TIES), st.sampled_from(QUANTILES))
def test_classes_rise_with_values_and_sizes_add_up(x, k, scope, ties, rule):
    found = classes_by_edges(x, quantile_edges(x, k, scope, rule), ties)
    assert found.size.sum() == x.size
    for year in range(len(x)) if scope == "year" else [slice(None)]:
        values, number = x[year].ravel(), found.number[year].ravel()
        order = np.lexsort((number, values))
        assert (np.diff(number[order]) >= 0).all()
        for value in set(values):  # equal values share a class
            assert len(set(number[values == value])) == 1


@given(
    panels, st.integers(2, 5), st.sampled_from(SCOPES), st.sampled_from(TIES), st.sampled_from([0.5, 4, 1024])
)
def test_unit_does_not_matter(x, k, scope, ties, unit):
    # Powers of two: exact, so that ties stay ties.
    found, scaled = (classes_by_edges(v, quantile_edges(v, k, scope), ties).number for v in (x, x * unit))
    np.testing.assert_array_equal(found, scaled)


@given(panels, st.integers(2, 5), st.sampled_from(SCOPES), st.sampled_from(QUANTILES))
def test_turned_around_left_becomes_right(x, k, scope, rule):
    found = classes_by_edges(x, quantile_edges(x, k, scope, rule), "left").number
    # The same edges, turned: interpolated anew from the other end they might differ in the last digit.
    turned = classes_by_edges(-x, -quantile_edges(x, k, scope, rule)[..., ::-1], "right").number
    np.testing.assert_array_equal(turned, k - 1 - found)


@given(panels, st.integers(2, 4), st.randoms(use_true_random=False), st.sampled_from(SCOPES))
def test_names_of_regions_do_not_matter(x, k, random, scope):
    order = list(range(x.shape[1]))
    random.shuffle(order)
    found, shuffled = (
        transitions(classes_by_edges(v, quantile_edges(v, k, scope)).number, k).counts
        for v in (x, x[:, order])
    )
    np.testing.assert_array_equal(found, shuffled)


def test_transitions_by_hand():
    classes = [[0, 1, 2], [1, 1, -1], [0, 2, 2], [-1, 2, 0]]
    found = transitions(classes, 3)
    assert found.counts.tolist() == [[0, 1, 0], [1, 1, 1], [1, 0, 1]]
    assert found.left_out == 3
    two = transitions(classes, 3, lag=2)
    assert two.counts.tolist() == [[1, 0, 0], [0, 0, 2], [0, 0, 1]]
    assert two.left_out == 2


@given(
    arrays(
        int, st.tuples(st.integers(1, 3), st.integers(2, 5), st.integers(1, 6)), elements=st.integers(-1, 3)
    ),
    st.integers(1, 2),
)
def test_transitions_are_a_plain_loop_and_batch(classes, lag):
    if classes.shape[1] <= lag:
        return
    found = transitions(classes, 4, lag)
    for at, single in enumerate(classes):
        expected, left_out = np.zeros((4, 4)), 0
        for year in range(len(single) - lag):
            for start, end in zip(single[year], single[year + lag], strict=True):
                if min(start, end) < 0:
                    left_out += 1
                else:
                    expected[start, end] += 1
        np.testing.assert_array_equal(found.counts[at], expected)
        assert found.left_out[at] == left_out


def test_tally_of_three():
    numbers = [
        np.array([[[0, 1]], [[1, 1]]]),
        np.array([[[1, 1]], [[0, -1]]]),
        np.array([[[2, 0]], [[1, 1]]]),
    ]
    found = tally(numbers, [2, 2, 3])
    assert found.shape == (2, 2, 2, 3)
    assert [tuple(cell.tolist()) for cell in np.argwhere(found)] == [(0, 0, 1, 2), (0, 1, 1, 0), (1, 1, 0, 1)]


@given(square)
def test_chain_adds_up(counts):
    found = chain(counts)
    np.testing.assert_array_equal(found.defined, counts.sum(axis=1) > 0)
    np.testing.assert_allclose(found.probability[found.defined].sum(axis=1), 1, **CLOSE)
    moved = np.array([found.upward, found.staying, found.downward])
    np.testing.assert_allclose(moved[:, found.defined].sum(axis=0), 1, **CLOSE)
    for values in (found.probability, moved.T):
        assert np.isnan(values[~found.defined]).all()
    overall = found.all_upward + found.all_staying + found.all_downward
    assert overall == pytest.approx(1) if counts.any() else np.isnan(overall)
    # The whole is the mean of the classes, weighted by their moves.
    if counts.any():
        weighted = np.average(moved[:, found.defined], axis=1, weights=found.start[found.defined])
        np.testing.assert_allclose(
            weighted, [found.all_upward, found.all_staying, found.all_downward], **CLOSE
        )


@given(square)
def test_steady_state_is_where_the_chain_tends_to(counts):
    found = chain(counts)
    k = len(counts)
    if not found.defined.all():
        assert found.steady_status == "empty_row" and np.isnan(found.steady).all()
        return
    # 2^20 steps: counts are small, so that no class leaves slowly; drift of the row sums is taken out.
    power = found.probability
    for _ in range(20):
        power = power @ power
        power /= power.sum(axis=1, keepdims=True)
    tends = np.ptp(power, axis=0).max() < 1e-9 and np.abs(power @ found.probability - power).max() < 1e-9
    assert tends == (found.steady_status in ("ergodic", "transient_classes"))
    if tends:
        np.testing.assert_allclose(np.broadcast_to(found.steady, (k, k)), power, **CLOSE)
        assert (found.steady > 0).all() == (found.steady_status == "ergodic")
    else:
        assert np.isnan(found.steady).all()


@pytest.mark.parametrize(
    "counts, status, steady",
    [
        ([[1, 1], [1, 1]], "ergodic", [0.5, 0.5]),
        ([[0, 1, 0], [0, 0, 1], [1, 1, 0]], "ergodic", [0.2, 0.4, 0.4]),
        ([[1, 1], [0, 1]], "transient_classes", [0, 1]),
        ([[0, 1], [1, 0]], "periodic", [np.nan] * 2),
        ([[1, 1, 0], [0, 0, 1], [0, 1, 0]], "periodic", [np.nan] * 3),
        ([[1, 0], [0, 1]], "several_closed_sets", [np.nan] * 2),
        ([[1, 1, 1], [0, 1, 0], [0, 0, 1]], "several_closed_sets", [np.nan] * 3),
        ([[1, 1], [0, 0]], "empty_row", [np.nan] * 2),
        ([[3]], "ergodic", [1]),
    ],
)
def test_steady_status(counts, status, steady):
    found = chain(counts)
    assert found.steady_status == status and status in STEADY
    np.testing.assert_allclose(found.steady, steady, **CLOSE)


def test_slowest_chain_that_is_ergodic():
    """Wielandt's: its powers hold a 0 up to the step (k - 1)^2."""
    for k in range(2, 9):
        counts = np.roll(np.eye(k), 1, axis=1)
        counts[-1, 1] = 1
        assert chain(counts).steady_status == "ergodic"


def test_one_chain_of_a_batch_spoils_no_other():
    batch = np.array([[[3, 1], [1, 1]], [[1, 0], [0, 1]], [[0, 0], [0, 0]]])
    found = chain(batch)
    assert found.steady_status.tolist() == ["ergodic", "several_closed_sets", "empty_row"]
    for at, counts in enumerate(batch):
        for name, values in chain(counts)._asdict().items():
            np.testing.assert_array_equal(getattr(found, name)[at], values, err_msg=name)


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("rule", QUANTILES)
def test_constant_panel_is_in_one_class(scope, rule):
    x = np.full((3, 4), 0.1)
    edges = quantile_edges(x, 3, scope, rule)
    assert classes_by_edges(x, edges, "left").size.tolist() == [[4, 0, 0]] * 3
    assert classes_by_edges(x, edges, "right").size.tolist() == [[0, 0, 4]] * 3
    found = chain(transitions(classes_by_edges(x, edges).number, 3).counts)
    assert found.defined.tolist() == [True, False, False]
    assert (found.all_staying, str(found.steady_status)) == (1, "empty_row")


def test_ties_at_every_edge():
    x = np.array([[0.0, 0, 1, 1, 2, 2, 3, 3]])
    edges = [0.0, 1.0, 2.0]
    assert classes_by_edges(x, edges, "left").size.tolist() == [[2, 2, 2, 2]]
    assert classes_by_edges(x, edges, "right").size.tolist() == [[0, 2, 2, 4]]
    # Equal edges leave the classes between them empty.
    tied = quantile_edges([[0.0, 0, 0, 0, 0, 1]], 4)
    assert tied.tolist() == [[0, 0, 0]]
    assert classes_by_edges([[0.0, 0, 0, 0, 0, 1]], tied).size.tolist() == [[5, 0, 0, 1]]


def test_one_region_and_more_classes_than_values():
    x = np.array([[1.0], [2.0], [3.0]])
    found = classes_by_edges(x, quantile_edges(x, 2))
    assert transitions(found.number, 2).counts.tolist() == [[1, 1], [0, 0]]
    assert classes_by_edges(x, quantile_edges(x, 5)).size.sum() == 3
    assert classes_by_edges(x, quantile_edges(x, 2, "year")).size.tolist() == [[1, 0]] * 3


def test_input_is_left_as_it_is():
    x, edges, counts = np.array([[3.0, 1], [2, 4]]), np.array([2.0]), np.array([[1.0, 0], [2, 2]])
    kept = [values.copy() for values in (x, edges, counts)]
    quantile_edges(x, 2)
    classes_by_edges(x, edges)
    chain(counts)
    for values, before in zip((x, edges, counts), kept, strict=True):
        np.testing.assert_array_equal(values, before)


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_value_that_is_not_finite_is_named(odd):
    bad = np.array([[1.0, 2.0], [3.0, odd]])
    for method in (
        lambda x: quantile_edges(x, 2),
        lambda x: classes_by_edges(x, [1.0]),
        lambda x: classes_by_edges([[1.0, 2.0], [1.0, 2.0]], x),
        lambda x: transitions(x, 4),
        chain,
    ):
        with pytest.raises(MethodError, match=rf"\[1, 1\] is {odd}: must be a finite number") as refused:
            method(bad)
        assert refused.value.position == (1, 1)


def test_bad_input_is_refused():
    x = [[1.0, 2.0], [2.0, 1.0]]
    with pytest.raises(MethodError, match="k is 1: must be a whole number from 2"):
        quantile_edges(x, 1)
    with pytest.raises(MethodError, match="k is 2.0: must be a whole number"):
        quantile_edges(x, 2.0)
    with pytest.raises(MethodError, match="scope is 'all'"):
        quantile_edges(x, 2, "all")
    with pytest.raises(MethodError, match="quantile is 'median'"):
        quantile_edges(x, 2, quantile="median")
    with pytest.raises(MethodError, match="ties is 'both'"):
        classes_by_edges(x, [1.0], "both")
    with pytest.raises(MethodError, match=r"edges\[0\] is 2.0: must not be above the next edge"):
        classes_by_edges(x, [2.0, 1.0])
    with pytest.raises(MethodError, match=r"edges has shape \(3, 1\): does not fit x of shape \(2, 2\)"):
        classes_by_edges(x, [[1.0], [1.0], [1.0]])
    with pytest.raises(MethodError, match="x has shape"):
        quantile_edges([1.0, 2.0], 2)
    for odd in (-2, 2, 0.5):
        with pytest.raises(
            MethodError, match=r"classes\[1, 0\] is .*: must be a whole number in -1..1"
        ) as refused:
            transitions([[0, 1], [odd, 1]], 2)
        assert refused.value.position == (1, 0)
    with pytest.raises(MethodError, match="classes has 1 years: needs more than lag = 1"):
        transitions([[0, 1]], 2)
    with pytest.raises(MethodError, match="lag is 0"):
        transitions([[0, 1], [0, 1]], 2, lag=0)
    with pytest.raises(MethodError, match=r"counts\[0, 1\] is -1.0: must not be negative"):
        chain([[1, -1], [0, 1]])
    with pytest.raises(MethodError, match="must be square"):
        chain([[1, 1]])
