import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from nianjian.methods import geodetector
from nianjian.methods.checks import MethodError
from nianjian.methods.geodetector import INTERACTIONS, factors, interaction, interactions
from nianjian.methods.scores import rank

CLOSE = {"rtol": 0, "atol": 1e-9}
# By hand: mean 3, SST 4 + 1 + 0 + 9 = 14. A: {1, 2}, {3, 6}, SSW 0.5 + 4.5. B: {1, 3}, {2, 6}, SSW 2 + 8.
Y, A, B = [1.0, 2.0, 3.0, 6.0], [0, 0, 1, 1], [0, 1, 0, 1]
WEAKEN, UNIVARIATE, BIVARIATE, INDEPENDENT, ENHANCE = range(5)
ALL = {
    "factors": lambda y, x: factors(y, x),
    "interactions": lambda y, x: interactions(y, np.column_stack([x, x])),
}
PROVINCES = 30


def by_name(cases):
    return pytest.mark.parametrize("method", cases.values(), ids=cases)


@st.composite
def cases(draw, most_factors=4):
    """(y, strata): up to 15 rows, ties in y, strata of any size down to one member."""
    n, m = draw(st.integers(2, 15)), draw(st.integers(2, most_factors))
    y = np.array(draw(st.lists(st.integers(-20, 20), min_size=n, max_size=n)), dtype=float)
    labels = st.lists(st.integers(0, 5), min_size=m, max_size=m)
    return y, np.array(draw(st.lists(labels, min_size=n, max_size=n)))


def q_by_definition(y, codes):
    y, codes = np.asarray(y, dtype=float), np.asarray(codes)
    within = sum(((y[codes == h] - y[codes == h].mean()) ** 2).sum() for h in np.unique(codes))
    return 1 - within / ((y - y.mean()) ** 2).sum()


def noncentral_sf(f, between, left, far):
    """P(F > f) as the mixture over a Poisson number of extra degrees of freedom that it is."""
    extra = np.arange(400)
    share = between * f / (between * f + left)
    return (stats.poisson.pmf(extra, far / 2) * special.betaincc(between / 2 + extra, left / 2, share)).sum()


def test_q_by_hand():
    found = factors(Y, np.column_stack([A, B]))
    np.testing.assert_allclose(found.q, [9 / 14, 4 / 14], rtol=1e-14)
    np.testing.assert_allclose(found.f, [2 * 9 / 5, 2 * 4 / 10], rtol=1e-14)
    # Means 1.5 and 4.5: [22.5 - (sqrt(2) 6)^2 / 4] / (14 / 3); of B 2 and 4: [20 - 18] / (14 / 3).
    np.testing.assert_allclose(found.noncentrality, [4.5 * 3 / 14, 2 * 3 / 14], rtol=1e-14)
    expected = [noncentral_sf(3.6, 1, 2, 13.5 / 14), noncentral_sf(0.8, 1, 2, 6 / 14)]
    np.testing.assert_allclose(found.p, expected, rtol=1e-10)
    assert found.strata.tolist() == [2, 2]


def test_variance_of_lambda_divides_by_n_or_by_n_minus_1():
    far = [factors(Y, A, way).noncentrality[0] for way in geodetector.NONCENTRALITIES]
    np.testing.assert_allclose(far, [4.5 * 3 / 14, 4.5 * 4 / 14, 0], rtol=1e-14)


def test_lambda_zero_is_analysis_of_variance():
    random = np.random.default_rng(0)
    y, codes = random.normal(size=31), random.integers(0, 4, 31)
    expected = stats.f_oneway(*(y[codes == h] for h in range(4)))
    found = factors(y, codes, "zero")
    np.testing.assert_allclose([found.f[0], found.p[0]], expected, rtol=1e-12)


def test_lambda_0_by_itself_gives_the_central_p():
    """Means in the ratio of the roots of the sizes; scipy's noncentral survival function fails at 0."""
    y, codes = [1.0, 1.0, 3.0, 1.0, 3.0], [0, 1, 1, 1, 1]
    found = factors(y, codes)
    assert found.noncentrality[0] == pytest.approx(0, abs=1e-25)
    assert found.p[0] == pytest.approx(factors(y, codes, "zero").p[0], rel=1e-12)
    assert factors([1.0, 3.0, 1.0, 3.0], A).p[0] == 1


