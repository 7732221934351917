"""Ranks of a panel like that of new-type urbanization under 200 variants of method. `python -m bench.robustness`"""

from itertools import product

import numpy as np

from bench.report import best_of, print_machine, print_table, seconds
from nianjian.methods import scores, weights
from nianjian.methods.normalise import min_max

YEARS, REGIONS, INDICATORS = 14, 30, 19
WEIGHTINGS = {
    "cv": weights.cv_weights,
    "critic": weights.critic_weights,
    "equal": weights.equal_weights,
    **{
        f"entropy {shift:g}": lambda z, shift=shift: weights.entropy_weights(z, shift).weights
        for shift in (0, 1e-6, 1e-5, 1e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2)
    },
}
SCORINGS = ["weighted_sum", *product(("vector", "min_max", "none"), ("matrix", "distance"))]
VARIANTS = list(product(("pooled", "year"), WEIGHTINGS, SCORINGS))[:200]


def ranks(values, direction, variant):
    """Ranks (years, regions) of values (years, regions, indicators) under a variant."""
    scope, weighting, scoring = variant
    rows = values.reshape(1, -1, INDICATORS) if scope == "pooled" else values
    z = min_max(rows, direction)
    weight = WEIGHTINGS[weighting](z)
    if scoring == "weighted_sum":
        found = scores.weighted_sum(z, weight)
    else:
        found = scores.topsis(rows, weight, direction, *scoring)
    return scores.rank(found.reshape(YEARS, REGIONS))


def main() -> None:
    print_machine()
    rng = np.random.default_rng(1)
    values = rng.lognormal(3, 0.5, (1, REGIONS, INDICATORS)) * rng.lognormal(
        0.05, 0.05, (YEARS, 1, INDICATORS)
    ).cumprod(0)
    direction = np.where(np.arange(INDICATORS) % 7, 1, -1)

    def all_ranks():
        return np.array([ranks(values, direction, variant) for variant in VARIANTS])

    (spent,), found = best_of(3, all_ranks), all_ranks()
    interval = found.max(axis=0) - found.min(axis=0)
    head = ["variants", "panel", "time", "mean rank interval"]
    row = [
        str(len(VARIANTS)),
        f"{YEARS} x {REGIONS} x {INDICATORS}",
        seconds(spent),
        f"{interval.mean():.1f}",
    ]
    print_table("Ranks under many variants", head, [row])


if __name__ == "__main__":
    main()
