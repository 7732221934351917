"""Coupling degree, development and coordination of a system's subsystems, with stage and grade."""

import numpy as np
import pandas as pd

from nianjian.frames import panels
from nianjian.methods.coupling import band, coupling, relative_development
from nianjian.methods.scores import scoring_named

KEY = ["system_code", "variant_code", "coupling_form", "coupling_bands", "is_shift_in_scores"]
FOUND = ["coupling_degree", "development", "coordination", "is_undefined"]
COLUMNS = (
    dict.fromkeys([*KEY[:4], "region_code", "stage_code"], "str")
    | {"year": "int32", "is_undefined": "bool", "grade_code": "int32"}
    | dict.fromkeys(["coupling_degree", "development", "coordination", "relative_development"], "float64")
)


def banded(values, bands, code, is_shifted):
    """The code of the band that each value lies in; null where the value is."""
    bands = bands.sort_values("lower_edge")
    top = bands["upper_edge"].iloc[-1]
    # Scores that keep their shift pass 1 by as much; they belong to the highest band.
    numbers = band(np.minimum(values, top) if is_shifted else values, [*bands["lower_edge"], top])
    return pd.Series(numbers).map(dict(enumerate(bands[code]))).to_numpy()


def model(dbt, session):
    scores = dbt.ref("calc_scores").df()
    variants = dbt.ref("ind_system_variants").df()
    subsystems = dbt.ref("system_subsystems").df()
    stages, grades = dbt.ref("coupling_stages").df(), dbt.ref("coordination_grades").df()

    # A system of one subsystem has nothing to couple; `half` is for two; scores on a scale of their own have no
    # common bound. `audit_uncoupled_systems` lists what is left out here.
    number = subsystems.groupby("system_code")["subsystem_code"].transform("nunique")
    contributions = subsystems.set_index(["system_code", "subsystem_code"])["contribution"]
    is_bounded = variants["scoring"].map(lambda scoring: scoring_named(scoring).is_bounded)
    bounded = variants[is_bounded | (variants["normalisation"] == "min_max")]
    rows_of = scores.merge(subsystems.assign(number=number)).merge(bounded[KEY])
    applies = (rows_of.number == 2) | ((rows_of.number > 2) & (rows_of.coupling_form != "half"))
    frames = []
    for (system, variant, form, bands, is_shifted), rows in rows_of[applies].groupby(KEY):
        mine = stages[stages.coupling_bands == bands], grades[grades.coupling_bands == bands]
        p = rows.pivot(index=["region_code", "year"], columns="subsystem_code", values="score")
        with panels.naming(f"system {system}, variant {variant}", p.index, p.columns):
            found = coupling(p, contributions.loc[system][p.columns], form)
            results = {
                **dict(zip(FOUND, found, strict=True)),
                "relative_development": relative_development(p) if p.shape[1] == 2 else np.nan,
                "stage_code": banded(found.degree, mine[0], "stage_code", is_shifted),
                "grade_code": banded(found.coordination, mine[1], "grade_code", is_shifted),
            }
        keys = dict(zip(KEY[:4], (system, variant, form, bands), strict=True))
        frames.append((keys, pd.DataFrame(results, index=p.index)))

    return panels.stacked(
        frames, COLUMNS, method_version=panels.versions("coupling", "normalise", "scores", "weights")
    )
