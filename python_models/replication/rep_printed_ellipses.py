"""Flattening, perimeter and area of the printed ellipses, from their printed axes and the rounding of these."""

import numpy as np
import pandas as pd

from nianjian.frames import panels
from nianjian.methods.ellipse import area, flattening, perimeter

AXES = ["ellipse_major_axis", "ellipse_minor_axis"]
COLUMNS = (
    dict.fromkeys(["measure", "variant_code"], "str")
    | {"year": "int32"}
    | dict.fromkeys(["recomputed_value", "recomputed_low", "recomputed_high"], "float64")
)
# The article prints flattening in percent, and areas of 10,000 km2 as km2.
PERCENT, TEN_THOUSAND = 100, 1e-4


def model(dbt, session):
    printed, variants = dbt.ref("rep_printed_results").df(), dbt.ref("ellipse_variants").df()
    printed = printed[(printed["article"] == "urbanization") & printed["measure"].isin(AXES)]
    axes = printed.pivot(index="first_year", columns="measure", values="value_number")
    half = 0.5 / 10.0 ** printed["decimals"].max() if len(printed) else 0.0
    frames = []
    for variant in variants.drop_duplicates("outline").itertuples():
        if axes.empty:
            continue
        # As printed, then at the four corners of what the printed figures may have been.
        corners = [(0.0, 0.0), (half, half), (half, -half), (-half, half), (-half, -half)]
        a, b = (np.array([axes[name] + shift[at] for shift in corners]) for at, name in enumerate(AXES))
        results = {
            "ellipse_flattening": flattening(a, b) * PERCENT,
            "ellipse_perimeter": perimeter(a, b, variant.outline),
            "ellipse_area": area(a, b, variant.outline) * TEN_THOUSAND,
        }
        for measure, found in results.items():
            rows = {"year": axes.index, "recomputed_value": found[0]}
            rows |= {"recomputed_low": found.min(axis=0), "recomputed_high": found.max(axis=0)}
            frames.append(({"measure": measure, "variant_code": variant.variant_code}, pd.DataFrame(rows)))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("ellipse"))
