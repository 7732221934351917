"""Coordinates and spatial weights of a system's regions, from tables of places."""

import numpy as np
import pandas as pd
import pytest

from nianjian.frames import places

ADJACENCY = pd.DataFrame(
    [("A", "B", "land"), ("B", "C", "land"), ("C", "I", "sea"), ("A", "X", "land")],
    columns=["region_code", "neighbour_code", "kind"],
)
CENTROIDS = pd.DataFrame(
    [(code, kind, 110.0 + at, 30.0) for at, code in enumerate("ABCI") for kind in ("area_centroid", "seat")],
    columns=["region_code", "kind", "longitude", "latitude"],
)
REGIONS = pd.Index(list("CABI"))


def variants(**options):
    return pd.DataFrame([{"variant_code": "v", "is_sea_link": True, "nearest": None} | options])


def test_borders_are_those_between_regions_of_the_system():
    found = places.borders(REGIONS, ADJACENCY, is_sea_link=True)
    assert found.tolist() == [[0, 0, 1, 1], [0, 0, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]]
    assert not places.borders(REGIONS, ADJACENCY, is_sea_link=False)[3].any()


def test_coordinates_come_in_the_order_of_the_regions():
    longitude, latitude = places.coordinates(REGIONS, CENTROIDS, "seat")
    assert longitude.tolist() == [112, 110, 111, 113]
    assert latitude.tolist() == [30] * 4


def test_weights_by_distance_are_those_of_area_centroids():
    options = next(variants(weights="inverse_distance").itertuples())
    found = places.weights(REGIONS, ADJACENCY, CENTROIDS, options)
    assert found[0, 1] == pytest.approx(found[0, 2] / 2, rel=1e-4)


def scores(rows):
    table = pd.DataFrame(rows, columns=["system_code", "region_code", "year", "score"])
    return table.assign(method_code="moran")


def test_years_with_other_regions_come_apart_and_rows_are_brought_to_one():
    rows = [("s", code, year, 1.0) for year in (1, 2, 3) for code in "ABCI" if (code, year) != ("A", 3)]
    asked = variants(weights="contiguity", is_row_standardised=True)
    found = {
        tuple(years.index): (years, weights)
        for _, years, _, weights in places.each(scores(rows), "moran", asked, ADJACENCY, CENTROIDS)
    }
    assert set(found) == {(1, 2), (3,)}
    years, weights = found[3,]
    assert years.columns.tolist() == ["B", "C", "I"]
    assert weights.sum(axis=1).tolist() == [1, 1, 1]
    assert not np.isnan(years).any(axis=None)


def test_too_few_regions_for_the_nearest_ones_are_left_out():
    rows = [("s", code, 1, 1.0) for code in "AB"]
    assert not list(
        places.each(scores(rows), "moran", variants(weights="nearest", nearest=2), ADJACENCY, CENTROIDS)
    )
