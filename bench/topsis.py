"""Entropy weights and TOPSIS in one call against loops over two peers. `python -m bench.topsis`"""

import numpy as np
import pymcdm.methods
import pymcdm.weights
from skcriteria.agg.topsis import topsis as skc_topsis
from skcriteria.preprocessing.scalers import scale_by_vector
from skcriteria.preprocessing.weighters import entropy_weights as skc_entropy_weights

from bench.report import best_of, print_machine, print_table, seconds, times_faster
from nianjian.methods.scores import topsis
from nianjian.methods.weights import entropy_weights

SAMPLE = 20


def directions(m):
    return np.where(np.arange(m) % 4 == 3, -1, 1)


def schemes_against_pymcdm(schemes, years, regions, m):
    """Many weightings of one panel. pymcdm runs on SAMPLE of the schemes; its time is scaled to all."""
    random = np.random.default_rng(0)
    x, direction = random.uniform(1, 9, size=(years, regions, m)), directions(m)
    weights = random.dirichlet(np.ones(m), size=(schemes, 1))
    body = pymcdm.methods.TOPSIS()

    def ours():
        return topsis(x, weights, direction, norm="min_max")

    def theirs(validation):
        return [
            [body(x[year], weight[0], direction, validation=validation) for year in range(years)]
            for weight in weights[:SAMPLE]
        ]

    difference = np.abs(ours()[:SAMPLE] - theirs(True)).max()
    (fast,) = best_of(30, ours)
    checked, unchecked = best_of(3, lambda: theirs(True), lambda: theirs(False))
    scale = schemes / SAMPLE
    name = f"{schemes:,} schemes x {years} x {regions}, {m} indicators"
    return [
        [
            name,
            seconds(fast),
            other,
            seconds(slow * scale),
            times_faster(slow * scale, fast),
            f"{difference:.0e}",
        ]
        for other, slow in (("pymcdm, as called", checked), ("pymcdm, validation off", unchecked))
    ]


def panels_against_both(panels, regions, m):
    """Entropy weights, then TOPSIS, on many matrices. No value is 0: pymcdm's entropy fails on one."""
    x, direction = np.random.default_rng(1).uniform(1, 9, size=(panels, regions, m)), directions(m)
    body = pymcdm.methods.TOPSIS()

    def ours():
        return topsis(x, entropy_weights(x).weights, direction)

    def ours_min_max():
        return topsis(x, entropy_weights(x).weights, direction, norm="min_max")

    def scikit_criteria():
        return [
            skc_topsis(scale_by_vector(one, axis=0), direction, skc_entropy_weights(one))[-1] for one in x
        ]

    def pymcdm_loop():
        return [body(one, pymcdm.weights.entropy_weights(one), direction) for one in x]

    rows = []
    for name, mine, other in (
        ("scikit-criteria, functions", ours, scikit_criteria),
        ("pymcdm, as called", ours_min_max, pymcdm_loop),
    ):
        difference = np.abs(mine() - np.array(other())).max()
        fast, slow = best_of(5, mine, other)
        rows.append(
            [
                f"{panels:,} matrices of {regions:,} x {m}",
                seconds(fast),
                name,
                seconds(slow),
                times_faster(slow, fast),
                f"{difference:.0e}",
            ]
        )
    return rows


def main():
    print_machine()
    head = ["case", "ours", "peer", "peer's time", "ratio", "largest difference"]
    print_table(
        f"TOPSIS, weights given; pymcdm on {SAMPLE} of the schemes, scaled",
        head,
        schemes_against_pymcdm(1_000, 14, 31, 12),
    )
    print_table(
        "Entropy weights and TOPSIS",
        head,
        panels_against_both(14, 31, 12)
        + panels_against_both(20, 3_000, 20)
        + panels_against_both(3_000, 20, 20),
    )


if __name__ == "__main__":
    main()
