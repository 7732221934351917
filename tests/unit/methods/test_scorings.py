"""Every scoring that a variant may name is what SCORINGS says of it, under the options of the variants that ship."""

import csv
from pathlib import Path

import numpy as np
import pytest

from nianjian.methods import scores
from nianjian.methods.checks import MethodError

SEED = Path(__file__).parents[3] / "seeds" / "reference" / "method_variants.csv"
# Three regions, no two columns with the same extremes.
VALUES = np.array([[0.1, 0.9, 0.3], [0.5, 0.2, 0.35], [0.85, 0.6, 0.75]])
WEIGHTS = np.array([0.5, 0.3, 0.2])
UP = np.ones(3, dtype=int)


def read(text):
    """An option as dbt reads it."""
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text)
    except ValueError:
        return text


with SEED.open(encoding="utf-8", newline="") as file:
    VARIANTS = [{name: read(text) for name, text in row.items()} for row in csv.DictReader(file)]
every_variant = pytest.mark.parametrize(
    "options", VARIANTS, ids=lambda options: f"{options['scoring']}-{options['variant_code']}"
)


def scored(values, weights, options, direction=UP):
    return scores.SCORINGS[options["scoring"]].score(
        np.asarray(values), np.asarray(weights), direction, options
    )


def test_a_variant_may_name_the_scorings_that_there_are():
    assert {options["scoring"] for options in VARIANTS} == set(scores.SCORINGS)


@every_variant
def test_what_is_additive_is_the_sum_over_its_columns_and_nothing_else_is(options):
    apart = [scored(VALUES[:, [at]], WEIGHTS[[at]], options, UP[[at]]) for at in range(3)]
    is_sum = np.allclose(sum(apart), scored(VALUES, WEIGHTS, options), rtol=0, atol=1e-12)
    assert is_sum == scores.SCORINGS[options["scoring"]].is_additive


@every_variant
def test_what_is_bounded_lies_in_0_to_1_and_nothing_else_does(options):
    found = scored(100 * VALUES, WEIGHTS, options)
    assert ((found >= 0) & (found <= 1)).all() == scores.SCORINGS[options["scoring"]].is_bounded


@every_variant
def test_rows_and_columns_may_come_in_any_order(options):
    rows, columns = [2, 0, 1], [1, 2, 0]
    found = scored(VALUES[rows][:, columns], WEIGHTS[columns], options)
    np.testing.assert_allclose(found, scored(VALUES, WEIGHTS, options)[rows], rtol=1e-12)


@every_variant
def test_a_region_that_leads_everywhere_leads(options):
    found = scored(np.vstack([VALUES, VALUES.max(axis=0)]), WEIGHTS, options)
    assert found[3] >= found.max()


@every_variant
def test_a_scoring_takes_one_kind_of_values_and_says_what_it_does(options):
    scoring = scores.SCORINGS[options["scoring"]]
    assert scoring.reads in ("normalised", "reported")
    assert scoring.formula(options)


def test_weights_are_brought_to_1():
    options = VARIANTS[0]
    found = scores.composite(VALUES, 4 * WEIGHTS, UP, options)
    np.testing.assert_allclose(found, scores.composite(VALUES, WEIGHTS, UP, options), rtol=1e-14)
    assert scores.composite(VALUES, 0 * WEIGHTS, UP, options).tolist() == [0, 0, 0]


def test_a_scoring_that_is_none_is_refused():
    with pytest.raises(MethodError, match="scoring"):
        scores.composite(VALUES, WEIGHTS, UP, {"scoring": "mean"})
