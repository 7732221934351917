"""Dagum decomposition in O(n log n) against the n^2 form. `python -m bench.dagum [--plain]`"""

import argparse

import numpy as np

from bench.report import best_of, peak_mb, print_machine, print_table, seconds, times_faster
from nianjian.methods.inequality import dagum

GROUPS = 4
PLAIN_LIMIT = 10_000
CHUNK = 256


def units(n):
    random = np.random.default_rng(n)
    return random.lognormal(size=n), np.arange(n) % GROUPS


def plain(y, groups):
    """The formulas as they are printed, in numpy: every pair in one array. Returns G, G_w, G_nb, G_t."""
    return parts(y, groups, lambda of, a, b: of(a[:, None] - b[None, :]))


def chunked(y, groups):
    """The same pairs, a few rows at a time that fit the cache of the processor."""
    return parts(
        y,
        groups,
        lambda of, a, b: sum(of(a[at : at + CHUNK, None] - b[None, :]) for at in range(0, len(a), CHUNK)),
    )


def spread(difference):
    return np.abs(difference).sum()


def moments(difference):
    """Sums of the positive and of the negative parts."""
    return np.array([np.maximum(difference, 0).sum(), np.maximum(-difference, 0).sum()])


def parts(y, groups, pairs):
    n, mean = len(y), y.mean()
    members = [y[groups == j] for j in range(GROUPS)]
    p = [len(m) / n for m in members]
    s = [m.sum() / y.sum() for m in members]
    total = pairs(spread, y, y) / (2 * n**2 * mean)
    within = between = transvariation = 0.0
    for j, a in enumerate(members):
        within += pairs(spread, a, a) / (2 * len(a) ** 2 * a.mean()) * p[j] * s[j]
        for h, b in enumerate(members[:j]):
            over, under = pairs(moments, a, b)
            share = (over + under) / (len(a) * len(b) * (a.mean() + b.mean())) * (p[j] * s[h] + p[h] * s[j])
            distance = abs(over - under) / (over + under)
            between += share * distance
            transvariation += share * (1 - distance)
    return np.array([total, within, between, transvariation])


def ours(y, groups):
    found = dagum(y, groups)
    return np.array(
        [found.gini, found.contribution_within, found.contribution_between, found.contribution_transvariation]
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--plain", action="store_true", help="run the plain n^2 form at 30,000 units too: needs 15 GB"
    )
    arguments = parser.parse_args()
    print_machine()
    rows = []
    for n in (31, 300, 3_000, 10_000, 30_000):
        y, groups = units(n)
        difference = np.abs(ours(y, groups) - chunked(y, groups)).max()
        (fast,) = best_of(30, lambda y=y, groups=groups: ours(y, groups))
        (slow,) = best_of(1 if n > 3_000 else 5, lambda y=y, groups=groups: chunked(y, groups))
        row = [f"{n:,}", seconds(fast), seconds(slow), times_faster(slow, fast)]
        if n <= PLAIN_LIMIT or arguments.plain:
            (plain_time,) = best_of(1 if n > 3_000 else 5, lambda y=y, groups=groups: plain(y, groups))
            row += [seconds(plain_time), times_faster(plain_time, fast)]
        else:
            row += ["not run", ""]
        rows.append([*row, f"{difference:.0e}"])
    print_table(
        "Dagum, one series, 4 groups",
        ["units", "ours", "n^2 in chunks", "ratio", "n^2 plain", "ratio", "largest difference"],
        rows,
    )

    rows = []
    for n in (30_000, 1_000_000):
        y, groups = units(n)
        (fast,) = best_of(7, lambda y=y, groups=groups: dagum(y, groups))
        rows.append(
            [f"{n:,}", seconds(fast), f"{peak_mb(lambda y=y, groups=groups: dagum(y, groups)):.0f} MB"]
        )
    print_table("Dagum, large", ["units", "ours", "peak memory"], rows)

    series = np.random.default_rng(0).lognormal(size=(14_000, 31))
    groups = np.arange(31) % GROUPS
    batch, loop = best_of(1, lambda: dagum(series, groups), lambda: [dagum(y, groups) for y in series])
    print_table(
        "Dagum, 14,000 series of 31 units",
        ["one call", "a loop of calls", "ratio"],
        [[seconds(batch), seconds(loop), times_faster(loop, batch)]],
    )


if __name__ == "__main__":
    main()
