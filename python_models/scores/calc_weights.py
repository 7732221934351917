"""Weights of indicators, under every variant of every system; they sum to 1 within a subsystem or over the system."""

import numpy as np

from nianjian.frames import panels
from nianjian.methods import weights
from nianjian.methods.normalise import constant

METHODS = {
    "entropy": lambda block: weights.entropy_weights(block.matrix, block.variant.zero_shift)._asdict(),
    "equal": lambda block: {"weights": weights.equal_weights(block.matrix)},
    "cv": lambda block: {"weights": weights.cv_weights(block.matrix)},
    "principal_components": lambda block: {"weights": weights.principal_component_weights(block.matrix)},
    "scatter": lambda block: {"weights": weights.scatter_weights(block.matrix)},
    "critic": lambda block: {"weights": weights.critic_weights(block.matrix)},
    "fixed": lambda block: {"weights": weights.fixed_weights(block.column("fixed_weight"))},
    "fixed_scaled": lambda block: {"weights": weights.scaled_weights(block.column("fixed_weight"))},
}
COLUMNS = {
    "system_code": "str",
    "variant_code": "str",
    "subsystem_code": "str",
    "part": "str",
    "indicator_code": "str",
    "year": "int32",
    "weight": "float64",
    "entropy": "float64",
    "divergence": "float64",
    "is_constant": "bool",
}


def model(dbt, session):
    normalised = dbt.ref("calc_normalised").df()
    variants = dbt.ref("ind_system_variants").df()

    frames = []
    for block in panels.blocks(normalised, variants):
        with panels.naming(block.context):
            found = METHODS[block.variant.weighting](block)
        columns = block.indicators.assign(
            weight=found["weights"],
            entropy=found.get("entropy", np.nan),
            divergence=found.get("divergence", np.nan),
            is_constant=constant(block.matrix),
        )
        # Weights of all years together stand in every year, so that a score finds its weights by system and year.
        for year in block.values.index.unique("year"):
            frames.append(({**block.keys, "part": block.part, "year": year}, columns))

    return panels.stacked(frames, COLUMNS, method_version=panels.versions("normalise", "weights"))
