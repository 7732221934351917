"""The card of a method (a row of `methods`, and of `method_results` for each mart) is what the project holds of it."""

import csv
import importlib
import re
from collections import defaultdict
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
SEEDS = PROJECT / "seeds" / "reference"
MODELS = {path.stem: path for path in (PROJECT / "python_models").rglob("*.py")}
MARTS = {path.stem: path for path in (PROJECT / "models" / "marts").glob("fct_*.sql")}


def rows(seed):
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CARDS = rows("methods")
RESULTS = defaultdict(set)
for row in rows("method_results"):
    RESULTS[row["method_code"]].add(row["table_name"])
every_card = pytest.mark.parametrize("card", CARDS, ids=lambda card: card["method_code"])


def models_read(mart):
    """The Python models that a mart reads itself."""
    read = re.findall(r'ref\("(\w+)"\)', MARTS[mart].read_text(encoding="utf-8"))
    return [MODELS[name].read_text(encoding="utf-8") for name in read if name in MODELS]


def test_every_mart_of_a_python_model_is_the_result_of_a_method():
    assert {mart for mart in MARTS if models_read(mart)} == set().union(*RESULTS.values())
    assert set(RESULTS) == {card["method_code"] for card in CARDS}


@every_card
def test_results_come_from_the_module_of_the_card(card):
    module = importlib.import_module(f"nianjian.methods.{card['module']}")
    assert module.VERSION and module.__doc__
    for mart in RESULTS[card["method_code"]]:
        stated = [name for text in models_read(mart) for name in re.findall(r"versions\((.*?)\)", text)]
        assert any(f'"{card["module"]}"' in names for names in stated), mart


@every_card
def test_options_of_the_card_are_those_of_its_results(card):
    seed = card["options_seed"]
    for mart in RESULTS[card["method_code"]]:
        sql = MARTS[mart].read_text(encoding="utf-8")
        if seed == "method_variants":
            assert 'ref("ind_system_variants")' in sql
        elif seed:
            assert f'ref("{seed}")' in sql
        else:
            assert "variant" not in sql


def test_options_of_every_method_are_published():
    sql = (PROJECT / "models" / "marts" / "dim_method_option.sql").read_text(encoding="utf-8")
    published = re.findall(r'^    "(\w+)": "(.*)",$', sql, re.MULTILINE)
    of_seed = defaultdict(set)
    for card in CARDS:
        if card["options_seed"] not in ("", "method_variants"):
            of_seed[card["options_seed"]].add(card["method_code"])
    found = {f"{seed}_variants": set(re.findall(r"'(\w+)'", code)) & set(RESULTS) for seed, code in published}
    assert found == of_seed
    assert set(of_seed) | {"method_variants"} == {path.stem for path in SEEDS.glob("*_variants.csv")} - {
        "system_variants"
    }


@every_card
def test_the_page_of_the_card_names_its_module_and_its_tables(card):
    page = (PROJECT / "docs" / card["page"]).read_text(encoding="utf-8")
    assert f"{card['module']}.py" in page
    assert all(mart in page for mart in RESULTS[card["method_code"]])


def test_what_is_applied_to_default_scores_says_what_it_needs():
    for card in CARDS:
        is_asked = card["applies_to"] == "default_scores"
        assert bool(card["min_regions"]) == bool(card["min_years"]) == is_asked
        assert is_asked or not card["needs"]
    assert [card["sort_order"] for card in CARDS] == [str(at) for at in range(1, len(CARDS) + 1)]
