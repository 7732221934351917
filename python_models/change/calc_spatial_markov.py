"""Markov chains of scores by the class of the neighbours' mean, and whether that class matters."""

import pandas as pd

from nianjian.frames import markov, panels, places
from nianjian.methods.spatial_markov import homogeneity, spatial_markov


def rows_of(x, weights, options):
    found = spatial_markov(
        x, weights, options.classes, options.neighbours,
        scope=options.scope, ties=options.ties, quantile=options.quantile, lag=options.lag,
    )  # fmt: skip
    moves = found.moves
    yield from markov.rows(moves.counts.sum(axis=0) + moves.islands)
    for at, counts in enumerate(moves.counts):
        yield from markov.rows(counts, at + 1)
    yield from markov.rows(moves.islands, markov.ISLANDS)
    tested = homogeneity(moves.counts)._asdict()
    yield from markov.single(**{f"homogeneity_{name}": value for name, value in tested.items()})


def model(dbt, session):
    scores, variants = dbt.ref("res_method_scores").df(), dbt.ref("markov_variants").df()
    adjacency, frames = dbt.ref("region_adjacency").df(), []
    for system, wide in panels.years_by_regions(scores, "spatial_markov"):
        panel, left_out = markov.panel_and_left_out(wide)
        for options in variants[variants["neighbours"] != "none"].itertuples():
            weights = places.borders(panel.columns, adjacency, options.is_sea_link)
            # Regions none of which has a neighbour have no class of neighbours.
            if len(panel) <= options.lag or not weights.any():
                continue
            told = {"system_code": system, "variant_code": options.variant_code}
            with panels.naming(f"system {system}, {options.variant_code}", panel.index, panel.columns):
                rows = [
                    *rows_of(panel.to_numpy(), weights, options),
                    *markov.single(regions_left_out=left_out),
                ]
            frames.append((told, pd.DataFrame(rows, columns=markov.KEYS)))
    return panels.stacked(
        frames,
        markov.COLUMNS,
        method_version=panels.versions("markov", "neighbours", "spatial_markov"),
    )
