"""Decoupling of a pressure (emissions, energy use) from a driver (output, urbanization) after Tapio."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nianjian.methods.checks import Floats, MethodError, finite, non_negative, option, refuse, whole_from
from nianjian.methods.markov import NO_CLASS, Ints

VERSION = "1.1"

STATES = (
    "strong_decoupling",
    "weak_decoupling",
    "recessive_decoupling",
    "expansive_coupling",
    "recessive_coupling",
    "expansive_negative_decoupling",
    "weak_negative_decoupling",
    "strong_negative_decoupling",
)
GROUPS = ("decoupling", "coupling", "negative_decoupling")
# The group of each state.
GROUP_OF = np.array([0, 0, 0, 1, 1, 2, 2, 2])
BASES = ("chained", "fixed")
# Half the distance from 1 to the next float: how far a decimal figure may be from its float.
EPSILON = np.finfo(float).eps / 2
REASONS = ("", "zero_pressure_base", "zero_driver_base", "driver_unchanged")


class Decoupling(NamedTuple):
    """Result of `decoupling`; each (..., T - lag, n), or (..., T - 1, n) with a fixed base.

    elasticity and the relative changes (a fraction, 0.06 is 6 %): NaN, which the caller turns to null, where
    they have no value; state: place in STATES, group: place in GROUPS, -1 where there is no elasticity;
    reason: one of REASONS, empty where there is an elasticity, the first that holds elsewhere.
    """

    elasticity: Floats
    pressure_change: Floats
    driver_change: Floats
    state: Ints
    group: Ints
    reason: NDArray[np.str_]


def decoupling(
    pressure: ArrayLike,
    driver: ArrayLike,
    base: str = "chained",
    cuts: ArrayLike = (0.8, 1.2),
    lag: int = 1,
) -> Decoupling:
    """Tapio's elasticity e = (dE / E0) / (dA / A0) of pressure E to driver A, its state and its group.

    base: `chained` compares each year with the one lag years before, `fixed` with the first (lag is 1 then).
    The sign of e is the cut at 0; cuts are the two others:

        dE < 0, dA > 0   e < 0                    strong_decoupling
        dE > 0, dA > 0   0 <= e < 0.8             weak_decoupling
        dE < 0, dA < 0   1.2 < e                  recessive_decoupling
        dE > 0, dA > 0   0.8 <= e <= 1.2          expansive_coupling
        dE < 0, dA < 0   0.8 <= e <= 1.2          recessive_coupling
        dE > 0, dA > 0   1.2 < e                  expansive_negative_decoupling
        dE < 0, dA < 0   0 <= e < 0.8             weak_negative_decoupling
        dE > 0, dA < 0   e < 0                    strong_negative_decoupling

    dE = 0 gives e = 0, in the interval of the two weak states: weak_decoupling if dA > 0, else
    weak_negative_decoupling. E0 = 0, A0 = 0 or dA = 0 give no elasticity, and a reason.
    e is computed as dE A0 / (E0 dA) and lies on a cut if it differs from it by no more than the rounding of decimal
    figures to floats, as it goes through the differences: E from 175.3 to 4207.2 and A from 0.4 to 11.9 is 0.8, as E
    from 1753 to 42072 and A from 4 to 119 is.

    Shapes: pressure, driver (..., T, n), years by regions, not negative -> Decoupling.
    Errors: NaN, infinity, a negative value, unequal shapes, cuts that are not two in ascending order above 0,
    no two years that are lag apart, an elasticity too large for a float.
    Source: Tapio (2005); Regional Economic Review 2025 no. 3, article urbanization, lines 1668 and 1788.

    >>> pressure = [[100.0, 50.0], [108.0, 50.0], [120.0, 40.0]]
    >>> found = decoupling(pressure, [[100.0, 10.0], [110.0, 10.0], [112.2, 12.0]])
    >>> found.elasticity.round(2)
    array([[ 0.8 ,   nan],
           [ 5.56, -1.  ]])
    >>> [STATES[state] for state in found.state[:, 0]], found.reason[0, 1]
    (['expansive_coupling', 'expansive_negative_decoupling'], np.str_('driver_unchanged'))
    """
    option(base, BASES, "base")
    pressure, driver = (
        non_negative(pressure, "pressure", least_axes=2),
        non_negative(driver, "driver", least_axes=2),
    )
    if pressure.shape != driver.shape:
        raise MethodError(f"pressure has shape {pressure.shape}, driver {driver.shape}: must be the same")
    cuts = finite(cuts, "cuts")
    if cuts.shape != (2,) or not 0 < cuts[0] <= cuts[1]:
        raise MethodError(f"cuts is {cuts.tolist()}: must be two numbers above 0, ascending")
    whole_from(lag, 1, "lag")
    if base == "fixed" and lag != 1:
        raise MethodError(f"lag is {lag}: has no meaning with base 'fixed'")
    if pressure.shape[-2] <= lag:
        raise MethodError(f"pressure has {pressure.shape[-2]} years: needs more than lag = {lag}")
    pressure_base, pressure_gain = _change(pressure, base, lag)
    driver_base, driver_gain = _change(driver, base, lag)
    reason = np.select([pressure_base == 0, driver_base == 0, driver_gain == 0], REASONS[1:], REASONS[0])
    known = reason == ""
    elasticity = _quotient(pressure_gain * driver_base, pressure_base * driver_gain, known)
    refuse(known & ~np.isfinite(elasticity), elasticity, "elasticity", "too large for a float")
    rounding = EPSILON * (4 + _magnified(pressure_base, pressure_gain) + _magnified(driver_base, driver_gain))
    state = np.where(known, _state(elasticity, driver_gain > 0, cuts, rounding), NO_CLASS)
    return Decoupling(
        elasticity,
        _quotient(pressure_gain, pressure_base, pressure_base > 0),
        _quotient(driver_gain, driver_base, driver_base > 0),
        state,
        np.where(known, GROUP_OF[state], NO_CLASS),
        reason,
    )


def _change(values: Floats, base: str, lag: int) -> tuple[Floats, Floats]:
    """Base and gain, both brought near 1 by a power of two, which is exact, so that products fit a float."""
    largest = values.max(axis=(-2, -1), keepdims=True)
    values = np.ldexp(values, -np.frexp(largest)[1])
    if base == "fixed":
        start = np.broadcast_to(values[..., :1, :], values[..., 1:, :].shape)
        return start, values[..., 1:, :] - start
    return values[..., :-lag, :], values[..., lag:, :] - values[..., :-lag, :]


def _quotient(part: Floats, whole: Floats, where: NDArray[np.bool_]) -> Floats:
    """part / whole, NaN elsewhere; never -0, which would print as a decrease."""
    with np.errstate(divide="ignore", over="ignore"):
        return np.divide(part, whole, out=np.full(part.shape, np.nan), where=where) + 0.0


def _magnified(base: Floats, gain: Floats) -> Floats:
    """By how much a difference magnifies the relative rounding of its two figures: their sum over it."""
    both = np.abs(base) + np.abs(base + gain)
    return np.divide(both, np.abs(gain), out=np.zeros(both.shape), where=gain != 0)


def _state(elasticity: Floats, is_growing: NDArray[np.bool_], cuts: Floats, rounding: Floats) -> Ints:
    """Place in STATES; anything where the elasticity is NaN. `rounding` is relative."""
    # Bands of e, from below 0 to above the upper cut, under a growing and under a shrinking driver.
    low, high = cuts[0] * (1 - rounding), cuts[1] * (1 + rounding)
    band = (elasticity >= 0).astype(int) + (elasticity >= low) + (elasticity > high)
    return np.where(is_growing, np.array([0, 1, 3, 5])[band], np.array([7, 6, 4, 2])[band])
