"""The promises that the Python models and the library make about each other."""

import ast
import importlib
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
MODELS = sorted((PROJECT / "python_models").rglob("*.py"))
METHODS = sorted((PROJECT / "nianjian" / "methods").glob("*.py"))
# Between tables and arrays: what they import counts as imported by who uses them.
BRIDGES = [PROJECT / "nianjian" / "frames" / f"{name}.py" for name in ("markov", "drivers", "places")]
MOST_LINES = 61
by_name = {"ids": lambda path: path.stem}


def imported(path):
    """Full names of what a file imports: `from nianjian.methods import scores` gives nianjian.methods.scores."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def versions(path):
    """VERSION of each module of nianjian.methods that a file imports, itself or by a bridge, by module."""
    names = set(imported(path))
    for bridge in BRIDGES:
        if f"nianjian.frames.{bridge.stem}" in names:
            names |= set(imported(bridge))
    modules = {".".join(name.split(".")[:3]) for name in names if name.startswith("nianjian.methods.")}
    return {name: importlib.import_module(name).VERSION for name in modules}


def test_there_is_something_to_look_at():
    assert MODELS and METHODS


@pytest.mark.parametrize("path", MODELS, **by_name)
def test_the_version_in_the_results_is_that_of_the_methods(path):
    (model,) = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))["models"]
    stated = model["config"]["method_version"]
    found = versions(path)
    assert found, "imports no method"
    assert set(found.values()) == {stated}, found


@pytest.mark.parametrize("path", [*MODELS, *sorted((PROJECT / "models").rglob("*.py"))], **by_name)
def test_a_python_model_is_thin(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", METHODS, **by_name)
def test_methods_know_nothing_of_tables(path):
    roots = {name.split(".")[0] for name in imported(path)}
    assert not roots & {"pandas", "duckdb", "dbt", "pyarrow"}
    inside = {name for name in imported(path) if name.startswith("nianjian.")}
    assert all(name.startswith("nianjian.methods") for name in inside)
