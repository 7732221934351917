"""Average annual growth of indicators and of shares, over the periods that each system names."""

import pandas as pd

from nianjian.frames import panels
from nianjian.methods.growth import average_annual_growth

SERIES = ["system_code", "indicator_code", "region_code", "quantity"]
YEARS = ["first_year", "last_year", "periods"]
VALUES = ["first_value", "last_value", "annual_growth"]
COLUMNS = dict.fromkeys(SERIES, "str") | dict.fromkeys(YEARS, "int32") | dict.fromkeys(VALUES, "float64")


def model(dbt, session):
    values = dbt.ref("ind_series").df().assign(quantity="value")
    shares = dbt.ref("calc_shares").df().assign(quantity="share", value=lambda frame: frame["share"])

    points = pd.concat([frame[[*SERIES, "year", "value"]] for frame in (values, shares)])
    first = points.rename(columns={"year": "first_year", "value": "first_value"})
    last = points.rename(columns={"year": "last_year", "value": "last_value"})
    spans = dbt.ref("growth_periods").df().merge(first).merge(last)
    frames = []
    # A share without a whole has no growth either.
    for _, rows in spans.dropna(subset=["first_value", "last_value"]).groupby("system_code"):
        periods = rows["last_year"] - rows["first_year"]
        growth = average_annual_growth(rows["first_value"], rows["last_value"], periods)
        frames.append(({}, rows.assign(periods=periods, annual_growth=growth)))

    return panels.stacked(frames, COLUMNS, method_version=panels.versions("growth"))