def test_gdverse_documentation_drops_the_singleton():
    """Its example, y 1 to 7 in strata of 1, 3 and 3, prints q 0.7714286, p 0.07936477: those of the six."""
    y, codes = np.arange(1.0, 8.0), np.array([0, 1, 1, 1, 2, 2, 2])
    six = factors(y[1:], codes[1:], "n")
    np.testing.assert_allclose([six.q[0], six.p[0]], [0.7714286, 0.07936477], atol=5e-8)
    assert factors(y, codes).q[0] == pytest.approx(24 / 28)


def test_published_lambda_moves_with_a_constant_added_to_y():
    y, uneven, even = np.array([1.0, 2.0, 3.0, 6.0, 7.0, 4.0]), [0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 1, 1]
    strata = np.column_stack([uneven, even])
    here, there = factors(y, strata), factors(y + 100, strata)
    np.testing.assert_allclose(here.q, there.q, **CLOSE)
    assert there.p[0] - here.p[0] > 0.5
    assert there.p[1] == pytest.approx(here.p[1], abs=1e-9)


@given(cases())
def test_q_is_its_definition_and_a_share(case):
    y, strata = case
    found = factors(y, strata)
    if np.ptp(y) == 0:
        assert found.q.mask.all() and found.p.mask.all()
    else:
        np.testing.assert_allclose(found.q, [q_by_definition(y, column) for column in strata.T], atol=1e-12)
        assert ((found.q >= 0) & (found.q <= 1)).all()
        assert ((found.p >= 0) & (found.p <= 1)).filled(True).all()


@given(cases(), st.floats(0.01, 1e4), st.booleans(), st.floats(-1e4, 1e4))
def test_unit_and_origin_of_y_do_not_matter_to_q(case, unit, is_turned, origin):
    y, strata = case
    here, there = factors(y, strata), factors(origin + (-unit if is_turned else unit) * y, strata)
    np.testing.assert_allclose(there.q.filled(0), here.q.filled(0), atol=1e-6)
    np.testing.assert_allclose(factors(unit * y, strata).p.filled(0), here.p.filled(0), atol=1e-9)


@given(cases(), st.randoms(use_true_random=False))
def test_order_of_rows_and_names_of_strata_do_not_matter(case, random):
    y, strata = case
    rows, names = list(range(len(y))), [-3.5, 0, 0.25, 7, 110000, 1e9]
    random.shuffle(rows)
    random.shuffle(names)
    renamed = np.array(names)[strata][rows]
    for method in (factors, interactions):
        for found, other in zip(method(y, strata), method(y[rows], renamed), strict=True):
            np.testing.assert_array_equal(np.ma.getmaskarray(found), np.ma.getmaskarray(other))
            np.testing.assert_allclose(np.ma.filled(found, 0), np.ma.filled(other, 0), rtol=1e-6, atol=1e-9)


@given(cases())
def test_pair_explains_at_least_what_the_better_factor_does(case):
    y, strata = case
    if np.ptp(y) == 0:
        return
    single, pairs = factors(y, strata).q, interactions(y, strata)
    better = np.maximum(single[pairs.first], single[pairs.second])
    assert (pairs.q >= better - 1e-12).all()
    # Hence no pair is weakened but by a tie.
    assert (pairs.kind != WEAKEN).all()
    np.testing.assert_allclose(pairs.q[pairs.kind == UNIVARIATE], better[pairs.kind == UNIVARIATE], **CLOSE)


@given(cases())
def test_pair_is_the_factor_of_common_strata(case):
    y, strata = case
    pairs = interactions(y, strata)
    common = [
        np.unique(strata[:, [a, b]], axis=0, return_inverse=True)[1].ravel()
        for a, b in zip(pairs.first, pairs.second, strict=True)
    ]
    expected = factors(y, np.column_stack(common))
    np.testing.assert_allclose(pairs.q.filled(0), expected.q.filled(0), atol=1e-12)
    assert pairs.strata.tolist() == expected.strata.tolist()


@pytest.mark.parametrize("block", [1, 100])
def test_pairs_in_blocks_and_of_many_strata(monkeypatch, block):
    random = np.random.default_rng(1)
    y, strata = random.normal(size=40), np.column_stack([random.integers(0, k, 40) for k in (2, 3, 40, 39)])
    expected = interactions(y, strata)
    monkeypatch.setattr(geodetector, "BLOCK", block)
    for found, other in zip(interactions(y, strata), expected, strict=True):
        np.testing.assert_allclose(found, other, rtol=1e-12)
    common = np.unique(strata[:, 2:], axis=0, return_inverse=True)[1].ravel()
    assert expected.q[-1] == pytest.approx(q_by_definition(y, common))


