"""Python models on a few rows, without dbt: they read tables by name and give a frame."""

import importlib.util
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from nianjian.methods.checks import MethodError

FOLDER = Path(__file__).parents[2] / "python_models"


class Tables:
    """What a model asks of dbt: the tables of these frames."""

    def __init__(self, **frames):
        self.frames = {name: pd.DataFrame(rows) for name, rows in frames.items()}

    def ref(self, name):
        return duckdb.from_df(self.frames[name])


def run(name, **frames):
    (path,) = FOLDER.rglob(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.model(Tables(**frames), None)


def inequality_of(scores):
    """`calc_inequality` of two cities in one group, in one year."""
    key = {"system_code": "outflow", "variant_code": "fixed_weights"}
    cities = {"220500": scores[0], "220300": scores[1]}
    return run(
        "calc_inequality",
        calc_scores=[
            {**key, "subsystem_code": "total", "region_code": city, "year": 2020, "score": score, "score_half_unit": None}
            for city, score in cities.items()
        ],
        ind_system_variants=[{**key, "gini_denominator": "n"}],
        system_groupings=[{"system_code": "outflow", "scheme_code": "east"}],
        region_group_members=[
            {"scheme_code": "east", "group_code": "jilin", "region_code": city} for city in cities
        ],
    )  # fmt: skip


def test_the_gini_of_two_cities():
    found = inequality_of([1.0, 3.0]).set_index(["measure", "group_code"])["value"]
    # |1 - 3| over twice the mean and twice the number.
    assert found["gini", "all"] == found["gini_within", "jilin"] == pytest.approx(0.25)


def test_a_negative_value_in_a_gini_is_an_error_that_names_region_and_year():
    with pytest.raises(
        MethodError, match="outflow, fixed_weights, total, east, 2020, 220300: .*must not be negative"
    ):
        inequality_of([0.5, -0.5])
