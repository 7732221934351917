"""One vector of weights out of several: means, products, and the combination of game theory (博弈论组合赋权)."""

import numpy as np
from numpy.typing import ArrayLike

from nianjian.methods.checks import Floats, MethodError, finite, non_negative, option

VERSION = "1.0"

RULES = ("additive", "multiplicative", "game")


def combined_weights(weights: ArrayLike, rule: str = "additive", shares: ArrayLike | None = None) -> Floats:
    """Weights of m indicators combined from K vectors of weights.

    `additive`: sum_k a_k w_k. `multiplicative`: prod_k w_k^a_k over its sum; an indicator that weighs 0 in one vector
    weighs 0. `game`: w = sum_k a_k w_k with the a for which w lies as near as it can to every w_l at once, the solution
    of sum_k a_k (w_l . w_k) = w_l . w_l for all l, as absolute values over their sum.
    shares a (K,), above or equal to 0, over their sum; equal ones if not given; `game` finds its own and takes none.

    Shapes: weights (K, m), rows summing to 1 (or all 0) -> (m,) summing to 1. The order of vectors does not matter.
    Errors: NaN, infinity, a negative weight or share, fewer than two vectors, shares with `game`, nothing left.
    Source: 陈加良 (2003) for `game`.

    >>> two = [[0.5, 0.3, 0.2], [0.2, 0.2, 0.6]]
    >>> combined_weights(two), combined_weights(two, "multiplicative").round(4)
    (array([0.35, 0.25, 0.4 ]), array([0.3484, 0.2699, 0.3817]))
    >>> combined_weights(two, "game").round(4)
    array([0.326 , 0.242 , 0.4321])
    """
    option(rule, RULES, "rule")
    w = non_negative(weights, "weights", least_axes=2)
    if w.ndim != 2 or len(w) < 2:
        raise MethodError(f"weights has shape {w.shape}: needs two vectors or more, (K, m)")
    if rule == "game":
        if shares is not None:
            raise MethodError("shares have no meaning with rule 'game': it finds its own")
        products = w @ w.T
        # Vectors that say the same leave the system short of an equation; the least solution shares it out evenly.
        a = np.abs(np.linalg.lstsq(products, np.diag(products), rcond=None)[0])
    else:
        a = np.ones(len(w)) if shares is None else non_negative(shares, "shares")
        if a.shape != (len(w),):
            raise MethodError(f"shares has shape {a.shape}: must be ({len(w)},), one for each vector")
    if not a.sum() > 0:
        raise MethodError("shares are all 0: nothing to combine by")
    a = a / a.sum()
    combined = np.prod(w ** a[:, None], axis=0) if rule == "multiplicative" else a @ w
    total = combined.sum()
    if not total > 0:
        raise MethodError("weights have no indicator in common: every product is 0")
    return finite(combined / total, "combined")
