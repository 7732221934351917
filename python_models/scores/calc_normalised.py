"""Normalised values: every cell of a system's panel on a common scale, for every normalisation that its variants use."""

from nianjian.frames import panels
from nianjian.methods.normalise import min_max

KEY = ["system_code", *panels.NORMALISED]
COLUMNS = {
    "system_code": "str",
    "normalisation": "str",
    "scope": "str",
    "subsystem_code": "str",
    "region_code": "str",
    "year": "int32",
    "indicator_code": "str",
    "value": "float64",
    "direction": "int32",
    "fixed_weight": "float64",
    "sort_order": "int32",
    "half_unit": "float64",
}


def model(dbt, session):
    panel = dbt.ref("ind_panel").df()
    variants = dbt.ref("ind_system_variants").df()

    frames = []
    for block in panels.blocks(panel, variants.drop_duplicates(KEY)):
        values = block.matrix
        if block.variant.normalisation == "min_max":
            with panels.naming(block.context, block.values.index, block.values.columns):
                values = min_max(values, block.column("direction"))
        frames.append(({name: getattr(block.variant, name) for name in KEY}, block.tidy(values)))

    return panels.stacked(frames, COLUMNS, method_version=panels.versions("normalise"))
