"""What follows from table 4 of the AI article, its moves by class of the neighbours: table 3 and the shares in the text."""

import numpy as np
import pandas as pd

from nianjian.frames import panels
from nianjian.methods.markov import chain

COLUMNS = {"cell_id": "str", "recomputed_value": "float64"}
CLASSES, PERCENT = 5, 100


def numbers(labels, pattern):
    """The class numbers in labels, from 0; -1 where there is none."""
    return labels.str.extract(pattern).fillna(0).to_numpy(dtype=int).T - 1


def moves(printed):
    """Counts (class of the neighbours, from, to) of table 4: whole numbers behind its counts and probabilities."""
    table = printed[printed["table_no"] == "4"].set_index("region_label")
    started = table.loc[table["measure"] == "transition_count", "value_number"]
    shares = table[table["measure"] == "transition_probability"]
    neighbours = numbers(shares.index.to_series(), "邻域(\\d)")
    at = (*neighbours, *numbers(shares["indicator_label"], "(\\d)→(\\d)"))
    counts = np.zeros((CLASSES, CLASSES, CLASSES))
    np.add.at(counts, at, np.rint(shares["value_number"] * started[shares.index]).fillna(0.0))
    return counts


def model(dbt, session):
    printed = dbt.ref("rep_printed_results").df()
    printed = printed[printed["article"] == "ai"]
    counts, frames = moves(printed), []
    if counts.any():
        plain, conditional = chain(counts.sum(axis=0)), chain(counts)
        whole = printed[(printed["table_no"] == "3") & (printed["measure"] == "transition_probability")]
        text = printed[printed["measure"] == "upward_probability"]
        found = plain.probability[tuple(numbers(whole["indicator_label"], "(\\d)→(\\d)"))]
        (neighbours,), (start,) = (
            numbers(text["region_label"], "邻域(\\d)"),
            numbers(text["indicator_label"], "等级(\\d)"),
        )
        upward = (
            np.where(neighbours < 0, plain.upward[start], conditional.upward[neighbours, start]) * PERCENT
        )
        for rows, values in ((whole, found), (text, upward)):
            frames.append(({}, pd.DataFrame({"cell_id": rows["cell_id"], "recomputed_value": values})))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("markov"))
