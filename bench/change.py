"""Density and Markov chains beside scipy and giddy, with the exponent of cost. `python -m bench.change`"""

import warnings

import numpy as np
import scipy
from scipy.sparse import coo_array, csr_matrix
from scipy.stats import gaussian_kde

from bench.report import best_of, peak_mb, print_machine, print_table, seconds, times_faster
from nianjian.methods.density import kernel_density
from nianjian.methods.markov import chain, classes_by_edges, quantile_edges, transitions
from nianjian.methods.spatial_markov import homogeneity, spatial_markov

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import giddy
    from giddy.markov import Markov, Spatial_Markov
    from libpysal.weights import WSP

YEARS, CLASSES = 14, 5


def panel(n):
    """Levels that grow and keep most of their order, years by regions."""
    random = np.random.default_rng(n)
    return random.lognormal(size=(1, n)) + np.cumsum(random.lognormal(size=(YEARS, n)), axis=0) / 4


def borders(n):
    """Each region borders six others: a ring of triangles, as sparse as a map."""
    at = np.arange(n)
    steps = [-3, -2, -1, 1, 2, 3]
    pairs = np.concatenate([at] * 6), np.concatenate([(at + step) % n for step in steps])
    return coo_array((np.ones(6 * n), pairs), shape=(n, n)).tocsr()


def exponents(sizes, times):
    """Of time = c n^b between each size and the one before."""
    found = np.diff(np.log(times)) / np.diff(np.log(sizes))
    return ["", *(f"{exponent:.2f}" for exponent in found)]


def compare(title, sizes, cases, repeats=5):
    """One row a size n; cases(n) gives our call, that of the peer, and their largest difference."""
    ours, theirs, differences = [], [], []
    for n in sizes:
        mine, peer, difference = cases(n)
        fast, slow = best_of(repeats if n < 10_000 else 2, mine, peer)
        ours.append(fast)
        theirs.append(slow)
        differences.append(difference)
    columns = zip(
        sizes, ours, theirs, exponents(sizes, ours), exponents(sizes, theirs), differences, strict=True
    )
    print_table(
        title,
        ["n", "ours", "peer", "ratio", "exponent of ours", "of peer", "largest difference"],
        [
            [f"{n:,}", seconds(fast), seconds(slow), times_faster(slow, fast), b, c, f"{d:.0e}"]
            for n, fast, slow, b, c, d in columns
        ],
    )


def density_case(n):
    y = np.random.default_rng(n).lognormal(size=n)
    grid = kernel_density(y).grid

    def theirs():
        return gaussian_kde(y)(grid)

    return lambda: kernel_density(y), theirs, np.abs(kernel_density(y).height - theirs()).max()


def densities_case(series):
    """Many series of 31 regions in one call against a loop."""
    y = np.random.default_rng(series).lognormal(size=(series, 31))
    found = kernel_density(y)

    def theirs():
        return [gaussian_kde(values)(grid) for values, grid in zip(y, found.grid, strict=True)]

    return lambda: kernel_density(y), theirs, np.abs(found.height - theirs()).max()


def markov_case(n):
    x = panel(n)
    classes = classes_by_edges(x, quantile_edges(x, CLASSES)).number

    def ours():
        return chain(transitions(classes, CLASSES).counts)

    def theirs():
        return Markov(classes.T, summary=False)

    return ours, theirs, np.abs(ours().probability - theirs().p).max()


def spatial_case(n):
    """From values and borders to counts and tests. giddy's weights are made before, ours with the call."""
    x, w = panel(n), borders(n)
    weights = WSP(csr_matrix(w)).to_W(silence_warnings=True)
    weights.transform = "r"

    def ours():
        return homogeneity(spatial_markov(x, w, CLASSES).moves.counts)

    def theirs():
        found = Spatial_Markov(x.T, weights, k=CLASSES, m=CLASSES)
        return found.LR, found.Q

    mine, peer = ours(), theirs()
    return ours, theirs, max(abs(mine.likelihood_ratio - peer[0]), abs(mine.q - peer[1]))


def main():
    warnings.simplefilter("ignore")
    print_machine()
    print(f"scipy {scipy.__version__}, giddy {giddy.__version__}")
    compare("Kernel density, 200 points; peer: gaussian_kde", (31, 300, 3_000, 30_000), density_case)
    compare(
        "Kernel density, n series of 31; peer: a loop of gaussian_kde", (14, 140, 1_400), densities_case, 1
    )
    compare(f"Markov chain, {YEARS} years; peer: giddy Markov", (31, 300, 3_000, 30_000), markov_case)
    compare(
        f"Spatial Markov and its tests, {YEARS} years; peer: giddy Spatial_Markov",
        (31, 300, 3_000, 30_000),
        spatial_case,
    )
    rows = []
    y, x, w = np.random.default_rng(0).lognormal(size=30_000), panel(30_000), borders(30_000)
    for name, call in (
        ("kernel density", lambda: kernel_density(y)),
        ("spatial Markov", lambda: spatial_markov(x, w, CLASSES)),
    ):
        rows.append([name, f"{peak_mb(call):.0f} MB"])
    print_table("Peak memory of Python and numpy in one call, 30,000 regions", ["method", "memory"], rows)


if __name__ == "__main__":
    main()
