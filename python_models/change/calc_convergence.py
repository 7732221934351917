"""Convergence of scores: sigma by year and its trend; beta absolute and, beside drivers, conditional; by groups, too."""

import pandas as pd

from nianjian.frames import convergence, panels

KEYS = ["system_code", "variant_code", "scheme_code", "group_code"]
COLUMNS = (
    dict.fromkeys([*KEYS, "measure", "term"], "str")
    | dict.fromkeys(["year", "regions", "regions_left_out"], "int32")
    | dict.fromkeys(["value", "standard_error", "p"], "float64")
)


def model(dbt, session):
    scores, variants = dbt.ref("res_method_scores").df(), dbt.ref("convergence_variants").df()
    schemes, members = dbt.ref("system_groupings").df(), dbt.ref("region_group_members").df()
    drivers, values = dbt.ref("system_drivers").df(), dbt.ref("res_related_values").df()
    frames = []
    for system, wide in panels.years_by_regions(scores, "convergence"):
        chosen = schemes.loc[schemes["system_code"] == system, "scheme_code"]
        codes = drivers[drivers["system_code"] == system].sort_values("sort_order")["indicator_code"]
        for (scheme, group), mask in panels.group_masks(wide.columns, chosen, members):
            panel = convergence.panel_of(wide.loc[:, mask])
            controls, names = convergence.controls_of(
                panel, list(codes), values[values["system_code"] == system]
            )
            for variant in variants.itertuples():
                keys = dict(zip(KEYS, (system, variant.variant_code, scheme, group), strict=True))
                told = {"regions": panel.shape[1], "regions_left_out": int(mask.sum()) - panel.shape[1]}
                with panels.naming(f"system {system}, {variant.variant_code}, {group}"):
                    rows = list(convergence.rows(panel, variant, controls, names))
                if rows:
                    frames.append((keys | told, pd.DataFrame(rows, columns=convergence.FIELDS)))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("convergence"))
