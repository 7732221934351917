"""Coupling degree, development and coordination of a system's subsystems, with stage and grade."""

import pandas as pd

from nianjian.frames import panels
from nianjian.methods.coupling import band, coupling
from nianjian.methods.scores import scoring_named

KEY = ["system_code", "variant_code", "coupling_form"]
COLUMNS = (
    dict.fromkeys([*KEY, "region_code", "stage_code"], "str")
    | {"year": "int32", "is_undefined": "bool", "grade_code": "int32"}
    | dict.fromkeys(["coupling_degree", "development", "coordination"], "float64")
)


def banded(values, bands, code):
    """The code of the band that each value lies in; null where the value is."""
    bands = bands.sort_values("lower_edge")
    numbers = band(values, [*bands["lower_edge"], bands["upper_edge"].iloc[-1]])
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
    applies = (rows_of.number == 2) | ((rows_of.number > 2) & (rows_of.coupling_form == "unit"))
    frames = []
    for (system, variant, form), rows in rows_of[applies].groupby(KEY):
        p = rows.pivot(index=["region_code", "year"], columns="subsystem_code", values="score")
        with panels.naming(f"system {system}, variant {variant}", p.index, p.columns):
            found = coupling(p, contributions.loc[system][p.columns], form)
            results = {
                "coupling_degree": found.degree,
                "development": found.development,
                "coordination": found.coordination,
                "is_undefined": found.undefined,
                "stage_code": banded(found.degree, stages[stages.coupling_form == form], "stage_code"),
                "grade_code": banded(found.coordination, grades, "grade_code"),
            }
        keys = {"system_code": system, "variant_code": variant, "coupling_form": form}
        frames.append((keys, pd.DataFrame(results, index=p.index)))

    return panels.stacked(frames, COLUMNS, method_version=panels.versions("coupling", "scores", "weights"))
