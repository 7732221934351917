"""Markov chains of scores by the class of the neighbours' mean, and whether that class matters."""

import pandas as pd

from nianjian import chains, panels, places
from nianjian.methods.spatial_markov import homogeneity, spatial_markov


def rows_of(x, weights, options):
    found = spatial_markov(
        x, weights, options.classes, options.neighbours,
        scope=options.scope, ties=options.ties, quantile=options.quantile, lag=options.lag,
    )  # fmt: skip
    moves = found.moves
    yield from chains.rows(moves.counts.sum(axis=0) + moves.islands)
    for at, counts in enumerate(moves.counts):
        yield from chains.rows(counts, at + 1)
    yield from chains.rows(moves.islands, chains.ISLANDS)
    tested = homogeneity(moves.counts)._asdict()
    yield from chains.single(**{f"homogeneity_{name}": value for name, value in tested.items()})


def model(dbt, session):
    scores, variants = dbt.ref("ind_method_scores").df(), dbt.ref("markov_variants").df()
    adjacency, frames = dbt.ref("region_adjacency").df(), []
    for system, wide in panels.years_by_regions(scores, "spatial_markov"):
        panel, left_out = chains.panel_and_left_out(wide)
        for options in variants[variants["neighbours"] != "none"].itertuples():
            weights = places.borders(panel.columns, adjacency, options.is_sea_link)
            # Regions none of which has a neighbour have no class of neighbours.
            if len(panel) <= options.lag or not weights.any():
                continue
            told = {"system_code": system, "variant_code": options.variant_code}
            with panels.naming(f"system {system}, {options.variant_code}", panel.index, panel.columns):
                rows = [
                    *rows_of(panel.to_numpy(), weights, options),
                    *chains.single(regions_left_out=left_out),
                ]
            frames.append((told, pd.DataFrame(rows, columns=chains.KEYS)))
    return panels.stacked(frames, chains.COLUMNS, method_version=dbt.config.get("method_version"))
