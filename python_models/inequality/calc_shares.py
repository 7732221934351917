"""Shares of regions in the whole that their system names, and the gap to the largest share."""

from nianjian.frames import panels
from nianjian.methods.growth import share, share_gap

KEY = ["system_code", "indicator_code", "year"]
COLUMNS = {
    "system_code": "str",
    "indicator_code": "str",
    "region_code": "str",
    "year": "int32",
    "value": "float64",
    "whole": "float64",
    "share": "float64",
    "gap_to_largest_share": "float64",
}


def model(dbt, session):
    series = dbt.ref("ind_series").df()

    wholes = series.loc[series.is_whole, [*KEY, "value"]].rename(columns={"value": "whole"})
    frames = []
    for _, parts in series[~series.is_whole].merge(wholes).groupby("system_code"):
        part, whole, largest = parts["value"], parts["whole"], parts.groupby(KEY)["value"].transform("max")
        gap = share_gap(part, largest, whole)
        frames.append(({}, parts.assign(share=share(part, whole), gap_to_largest_share=gap)))

    return panels.stacked(frames, COLUMNS, method_version=panels.versions("growth"))
