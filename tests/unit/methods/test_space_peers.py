"""The same numbers as pyproj, pointpats and esda, where those are right.

Known difference, tested: esda's G_Local takes the variance of Gi* for equal weights of 1 only. Under its default,
transform `R`, the weights are 1 / (k + 1), and its z are too small by sqrt((n / (k + 1) - 1) / (n - 1)).
"""

import esda
import libpysal
import numpy as np
import pyproj
import pytest
from pointpats.centrography import ellipse as pointpats_ellipse
from pointpats.centrography import std_distance

from nianjian.methods import ellipse, hot_spots, moran, neighbours, projection

pytestmark = pytest.mark.filterwarnings("ignore:The weights matrix is not fully connected")
CLOSE = {"rtol": 1e-9, "atol": 1e-9}
ALBERS = "+proj=aea +lat_1=25 +lat_2=47 +lon_0=105 +lat_0=0 +ellps=GRS80"
PERMUTATIONS = 9_999


@pytest.fixture(params=range(5))
def places(request):
    random = np.random.default_rng(request.param)
    return random.uniform(75, 134, 40), random.uniform(18, 53, 40), random.lognormal(size=40)


@pytest.fixture
def near(places):
    """Neighbours either way, so that every region has at least three; numbers of neighbours differ."""
    weights = neighbours.nearest(neighbours.distances(*places[:2]), 3)
    return np.maximum(weights, weights.T)


def pysal(weights):
    return libpysal.weights.full2W(weights)


def test_albers_pyproj():
    random = np.random.default_rng(0)
    longitude, latitude = random.uniform(60, 150, 20_000), random.uniform(-60, 89, 20_000)
    there = pyproj.Transformer.from_crs("EPSG:4490", ALBERS, always_xy=True)
    found = projection.albers(longitude, latitude)
    np.testing.assert_allclose(
        np.multiply(found, 1000), there.transform(longitude, latitude), rtol=0, atol=1e-6
    )
    np.testing.assert_allclose(projection.albers_inverse(*found), (longitude, latitude), rtol=0, atol=1e-9)


def test_great_circle_pyproj(places):
    longitude, latitude, _ = places
    ends = longitude[:-1], latitude[:-1], longitude[1:], latitude[1:]
    bearing, _, metres = pyproj.Geod(a=6371008.77, b=6371008.77).inv(*ends)
    km, found = projection.great_circle(*ends)
    np.testing.assert_allclose(km, metres / 1000, rtol=0, atol=1e-6)
    np.testing.assert_allclose(found, bearing % 360, rtol=0, atol=1e-9)
    on_the_ellipsoid = pyproj.Geod(ellps="GRS80").inv(*ends)[2] / 1000
    np.testing.assert_allclose(km, on_the_ellipsoid, rtol=0.006)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ({"method": "crimestat"}, {"factor": "sqrt_2", "divisor": "n_minus_2"}),
        ({"method": "yuill", "degfreedCorr": False}, {"factor": "sqrt_2", "divisor": "n"}),
        ({"method": "yuill", "crimestatCorr": False}, {"factor": "one", "divisor": "n_minus_2"}),
        (
            {"method": "yuill", "crimestatCorr": False, "degfreedCorr": False},
            {"factor": "one", "divisor": "n"},
        ),
    ],
)
def test_ellipse_pointpats(places, theirs, ours):
    longitude, latitude, weights = places
    major, minor, from_east = pointpats_ellipse(np.column_stack(places[:2]), weights=weights, **theirs)
    found = ellipse.ellipse(longitude, latitude, weights, projection="degrees", **ours)
    np.testing.assert_allclose([found.semi_major, found.semi_minor], [major, minor], **CLOSE)
    # pointpats turns from east, against the clock.
    np.testing.assert_allclose(found.rotation, (90 - np.degrees(from_east)) % 180, **CLOSE)


def test_standard_distance_pointpats(places):
    found = ellipse.ellipse(*places[:2], np.ones(40), projection="degrees", factor="one")
    np.testing.assert_allclose(
        np.hypot(found.semi_major, found.semi_minor), std_distance(np.column_stack(places[:2])), **CLOSE
    )


def test_hot_spots_esda_binary(places, near):
    theirs = esda.G_Local(places[2], pysal(near), transform="B", star=True, permutations=0)
    found = hot_spots.hot_spots(places[2], near)
    np.testing.assert_allclose(found.z, theirs.Zs, **CLOSE)
    np.testing.assert_allclose(found.p, 2 * theirs.p_norm, **CLOSE)  # theirs is one-sided


@pytest.mark.filterwarnings("ignore:Gi")
def test_hot_spots_esda_default_is_too_small(places, near):
    theirs = esda.G_Local(places[2], pysal(near), star=True, permutations=0)
    found = hot_spots.hot_spots(places[2], neighbours.row_standardised(near), self_weight="row_max").z
    n, with_itself = 40, near.sum(axis=1) + 1
    np.testing.assert_allclose(theirs.Zs, found * np.sqrt((n / with_itself - 1) / (n - 1)), **CLOSE)


def test_hot_spots_esda_island(places):
    distance = neighbours.distances(*places[:2])
    weights = np.where((distance > 0) & (distance <= 500), 1.0, 0.0)
    assert not weights.any(axis=1).all()
    theirs = esda.G_Local(places[2], pysal(weights), transform="B", star=True, permutations=0)
    np.testing.assert_allclose(hot_spots.hot_spots(places[2], weights).z, theirs.Zs, **CLOSE)


@pytest.mark.parametrize("transformation", ["r", "b"])
def test_moran_esda(places, near, transformation):
    weights = neighbours.row_standardised(near) if transformation == "r" else near
    theirs = esda.Moran(places[2], pysal(near), transformation=transformation, permutations=0)
    found = moran.moran(places[2], weights)
    np.testing.assert_allclose(
        [*found[:3], found.p_normal, found.variance_random, found.z_random, found.p_random],
        [theirs.I, theirs.EI, theirs.VI_norm, theirs.p_norm, theirs.VI_rand, theirs.z_rand, theirs.p_rand],
        **CLOSE,
    )


def test_moran_esda_island(places):
    distance = neighbours.distances(*places[:2])
    weights = np.where((distance > 0) & (distance <= 500), 1.0, 0.0)
    assert not weights.any(axis=1).all()
    theirs = esda.Moran(places[2], pysal(weights), permutations=0)
    found = moran.moran(places[2], neighbours.row_standardised(weights))
    np.testing.assert_allclose([found.i, found.z_random], [theirs.I, theirs.z_rand], **CLOSE)


def test_permuted_moran_esda(places, near):
    """Two random p of 9,999 shuffles each: they differ by chance, less than five of its deviations."""
    np.random.seed(0)
    theirs = esda.Moran(places[2], pysal(near), permutations=PERMUTATIONS).p_sim
    found = moran.moran(
        places[2], neighbours.row_standardised(near), permutations=PERMUTATIONS, tails="one"
    ).p_permuted
    assert abs(found - theirs) < 5 * np.sqrt(2 * theirs * (1 - theirs) / PERMUTATIONS) + 1 / PERMUTATIONS


def test_local_moran_esda(places, near):
    # esda compiles its permutations for a minute; bench/space.py runs them beside ours.
    theirs = esda.Moran_Local(places[2], pysal(near), permutations=0)
    found = moran.local_moran(places[2], neighbours.row_standardised(near), permutations=PERMUTATIONS)
    np.testing.assert_allclose(found.i, theirs.Is, **CLOSE)
    np.testing.assert_array_equal(found.quadrant, theirs.q)
