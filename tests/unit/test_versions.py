"""The promises that the Python models and the library make about each other."""

import ast
import importlib
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from nianjian.frames import panels
from nianjian.methods import growth

PROJECT = Path(__file__).parents[2]
MODELS = sorted((PROJECT / "python_models").rglob("*.py"))
METHODS = sorted((PROJECT / "nianjian" / "methods").glob("*.py"))
MOST_LINES = 60
by_name = {"ids": lambda path: path.stem}


def imported(path):
    """Full names of what a file imports: `from nianjian.methods import scores` gives nianjian.methods.scores."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def parsed(path):
    """What a file defines, as statements by name, and what it imports of the library, as (file, name or None) by alias."""
    defined, imports = defaultdict(list), {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module.startswith("nianjian"):
            folder = PROJECT / node.module.replace(".", "/")
            for alias in node.names:
                module = folder / f"{alias.name}.py"
                target = (module, None) if module.exists() else (folder.with_suffix(".py"), alias.name)
                imports[alias.asname or alias.name] = target
        if hasattr(node, "name"):
            defined[node.name].append(node)
        for target in getattr(node, "targets", [getattr(node, "target", None)]):
            for part in ast.walk(target) if target else ():
                defined[getattr(part, "id", "")].append(node)
    return defined, imports


def reached(path, names=None, seen=None):
    """(file, name) of all in the library that takes part in what these names of a file do (all of its names if None)."""
    seen = set() if seen is None else seen
    defined, imports = parsed(path)
    for name in names or list(defined):
        if (path, name) in seen:
            continue
        seen.add((path, name))
        for node in (part for statement in defined[name] for part in ast.walk(statement)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                file, member = imports.get(node.value.id, (None, ""))
                if file and member is None:
                    reached(file, [node.attr], seen)
            elif isinstance(node, ast.Name) and node.id in imports:
                file, member = imports[node.id]
                if member:
                    reached(file, [member], seen)
            elif isinstance(node, ast.Name) and node.id in defined:
                reached(path, [node.id], seen)
    return seen


def modules_used(path):
    """Modules of methods, with a version, that a model's results come from: itself, by a bridge or by one another."""
    return sorted(
        file.stem
        for file in {file for file, _ in reached(path)}
        if file in METHODS and hasattr(importlib.import_module(f"nianjian.methods.{file.stem}"), "VERSION")
    )


def modules_stated(path):
    """The modules whose versions a model writes into its results."""
    calls = (
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    )
    (call,) = (call for call in calls if ast.unparse(call.func) == "panels.versions")
    return [ast.literal_eval(argument) for argument in call.args]


def test_there_is_something_to_look_at():
    assert MODELS and METHODS


@pytest.mark.parametrize("path", MODELS, **by_name)
def test_results_carry_the_versions_of_the_methods_that_they_come_from(path):
    used = modules_used(path)
    assert used, "uses no method"
    assert modules_stated(path) == used


def test_a_method_by_itself_moves_the_version_of_its_results_alone(monkeypatch):
    before = {path.stem: panels.versions(*modules_stated(path)) for path in MODELS}
    monkeypatch.setattr(growth, "VERSION", "9.9")
    moved = {path.stem for path in MODELS if panels.versions(*modules_stated(path)) != before[path.stem]}
    assert moved == {"calc_growth", "calc_shares"}


@pytest.mark.parametrize("path", [*MODELS, *sorted((PROJECT / "models").rglob("*.py"))], **by_name)
def test_a_python_model_is_thin(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", METHODS, **by_name)
def test_methods_know_nothing_of_tables(path):
    roots = {name.split(".")[0] for name in imported(path)}
    assert not roots & {"pandas", "duckdb", "dbt", "pyarrow"}
    inside = {name for name in imported(path) if name.startswith("nianjian.")}
    assert all(name.startswith("nianjian.methods") for name in inside)


def test_no_method_is_there_for_its_tests_alone():
    rooms = sorted(path for path in (PROJECT / "nianjian").rglob("*.py") if path not in METHODS)
    used = set().union(*(reached(path) for path in (*MODELS, *rooms)))
    public = {
        (path, name)
        for path in METHODS
        for name, statements in parsed(path)[0].items()
        if isinstance(statements[0], ast.FunctionDef) and not name.startswith("_")
    }
    assert sorted(f"{path.stem}.{name}" for path, name in public - used) == []
