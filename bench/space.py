"""Ellipse, hot spots and Moran's I beside pointpats and esda, and their cost against n. `python -m bench.space`"""

import warnings

import esda
import libpysal
import numpy as np
import pointpats
from pointpats.centrography import ellipse as pointpats_ellipse

from bench.report import best_of, print_machine, print_table, seconds, times_faster
from nianjian.methods import neighbours
from nianjian.methods.ellipse import ellipse
from nianjian.methods.hot_spots import hot_spots
from nianjian.methods.moran import local_moran, moran

SIZES = (31, 333, 3_000)
YEARS = 14
PERMUTATIONS = 999
NEIGHBOURS = 5


def case(n):
    """Places, levels of some years, and neighbours: ours, and those of the peer, built before the clock runs."""
    random = np.random.default_rng(n)
    longitude, latitude = random.uniform(75, 134, n), random.uniform(18, 53, n)
    weights = neighbours.nearest(neighbours.distances(longitude, latitude), NEIGHBOURS)
    weights = np.maximum(weights, weights.T)
    return longitude, latitude, random.lognormal(size=(YEARS, n)), weights, libpysal.weights.full2W(weights)


def methods(longitude, latitude, x, weights, peer):
    """Name, ours, theirs, what each returns to be compared (None: random numbers of its own)."""
    points, standardised = np.column_stack((longitude, latitude)), neighbours.row_standardised(weights)
    first = x[0]
    return [
        (
            f"ellipse, {YEARS} years",
            lambda: ellipse(longitude, latitude, x, divisor="n_minus_2", projection="degrees").semi_major,
            lambda: [pointpats_ellipse(points, weights=year)[0] for year in x],
            True,
        ),
        (
            f"Gi*, {YEARS} years",
            lambda: hot_spots(x, weights).z,
            lambda: [esda.G_Local(year, peer, transform="B", star=True, permutations=0).Zs for year in x],
            True,
        ),
        (
            f"Moran, {YEARS} years",
            lambda: moran(x, standardised).z_random,
            lambda: [esda.Moran(year, peer, permutations=0).z_rand for year in x],
            True,
        ),
        (
            f"Moran, 1 year, {PERMUTATIONS} permutations",
            lambda: moran(first, standardised, permutations=PERMUTATIONS).i,
            lambda: esda.Moran(first, peer, permutations=PERMUTATIONS).I,
            False,
        ),
        (
            f"LISA, 1 year, {PERMUTATIONS} permutations",
            lambda: local_moran(first, standardised, permutations=PERMUTATIONS).i,
            lambda: esda.Moran_Local(first, peer, permutations=PERMUTATIONS, seed=0).Is,
            False,
        ),
    ]


def exponent(times):
    """Slope of log time over log n, from the last two sizes."""
    return f"{np.log(times[-1] / times[-2]) / np.log(SIZES[-1] / SIZES[-2]):.1f}"


def main():
    warnings.simplefilter("ignore")
    print_machine()
    print(f"esda {esda.__version__}, pointpats {pointpats.__version__}")
    spent = {}
    rows = []
    for n in SIZES:
        for name, ours, theirs, is_quick in methods(*case(n)):
            difference = np.abs(np.asarray(ours()) - np.asarray(theirs())).max()  # also warms both up
            times = 5 if is_quick and n < SIZES[-1] else 2
            fast, slow = best_of(times, ours, theirs)
            spent.setdefault(name, ([], []))
            spent[name][0].append(fast)
            spent[name][1].append(slow)
            rows.append(
                [f"{n:,}", name, seconds(fast), seconds(slow), times_faster(slow, fast), f"{difference:.0e}"]
            )
    print_table(
        f"Space, about {NEIGHBOURS} to 10 neighbours",
        ["regions", "method", "ours", "peer", "ratio", "largest difference"],
        rows,
    )
    print_table(
        f"Exponent of the cost against n, {SIZES[-2]:,} to {SIZES[-1]:,}",
        ["method", "ours", "peer"],
        [[name, exponent(ours), exponent(theirs)] for name, (ours, theirs) in spent.items()],
    )


if __name__ == "__main__":
    main()
