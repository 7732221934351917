"""Cities in the network of their city set: degrees and centralities, by release, chain, year and network variant."""

import pandas as pd

from nianjian.frames import networks, panels
from nianjian.methods.networks import Nodes

COLUMNS = (
    dict.fromkeys([*networks.KEYS[:4], "variant_code", "region_code"], "str")
    | {"year": "int32"}
    | dict.fromkeys(Nodes._fields, "float64")
)


def model(dbt, session):
    edges, members = dbt.ref("ind_city_set_edges").df(), dbt.ref("region_group_members").df()
    frames = []
    for keys, cities, found in networks.each(edges, members, dbt.ref("network_variants").df()):
        # What is undefined is null.
        columns = {name: pd.Series(values.tolist()) for name, values in found.nodes._asdict().items()}
        frames.append((keys, pd.DataFrame({"region_code": cities, **columns})))
    return panels.stacked(frames, COLUMNS, method_version=panels.versions("networks"))
