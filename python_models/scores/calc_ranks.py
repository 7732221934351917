"""Rank and tier of regions by score, within each year."""

import numpy as np

from nianjian.frames import panels
from nianjian.methods.scores import rank, tier

KEY = ["system_code", "variant_code", "subsystem_code", "year"]


def model(dbt, session):
    scores = dbt.ref("calc_scores").df()
    variants = dbt.ref("ind_system_variants").df()

    found = scores.merge(variants[["system_code", "variant_code", "rank_ties", "tier_count"]])
    ranks, tiers = np.empty(len(found), dtype="int32"), np.empty(len(found), dtype="int32")
    values, ties, counts = (found[name].to_numpy() for name in ("score", "rank_ties", "tier_count"))
    for rows in found.groupby(KEY).indices.values():
        ranks[rows] = rank(values[rows], ties[rows[0]])
        tiers[rows] = tier(values[rows], counts[rows[0]])

    version = panels.versions("scores")
    return found[[*KEY, "region_code"]].assign(rank=ranks, tier=tiers, method_version=version)