@pytest.mark.parametrize(
    "first, second, pair, kind",
    [
        (0.3, 0.2, 0.1, WEAKEN),
        (0.3, 0.2, 0.2, UNIVARIATE),
        (0.3, 0.2, 0.25, UNIVARIATE),
        (0.3, 0.2, 0.3, UNIVARIATE),
        (0.3, 0.2, 0.4, BIVARIATE),
        (0.3, 0.2, 0.5, INDEPENDENT),
        (0.3, 0.2, 0.6, ENHANCE),
        (0.3, 0.3, 0.3, UNIVARIATE),
        (0.3, 0.0, 0.3, INDEPENDENT),  # a constant factor adds its 0
        (0.0, 0.0, 0.0, INDEPENDENT),
        (0.0, 0.0, 1.0, ENHANCE),
    ],
)
def test_kinds_urbanization_table2(first, second, pair, kind):
    """Its five rows (lines 1740 to 1745), and the ties it leaves open; either factor first."""
    assert interaction([first, second], [second, first], pair).tolist() == [kind, kind]
    assert len(INTERACTIONS) == 5


def test_tolerance_of_kinds():
    assert interaction(0.3, 0.2, 0.501, tolerance=0.01) == INDEPENDENT
    assert interaction(0.3, 0.2, 0.301, tolerance=0.01) == UNIVARIATE
    assert interaction(0.3, 0.2, 0.195, tolerance=0.01) == UNIVARIATE
    with pytest.raises(MethodError, match="tolerance"):
        interaction(0.3, 0.2, 0.5, tolerance=-1)


def test_nested_and_crossed_factors():
    finer, edge = [0, 1, 2, 2], [0, 0, 0, 1]
    pairs = interactions(Y, np.column_stack([A, finer, B, edge]))
    assert [INTERACTIONS[kind] for kind in pairs.kind] == [
        "univariate_weaken",  # finer lies in A: their common strata are its own
        "nonlinear_enhance",  # 1 > 9 / 14 + 4 / 14
        "bivariate_enhance",  # 13.5 / 14 < 9 / 14 + 12 / 14
        "nonlinear_enhance",
        "bivariate_enhance",
        "univariate_weaken",  # 12 / 14 with B and without: a tie, of factors that are not nested
    ]


@pytest.fixture(scope="module")
def table5(table):
    return table("urbanization_table5")


def test_ranks_urbanization_table5(table5):
    """57 of 57: equal printed q share the better rank."""
    for year in ("2006", "2012", "2019"):
        rows = [row for row in table5 if row["year"] == year]
        assert len(rows) == 19
        assert rank([float(row["q"]) for row in rows]).tolist() == [int(row["rank"]) for row in rows]


def test_p_urbanization_table5_leaves_at_most_five_strata(table5):
    """Noncentral p is never below central p, which grows with L for the same q: 13 rows need L <= 5."""

    def fits(row, strata):
        q = float(row["q"]) + 0.0005
        left = PROVINCES - strata
        return stats.f.sf(left / (strata - 1) * q / (1 - q), strata - 1, left) <= float(row["p"]) + 0.0005

    most = [max(strata for strata in range(2, PROVINCES) if fits(row, strata)) for row in table5]
    assert (min(most), most.count(5), len(most)) == (5, 13, 57)


def test_p_urbanization_table5_is_not_of_strata_of_one_size(table5):
    """In strata of one size lambda = q L (n - 1) / n or q L: q and L give p. No L gives above 27 of 57."""

    def fits(row, strata, share):
        q, p, left = float(row["q"]), float(row["p"]), PROVINCES - strata
        low, high = (
            stats.ncf.sf(left / (strata - 1) * value / (1 - value), strata - 1, left, value * strata * share)
            for value in (q + 0.0005, q - 0.0005)
        )
        return low - 0.0005 <= p <= high + 0.0005

    found = [
        sum(fits(row, strata, share) for row in table5)
        for strata in range(2, 11)
        for share in (1, (PROVINCES - 1) / PROVINCES)
    ]
    assert max(found) == 27
    assert sum(float(row["p"]) == 0 for row in table5) == 25
    # Two factors of 2006 with the same q have p 0.564 and 0.796.
    assert {row["p"] for row in table5 if (row["year"], row["q"]) == ("2006", "0.181")} == {"0.564", "0.796"}


