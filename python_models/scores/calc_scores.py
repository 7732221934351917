"""Scores of regions: of each subsystem and of the system, under every variant."""

import numpy as np
import pandas as pd

from nianjian.frames import panels
from nianjian.methods.scores import composite, scoring_named

KEY = ["system_code", "variant_code"]
COLUMNS = {
    "system_code": "str",
    "variant_code": "str",
    "subsystem_code": "str",
    "region_code": "str",
    "year": "int32",
    "score": "float64",
    "score_half_unit": "float64",
}


def score(block, weights, indicators, part):
    """The block's regions scored by these of its indicators, with the keys of the score."""
    variant, half_unit = block.variant, np.nan
    values, members = block.values[indicators], block.indicators.loc[indicators]
    weight = weights[indicators].to_numpy()
    with panels.naming(block.context, values.index, indicators):
        found = composite(values, weight, members["direction"], variant._asdict())
    if scoring_named(variant.scoring).is_additive and variant.normalisation == "none":
        half_unit = weight / (weight.sum() or 1) @ members["half_unit"]
    columns = {"score": found, "score_half_unit": half_unit}
    return {**block.keys, "subsystem_code": part}, pd.DataFrame(columns, index=values.index)


def model(dbt, session):
    cells = {"reported": dbt.ref("ind_panel").df(), "normalised": dbt.ref("calc_normalised").df()}
    variants, subsystems = dbt.ref("ind_system_variants").df(), dbt.ref("system_subsystems").df()
    weights = dict(iter(dbt.ref("calc_weights").df().groupby([*KEY, "part", "year"])))

    frames = []
    for scoring, those in variants.groupby("scoring"):
        for block in panels.blocks(cells[scoring_named(scoring).reads], those):
            year = block.values.index.unique("year")[0]
            weight = weights[*block.keys.values(), block.part, year].set_index("indicator_code")["weight"]
            parts = dict(iter(block.indicators.groupby("subsystem_code")))
            if block.part == panels.TOTAL:
                # Of a single subsystem the total is all there is.
                parts = {panels.TOTAL: block.indicators, **(parts if len(parts) > 1 else {})}
            frames += [score(block, weight, members.index, part) for part, members in parts.items()]
    found = panels.stacked(frames, COLUMNS)

    # Where each subsystem has weights of its own, the system's score is the sum of its contributions.
    own = found.merge(variants.loc[variants.weight_scope == "subsystem", KEY]).merge(subsystems)
    own = own.assign(score=own.score * own.contribution, subsystem_code=panels.TOTAL, score_half_unit=np.nan)
    totals = own.groupby(list(COLUMNS)[:5], as_index=False).agg({"score": "sum", "score_half_unit": "first"})
    version = panels.versions("normalise", "scores")
    return panels.stacked([({}, found), ({}, totals)], COLUMNS, method_version=version)
