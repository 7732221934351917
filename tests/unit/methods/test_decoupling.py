import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nianjian.methods.checks import MethodError
from nianjian.methods.decoupling import BASES, GROUP_OF, GROUPS, REASONS, STATES, decoupling
from nianjian.methods.markov import transitions

CLOSE = {"rtol": 1e-9, "atol": 1e-9}
IN_CHINESE = {
    "强脱钩": "strong_decoupling",
    "弱脱钩": "weak_decoupling",
    "衰退脱钩": "recessive_decoupling",
    "增长连结": "expansive_coupling",
    "衰退连结": "recessive_coupling",
    "扩张负脱钩": "expansive_negative_decoupling",
    "弱负脱钩": "weak_negative_decoupling",
    "强负脱钩": "strong_negative_decoupling",
}
panels = st.tuples(st.integers(2, 5), st.integers(1, 6)).flatmap(
    lambda shape: st.tuples(*[arrays(float, shape, elements=st.integers(0, 12))] * 2)
)


def state_of(pressure_gain, driver_gain):
    """State of a pressure from 1000 and a driver from 1000, with these gains: e is their ratio."""
    found = decoupling([[1000.0], [1000.0 + pressure_gain]], [[1000.0], [1000.0 + driver_gain]])
    return STATES[found.state.item()], found.elasticity.item()


def inside(interval):
    """Elasticities that a printed interval, e.g. ［0，0.8), says are in it, and such as it says are not."""
    low, high = interval[1:-1].split("，")
    has_low, has_high = interval[0] == "［", interval[-1] == "］"
    yes, no = [], []
    if low != "-∞":
        (yes if has_low else no).append(float(low))
        yes.append(float(low) + 0.01)
        no.append(float(low) - 0.01)
    if high != "+∞":
        (yes if has_high else no).append(float(high))
        yes.append(float(high) - 0.01)
        no.append(float(high) + 0.01)
    return [*yes, *([-9.0] if low == "-∞" else [9.0] if high == "+∞" else [])], no


@pytest.mark.parametrize("state", IN_CHINESE)
def test_urbanization_table3(state, table):
    (row,) = [row for row in table("urbanization_table3") if row["state"] == state]
    driver_gain = {">0": 100, "<0": -100}[row["driver"]]
    sign = {">0": 1, "<0": -1}[row["pressure"]]
    yes, no = inside(row["elasticity"])
    tested = 0
    for elasticity in yes:
        gain = round(elasticity * driver_gain)
        if np.sign(gain) == sign:
            assert state_of(gain, driver_gain) == (IN_CHINESE[state], pytest.approx(elasticity))
            tested += 1
    for elasticity in no:
        gain = round(elasticity * driver_gain)
        if np.sign(gain) == sign:
            assert state_of(gain, driver_gain)[0] != IN_CHINESE[state]
            tested += 1
    assert tested >= 2


def test_urbanization_table3_is_all_of_the_states_in_its_order(table):
    rows = table("urbanization_table3")
    assert [IN_CHINESE[row["state"]] for row in rows] == list(STATES)
    # 脱钩, 连结, 负脱钩 are in the names.
    kinds = [
        "coupling"
        if "连结" in row["state"]
        else "negative_decoupling"
        if "负" in row["state"]
        else "decoupling"
        for row in rows
    ]
    assert [GROUPS[group] for group in GROUP_OF] == kinds


def test_signs_and_intervals_of_table3_agree_but_for_an_unchanged_pressure(table):
    """A sign and an interval that exclude each other leave e = 0: ΔE > 0 or < 0, but 0 in ［0，0.8)."""
    for row in table("urbanization_table3"):
        same = row["pressure"] == row["driver"]
        assert same == (not row["elasticity"].startswith("（-∞"))
    assert sum(row["elasticity"] == "［0，0.8）" for row in table("urbanization_table3")) == 2
    assert state_of(0, 100) == ("weak_decoupling", 0)
    assert state_of(0, -100) == ("weak_negative_decoupling", 0)


@pytest.mark.parametrize(
    "gain, driver_gain, state",
    [
        (-1, 100, "strong_decoupling"),
        (1, 100, "weak_decoupling"),
        (79, 100, "weak_decoupling"),
        (80, 100, "expansive_coupling"),
        (120, 100, "expansive_coupling"),
        (121, 100, "expansive_negative_decoupling"),
        (1, -100, "strong_negative_decoupling"),
        (-1, -100, "weak_negative_decoupling"),
        (-79, -100, "weak_negative_decoupling"),
        (-80, -100, "recessive_coupling"),
        (-120, -100, "recessive_coupling"),
        (-121, -100, "recessive_decoupling"),
    ],
)
def test_sides_of_the_cuts(gain, driver_gain, state):
    assert state_of(gain, driver_gain)[0] == state