def test_constant_factor_constant_outcome():
    found = factors(Y, np.column_stack([np.ones(4), A]))
    assert (found.q[0], found.strata[0], found.f.mask[0], found.p.mask[0]) == (0, 1, True, True)
    # Equal, though their mean is rounded.
    flat = np.full(3, 0.1)
    for result in (factors(flat, [0, 0, 1]), interactions(flat, np.eye(3))):
        for values in result:
            if np.ma.isMaskedArray(values):
                assert values.mask.all() and np.isfinite(values.data).all()


def test_strata_of_one_member():
    every = factors(Y, [3, 1, 2, 0])
    assert (every.q[0], every.p.mask[0], every.strata[0]) == (1, True, 4)
    one = factors(Y, [0, 0, 0, 1])
    assert one.q[0] == pytest.approx(1 - 2 / 14)
    complete = factors([1.0, 1.0, 2.0], [0, 0, 1])
    assert (complete.q[0], complete.f[0], complete.p[0]) == (1, np.inf, 0)


def test_two_rows_and_one():
    assert factors([1.0, 2.0], [0, 1]).q[0] == 1
    assert factors([1.0, 2.0], [0, 0]).q[0] == 0
    assert factors([1.0], [0]).q.mask.all()
    assert interactions([1.0], [[0, 0]]).q.mask.all()


@pytest.mark.parametrize("unit", [1e-200, 1e-300, 1e150, 1e300])
def test_tiny_and_huge_outcomes(unit):
    np.testing.assert_allclose(factors(np.array(Y) * unit, A).q, 9 / 14, rtol=1e-12)
    np.testing.assert_allclose(factors(np.array(Y) * unit, A).p, factors(Y, A).p, rtol=1e-9)


@by_name(ALL)
@pytest.mark.parametrize("odd", [np.nan, np.inf])
def test_value_is_named(method, odd):
    with pytest.raises(MethodError, match=rf"y\[2\] is {odd}") as refused:
        method([1.0, 2.0, odd, 6.0], A)
    assert refused.value.position == (2,)
    with pytest.raises(MethodError, match=rf"strata\[3(, 0)?\] is {odd}"):
        method(Y, [0.0, 0.0, 1.0, odd])


@by_name(ALL)
def test_shapes_are_checked(method):
    with pytest.raises(MethodError, match=r"must be \(n,\) and \(n, m\)"):
        method(Y[:3], A)
    with pytest.raises(MethodError, match="needs at least"):
        method([], [])


def test_options_are_checked():
    with pytest.raises(MethodError, match="noncentrality is 'N'"):
        factors(Y, A, "N")
    with pytest.raises(MethodError, match="strata has 1 factor"):
        interactions(Y, A)


def test_input_stays_as_it_is():
    y, strata = np.array(Y), np.column_stack([A, B])
    before = y.copy(), strata.copy()
    for method in (factors, interactions):
        method(y, strata)
    np.testing.assert_array_equal(y, before[0])
    np.testing.assert_array_equal(strata, before[1])


THEIR_KIND = {
    "Weaken, nonlinear": WEAKEN,
    "Weaken, uni-": UNIVARIATE,
    "Enhance, bi-": BIVARIATE,
    "Independent": INDEPENDENT,
    "Enhance, nonlinear": ENHANCE,
}


@pytest.mark.parametrize("seed", range(12))
def test_is_py_geodetector(seed):
    """q, p and kinds, with strata of one member among them.

    Kinds only where no pair ties with its better factor: there it has no rule, and repeats the kind before.
    """
    from geodetector import GeoDetector

    random = np.random.default_rng(seed)
    n, m = int(random.integers(20, 80)), 6
    strata = random.integers(0, random.integers(2, 9, size=m), size=(n, m))
    y = random.lognormal(size=n) * 100 + 20 * strata[:, 0]
    names = [f"x{j}" for j in range(m)]
    peer = GeoDetector(pd.DataFrame(strata, columns=names).assign(y=y), "y", names)
    single, pairs = factors(y, strata), interactions(y, strata)
    np.testing.assert_allclose([single.q, single.p], peer.factor_detector().to_numpy(), **CLOSE)
    theirs, kinds = peer.interaction_detector(relationship=True)
    np.testing.assert_allclose(pairs.q, theirs.to_numpy()[pairs.second, pairs.first], **CLOSE)
    assert (pairs.q > np.maximum(single.q[pairs.first], single.q[pairs.second]) + 1e-9).all()
    expected = [THEIR_KIND[kind] for kind in kinds.to_numpy()[pairs.second, pairs.first]]
    assert pairs.kind.tolist() == expected
