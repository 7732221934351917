"""Drivers: pairs of factors beside py-geodetector, natural breaks beside jenkspy and mapclassify, a forest.

`python -m bench.drivers`
"""

import warnings
from importlib.metadata import version

import jenkspy
import mapclassify
import numpy as np
import pandas as pd
from geodetector import GeoDetector

from bench.report import best_of, peak_mb, print_machine, print_table, seconds, times_faster
from nianjian.methods import forest, geodetector, strata

FACTORS, STRATA = 19, 5
REGIONS, YEARS, DRIVERS, TREES = 31, 12, 13, 300
# Beyond these the peer takes minutes.
MOST = {"jenkspy": 10_000, "mapclassify": 300}


def panel(n):
    """An outcome, and factors in quantile strata, of which three matter."""
    random = np.random.default_rng(n)
    x = random.normal(size=(n, FACTORS))
    y = x[:, 0] + x[:, 1] * x[:, 2] + random.normal(size=n)
    return y, np.column_stack([strata.cut(column, STRATA).codes for column in x.T])


def exponent(sizes, times):
    """b of time = a size^b between the last two sizes."""
    return f"{np.log(times[-1] / times[-2]) / np.log(sizes[-1] / sizes[-2]):.2f}"


def detectors():
    sizes, rows = (31, 300, 3_000), []
    times = {"all pairs": ([], []), "factors, with p": ([], [])}
    for n in sizes:
        y, codes = panel(n)
        peer = GeoDetector(pd.DataFrame(codes).rename(columns=str).assign(y=y), "y")
        found = geodetector.interactions(y, codes)
        pair_q = peer.interaction_detector().to_numpy()[found.second, found.first]
        single, theirs = geodetector.factors(y, codes), peer.factor_detector().to_numpy()
        cases = [
            (
                "all pairs",
                lambda y=y, codes=codes: geodetector.interactions(y, codes),
                peer.interaction_detector,
                np.abs(found.q - pair_q).max(),
            ),
            (
                "factors, with p",
                lambda y=y, codes=codes: geodetector.factors(y, codes),
                peer.factor_detector,
                np.abs(np.array([single.q, single.p]) - theirs).max(),
            ),
        ]
        for name, ours, other, difference in cases:
            (fast,), (slow,) = best_of(50, ours), best_of(2, other)
            times[name][0].append(fast)
            times[name][1].append(slow)
            rows.append(
                [f"{n:,}", name, seconds(fast), seconds(slow), times_faster(slow, fast), f"{difference:.0e}"]
            )
    print_table(
        f"Geodetector, {FACTORS} factors ({FACTORS * (FACTORS - 1) // 2} pairs) of {STRATA} strata",
        ["rows", "what", "ours", "py-geodetector", "ratio", "largest difference"],
        rows,
    )
    print_table(
        "Cost against rows, exponent from 300 to 3,000",
        ["what", "ours", "py-geodetector"],
        [[name, *(exponent(sizes, side) for side in both)] for name, both in times.items()],
    )
    y, codes = panel(3_000)
    print(f"\nPeak memory, all pairs at 3,000: {peak_mb(lambda: geodetector.interactions(y, codes)):.0f} MB")


def squares(x, codes):
    return sum(np.square(x[codes == h] - x[codes == h].mean()).sum() for h in np.unique(codes))


def natural_breaks():
    sizes, rows = (31, 300, 3_000, 10_000, 100_000), []
    times = {"ours": [], "jenkspy": [], "mapclassify": []}
    for n in sizes:
        x = np.random.default_rng(n).lognormal(size=n)
        own = squares(x, strata.cut(x, STRATA, "natural").codes)
        (fast,) = best_of(20 if n < 10_000 else 2, lambda x=x: strata.cut(x, STRATA, "natural"))
        times["ours"].append(fast)
        row = [f"{n:,}", seconds(fast)]
        for name, run, codes in (
            (
                "jenkspy",
                lambda x=x: jenkspy.jenks_breaks(x, STRATA),
                lambda x, found: np.searchsorted(found[1:-1], x),
            ),
            (
                "mapclassify",
                lambda x=x: mapclassify.FisherJenks(x, STRATA),
                lambda x, found: found.yb,
            ),
        ):
            if n > MOST[name]:
                row += ["", "", ""]
                continue
            found = []
            (slow,) = best_of(2, lambda run=run, found=found: found.append(run()))
            times[name].append(slow)
            apart = abs(squares(x, codes(x, found[0])) / own - 1)
            ratio = times_faster(slow, fast) if slow > fast else f"{slow / fast:.2f}x"
            row += [seconds(slow), ratio, f"{apart:.0e}"]
        rows.append(row)
    head = [part for name in MOST for part in (name, "ratio", "sums of squares apart by")]
    print_table(f"Natural breaks, {STRATA} strata", ["values", "ours", *head], rows)
    print_table(
        "Cost against values, exponent between the two largest sizes measured",
        list(times),
        [[exponent(sizes[: len(side)], side) for side in times.values()]],
    )


def forests():
    random = np.random.default_rng(0)
    regions = np.repeat(np.arange(REGIONS), YEARS)
    x = random.normal(size=(REGIONS, DRIVERS)).repeat(YEARS, axis=0)
    x = x + 0.3 * random.normal(size=x.shape)
    y = x[:, 0] ** 2 + 2 * x[:, 1] + random.normal(size=REGIONS)[regions]
    cases = [
        ("tree curve, 3 seeds of 500", lambda: forest.tree_curve(x, y, [50, 100, 200, 300, 500], [1, 2, 3])),
        (f"importance, 5 seeds of {TREES}", lambda: forest.importance(x, y, TREES, range(5))),
        (
            f"cross-validation, 5 folds twice, {TREES}",
            lambda: forest.cross_validation(x, y, regions, TREES, 1),
        ),
        (f"partial dependence, 20 points, {TREES}", lambda: forest.partial_dependence(x, y, TREES, 1)),
    ]
    print_table(
        f"Random forest, {REGIONS} regions x {YEARS} years x {DRIVERS} drivers, one thread",
        ["what", "ours"],
        [[name, seconds(best_of(1, run)[0])] for name, run in cases],
    )


def main():
    warnings.filterwarnings("ignore", message="Numba not installed")
    print_machine()
    print(
        ", ".join(f"{name} {version(name)}" for name in ("py-geodetector", *MOST, "scikit-learn"))
        + "; mapclassify without numba"
    )
    detectors()
    natural_breaks()
    forests()


if __name__ == "__main__":
    main()