def test_cut_of_whole_numbers_is_met_exactly():
    """8 % over 10 % is 0.7999999999999999 as a quotient of quotients."""
    assert 0.08 / 0.1 < 0.8
    for base in range(100, 2000, 100):
        pressure, driver = [[base], [base * 1.08]], [[100], [110]]
        assert decoupling(pressure, driver).elasticity.item() == pytest.approx(0.8)
        whole = [[base], [base + base // 100 * 8]]
        assert decoupling(whole, driver).elasticity.item() == 0.8
        assert decoupling(whole, [[50], [55]]).state.item() == STATES.index("expansive_coupling")


def test_other_cuts():
    pressure, driver = [[100, 100, 100], [107, 109, 114.0]], [[100] * 3, [110] * 3]
    assert decoupling(pressure, driver).state.tolist() == [[1, 3, 5]]
    assert decoupling(pressure, driver, cuts=(0.6, 1.5)).state.tolist() == [[3, 3, 3]]
    assert decoupling(pressure, driver, cuts=(1, 1)).state.tolist() == [[1, 1, 5]]


def test_bases_by_hand():
    pressure, driver = [[100.0], [110], [99], [120]], [[50.0], [60], [72], [36]]
    chained = decoupling(pressure, driver)
    np.testing.assert_allclose(chained.pressure_change[:, 0], [0.1, -0.1, 21 / 99], **CLOSE)
    np.testing.assert_allclose(chained.driver_change[:, 0], [0.2, 0.2, -0.5], **CLOSE)
    np.testing.assert_allclose(chained.elasticity[:, 0], [0.5, -0.5, -42 / 99], **CLOSE)
    assert [STATES[s] for s in chained.state[:, 0]] == [
        "weak_decoupling",
        "strong_decoupling",
        "strong_negative_decoupling",
    ]
    fixed = decoupling(pressure, driver, base="fixed")
    np.testing.assert_allclose(fixed.elasticity[:, 0], [0.5, -0.01 / 0.44, -0.2 / 0.28], **CLOSE)
    two = decoupling(pressure, driver, lag=2)
    np.testing.assert_allclose(two.elasticity[:, 0], [-0.01 / 0.44, (10 / 110) / (-24 / 60)], **CLOSE)


@given(panels)
def test_base_fixed_is_chained_from_the_first_year(case):
    pressure, driver = case
    fixed = decoupling(pressure, driver, base="fixed")
    for year in range(1, len(pressure)):
        chained = decoupling(pressure[[0, year]], driver[[0, year]])
        for name, values in chained._asdict().items():
            np.testing.assert_array_equal(getattr(fixed, name)[year - 1], values[0], err_msg=name)


@given(
    panels, st.sampled_from(BASES), st.sampled_from([0.25, 1024, 3e-200, 7e180]), st.sampled_from([0.5, 4])
)
def test_units_do_not_matter(case, base, pressure_unit, driver_unit):
    pressure, driver = case
    found, scaled = decoupling(*case, base), decoupling(pressure * pressure_unit, driver * driver_unit, base)
    np.testing.assert_array_equal(found.reason, scaled.reason)
    np.testing.assert_allclose(found.elasticity, scaled.elasticity, **CLOSE)
    if pressure_unit in (0.25, 1024):  # powers of two are exact
        np.testing.assert_array_equal(found.state, scaled.state)


@given(panels, st.randoms(use_true_random=False), st.sampled_from(BASES))
def test_names_of_regions_do_not_matter_and_panels_batch(case, random, base):
    order = list(range(case[0].shape[1]))
    random.shuffle(order)
    found = decoupling(*case, base)
    shuffled = decoupling(*(values[:, order] for values in case), base)
    batch = decoupling(*(np.stack([values, values[:, order]]) for values in case), base)
    for name, values in found._asdict().items():
        np.testing.assert_array_equal(getattr(shuffled, name), values[:, order], err_msg=name)
        np.testing.assert_array_equal(getattr(batch, name)[1], values[:, order], err_msg=name)


@given(panels, st.sampled_from(BASES))
def test_state_reason_and_elasticity_say_the_same(case, base):
    found = decoupling(*case, base)
    known = found.reason == ""
    np.testing.assert_array_equal(np.isnan(found.elasticity), ~known)
    np.testing.assert_array_equal(found.state == -1, ~known)
    np.testing.assert_array_equal(found.group == -1, ~known)
    assert set(found.reason.flat) <= set(REASONS)
    for state, elasticity, a, e in zip(
        *(
            values[known]
            for values in (found.state, found.elasticity, found.driver_change, found.pressure_change)
        ),
        strict=True,
    ):
        assert elasticity == pytest.approx(e / a)
        growing, names = a > 0, STATES[state]
        expected = (
            ("strong_decoupling" if growing else "strong_negative_decoupling")
            if elasticity < 0
            else ("weak_decoupling" if growing else "weak_negative_decoupling")
            if elasticity < 0.8
            else ("expansive_coupling" if growing else "recessive_coupling")
            if elasticity <= 1.2
            else ("expansive_negative_decoupling" if growing else "recessive_decoupling")
        )
        assert names == expected


def test_no_elasticity_and_why():
    pressure = [[0.0, 5, 5, 0, 0, 5], [5, 6, 6, 0, 5, 5]]
    driver = [[5.0, 0, 5, 0, 5, 5], [6, 5, 5, 0, 5, 5]]
    found = decoupling(pressure, driver)
    assert found.reason.tolist() == [
        ["zero_pressure_base", "zero_driver_base", "driver_unchanged", "zero_pressure_base"]
        + ["zero_pressure_base", "driver_unchanged"]
    ]
    np.testing.assert_array_equal(found.pressure_change, [[np.nan, 0.2, 0.2, np.nan, np.nan, 0]])
    np.testing.assert_array_equal(found.driver_change, [[0.2, np.nan, 0, np.nan, 0, 0]])
    # Down to 0 is a change like any other.
    assert state_of(-1000, 100) == ("strong_decoupling", pytest.approx(-10))
    assert state_of(-1000, -1000) == ("recessive_coupling", 1)


def test_no_negative_zero():
    found = decoupling([[5.0], [5.0]], [[5.0], [4.0]])
    assert not np.signbit(found.elasticity).any() and not np.signbit(found.pressure_change).any()


def test_states_feed_the_transitions():
    """Two regions, three changes; the state without a base costs the two moves it takes part in."""
    pressure = [[100.0, 10], [101, 0], [102, 5], [101, 4]]
    driver = [[100.0, 100], [110, 110], [120, 120], [130, 130]]
    found = decoupling(pressure, driver)
    weak, strong = STATES.index("weak_decoupling"), STATES.index("strong_decoupling")
    assert found.state.tolist() == [[weak, strong], [weak, -1], [strong, strong]]
    moves = transitions(found.state, len(STATES))
    assert (moves.counts[weak, weak], moves.counts[weak, strong]) == (1, 1)
    assert (moves.counts.sum(), moves.left_out) == (2, 2)
    groups = transitions(found.group, len(GROUPS))
    assert groups.counts.tolist() == [[2, 0, 0], [0, 0, 0], [0, 0, 0]]


def test_input_is_left_as_it_is():
    pressure, driver = np.array([[1.0, 2], [3, 4]]), np.array([[1.0, 2], [2, 3]])
    decoupling(pressure, driver)
    assert (pressure.tolist(), driver.tolist()) == ([[1, 2], [3, 4]], [[1, 2], [2, 3]])


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_value_that_is_not_finite_is_named(odd):
    good, bad = np.ones((2, 2)), np.array([[1.0, 2.0], [odd, 1.0]])
    for name, arguments in (("pressure", (bad, good)), ("driver", (good, bad))):
        with pytest.raises(MethodError, match=rf"{name}\[1, 0\] is {odd}: must be a finite") as refused:
            decoupling(*arguments)
        assert refused.value.position == (1, 0)


def test_bad_input_is_refused():
    good = np.array([[1.0, 2.0], [2.0, 1.0]])
    with pytest.raises(MethodError, match=r"driver\[0, 1\] is -2.0: must not be negative"):
        decoupling(good, [[1, -2], [1, 1]])
    with pytest.raises(MethodError, match=r"pressure has shape \(2, 2\), driver \(2, 1\)"):
        decoupling(good, good[:, :1])
    with pytest.raises(MethodError, match="base is 'moving'"):
        decoupling(good, good, base="moving")
    for cuts in ((0.8,), (1.2, 0.8), (0, 1.2), (0, 0.8, 1.2)):
        with pytest.raises(MethodError, match="cuts is .*: must be two numbers above 0, ascending"):
            decoupling(good, good, cuts=cuts)
    with pytest.raises(MethodError, match="lag is 0"):
        decoupling(good, good, lag=0)
    with pytest.raises(MethodError, match="lag is 2: has no meaning with base 'fixed'"):
        decoupling(good, good, base="fixed", lag=2)
    for years, lag in ((1, 1), (2, 2)):
        with pytest.raises(MethodError, match=f"pressure has {years} years: needs more than lag = {lag}"):
            decoupling(good[:years], good[:years], lag=lag)
    with pytest.raises(MethodError, match="pressure has shape"):
        decoupling([1.0, 2.0], [1.0, 2.0])
    with pytest.raises(MethodError, match=r"elasticity\[0, 0\] is inf: too large for a float"):
        decoupling([[1e-300], [1e10]], [[1.0], [1 + 1e-15]])
