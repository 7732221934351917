"""Markov chains of scores between quantile classes."""

import pandas as pd

from nianjian.frames import markov, panels
from nianjian.methods.markov import classes_by_edges, quantile_edges, transitions


def rows_of(x, options):
    edges = quantile_edges(x, options.classes, options.scope, options.quantile)
    classes = classes_by_edges(x, edges, options.ties).number
    yield from markov.rows(transitions(classes, options.classes, options.lag).counts)
    if options.scope == "pooled":
        yield from (
            ("lower_edge", markov.ALL, at + 2, markov.ALL, edge, "") for at, edge in enumerate(edges[0])
        )


def model(dbt, session):
    scores, variants = dbt.ref("res_method_scores").df(), dbt.ref("markov_variants").df()
    frames = []
    for system, wide in panels.years_by_regions(scores, "markov"):
        panel, left_out = markov.panel_and_left_out(wide)
        for options in variants[variants["neighbours"] == "none"].itertuples():
            if len(panel) <= options.lag or panel.empty:
                continue
            told = {"system_code": system, "variant_code": options.variant_code}
            with panels.naming(f"system {system}, {options.variant_code}", panel.index, panel.columns):
                rows = [*rows_of(panel.to_numpy(), options), *markov.single(regions_left_out=left_out)]
            frames.append((told, pd.DataFrame(rows, columns=markov.KEYS)))
    return panels.stacked(frames, markov.COLUMNS, method_version=panels.versions("markov"))
