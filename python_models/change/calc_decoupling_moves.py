"""Markov chain of decoupling: how often a region goes from one state, or class, to another in its next year."""

import numpy as np
import pandas as pd

from nianjian.frames import panels
from nianjian.methods.decoupling import GROUPS, STATES
from nianjian.methods.markov import chain, transitions

KEYS = ["system_code", "pair_code", "variant_code"]
COLUMNS = (
    dict.fromkeys([*KEYS, "kind", "from_code", "to_code"], "str")
    | dict.fromkeys(["moves", "moves_left_out"], "int32")
    | {"probability": "float64"}
)
KINDS = {"state": STATES, "class": GROUPS}


def model(dbt, session):
    states, frames = dbt.ref("calc_decoupling").df(), []
    for key, rows in states.groupby(KEYS):
        for kind, codes in KINDS.items():
            numbers = rows[f"{kind}_code"].map(dict(zip(codes, range(len(codes)), strict=True))).fillna(-1)
            panel = rows.assign(number=numbers).pivot(index="year", columns="region_code", values="number")
            if len(panel) < 2:
                continue
            # Pivoting leaves NaN where a region has no row; that is no class either.
            counts, left_out = transitions(panel.fillna(-1).to_numpy(), len(codes))
            ends = np.indices(counts.shape).reshape(2, -1)
            names = np.array(codes)
            table = {
                "kind": kind,
                "from_code": names[ends[0]],
                "to_code": names[ends[1]],
                "moves": counts.ravel(),
                "moves_left_out": int(left_out),
                "probability": chain(counts).probability.ravel(),
            }
            frames.append((dict(zip(KEYS, key, strict=True)), pd.DataFrame(table)))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("decoupling", "markov"))
