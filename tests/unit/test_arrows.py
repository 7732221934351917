"""No arrow runs up: which layer of models reads which, and which room of the library uses which; none goes around the cut
that leaves out the releases that are not known on the horizon."""

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]

# A model reads its own layer and those to the left of it. A layer is a folder of models/; folders of python_models/
# that are not named after one are subjects of `results`.
LAYERS = ["staging", "normalized", "indicators", "results", "marts", "replication", "quality"]

# What each room of the library may use beside itself.
ROOMS = {
    "methods": set(),
    "frames": {"methods"},
    "language": set(),
    "locale": set(),
    "processes": {"language"},
    "intake": {"language", "processes"},
    "quality": {"processes"},
    "figures": {"methods", "language"},
    "inspect": {"methods", "frames", "language"},
    "pipeline": {"language", "processes", "intake", "quality", "inspect"},
    "study": {"frames", "language", "intake", "inspect", "pipeline"},
    "fetch": {"language", "processes", "pipeline", "study"},
    "commands": {"language", "intake", "figures", "inspect", "pipeline", "study", "fetch"},
    "cli": {"language", "processes", "commands"},
}

# What Python models of a layer may use of it.
ROOMS_OF_MODELS = {
    "results": {"frames", "methods"},
    "replication": {"frames", "methods"},
    "quality": {"quality"},
}

# What releases say, known or not, beside the tables that land.
EVERY_RELEASE = {"releases", "norm_releases", "published_cells", "published_prose"}
# Either is the cut: only known releases, or for each one whether it is known.
CUT = re.compile(r"\bnorm_known_releases\b|\bis_known\b")
AROUND_THE_CUT = {
    "dim_release": "lists every release",
    "fct_firm_file": "files are told before their day",
    "fct_report_file": "files are told before their day",
    "fct_report_term": "of reports that are counted, and only known ones are",
    "audit_landing_files": "tells which releases are dated ahead",
    "audit_lapsed_corrections": "a correction has to fit its cell before the cell counts",
}

REFERENCE = re.compile(r"""\bref\(\s*["'](\w+)["']\s*\)""")
MACRO = re.compile(r"\{%-?\s*macro\s+(\w+)\(.*?endmacro", re.DOTALL)


def model_files(project):
    return {
        path.stem: path
        for top, suffix in (("models", "sql"), ("models", "py"), ("python_models", "py"))
        for path in (project / top).rglob(f"*.{suffix}")
    }


def layer(path, project):
    top, folder = path.relative_to(project).parts[:2]
    return "results" if top == "python_models" and folder not in LAYERS else folder


def read_by(path, macros):
    """The names that a model refers to, itself or by a macro."""
    text = path.read_text(encoding="utf-8")
    calls = set(re.findall(r"\b(\w+)\(", text))
    return set(REFERENCE.findall(text)).union(*(read for name, read in macros.items() if name in calls))


def arrows_between_models(project):
    """Each reference of a model to another, as (layer, layer read, model, model read)."""
    files = model_files(project)
    macros = {
        found.group(1): set(REFERENCE.findall(found.group()))
        for path in (project / "macros").glob("*.sql")
        for found in MACRO.finditer(path.read_text(encoding="utf-8"))
    }
    return [
        (layer(path, project), layer(files[read], project), name, read)
        for name, path in files.items()
        for read in sorted(read_by(path, macros) & files.keys())
    ]


def running_up(arrows):
    return [arrow for arrow in arrows if LAYERS.index(arrow[1]) > LAYERS.index(arrow[0])]


def around_the_cut(project, excused=()):
    """Models above `normalized` that tell what releases say, and do not leave out those that are not known."""
    files = model_files(project)
    # Firm rows are worked on apart, release by release.
    texts = {
        name: path.read_text(encoding="utf-8")
        for name, path in files.items()
        if "firm_rows" not in path.parts
    }
    uncut, found = set(), set(EVERY_RELEASE)
    while not found <= uncut:
        uncut |= found
        passing = uncut.difference(excused)
        found = {
            name
            for name, text in texts.items()
            if not CUT.search(text) and ("source(" in text or passing & set(REFERENCE.findall(text)))
        }
    return {
        name for name in uncut & texts.keys() if layer(files[name], project) not in ("staging", "normalized")
    }


def rooms_used(path):
    """The rooms of the library that a file imports from."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("nianjian."))


def test_no_model_reads_a_layer_above_its_own():
    arrows = arrows_between_models(PROJECT)
    assert {name for arrow in arrows for name in arrow[:2]} == set(LAYERS)
    assert running_up(arrows) == []


def test_an_arrow_that_runs_up_is_found(tmp_path):
    for place, text in {
        "models/indicators/ind_up.sql": 'select * from {{ ref("calc_scores") }}',
        "models/normalized/norm_up.sql": "select {{ scored() }}",
        "models/marts/fct_fine.sql": 'select * from {{ ref("ind_up") }} cross join {{ ref("a_seed") }}',
        "python_models/scores/calc_scores.py": 'def model(dbt, session):\n    return dbt.ref("rep_printed").df()',
        "models/replication/rep_printed.sql": "select 1",
        "macros/scored.sql": "{% macro scored() %}(select 1 from {{ ref('calc_scores') }}){% endmacro %}",
    }.items():
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert sorted(running_up(arrows_between_models(tmp_path))) == [
        ("indicators", "results", "ind_up", "calc_scores"),
        ("normalized", "results", "norm_up", "calc_scores"),
        ("results", "replication", "calc_scores", "rep_printed"),
    ]


def test_one_model_holds_dates_of_releases_against_the_horizon():
    files = model_files(PROJECT)
    assert {name for name, path in files.items() if "as_of_date" in path.read_text(encoding="utf-8")} == {
        "norm_releases"
    }


def test_no_model_goes_around_the_cut():
    assert around_the_cut(PROJECT, AROUND_THE_CUT) == AROUND_THE_CUT.keys()


def test_a_model_that_goes_around_the_cut_is_found(tmp_path):
    for place, text in {
        "models/staging/cells.sql": 'select * from {{ source("landing", "cells") }}',
        "models/normalized/all_figures.sql": 'select * from {{ ref("cells") }}',
        "models/normalized/figures.sql": 'from {{ ref("cells") }} semi join {{ ref("norm_known_releases") }}',
        "models/marts/fct_all.sql": 'select * from {{ ref("all_figures") }}',
        "models/marts/fct_known.sql": 'select * from {{ ref("figures") }}',
        "models/quality/audit_all.sql": 'select * from {{ ref("fct_all") }}',
    }.items():
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert around_the_cut(tmp_path) == {"fct_all", "audit_all"}


def test_only_staging_reads_what_landed():
    readers = {
        layer(path, PROJECT)
        for path in model_files(PROJECT).values()
        if re.search(r"\bsource\(", path.read_text(encoding="utf-8"))
    }
    assert readers == {"staging"}


def test_every_layer_has_a_schema_of_its_name():
    text = (PROJECT / "dbt_project.yml").read_text(encoding="utf-8")
    assert [name for name in LAYERS if f"+schema: {name}\n" in text] == LAYERS


def test_rooms_are_listed_once_and_below_those_that_use_them():
    package = PROJECT / "nianjian"
    found = {
        path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert found - {"__init__"} == ROOMS.keys()
    names = list(ROOMS)
    assert all(names.index(used) < names.index(room) for room, uses in ROOMS.items() for used in uses)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_uses_only_rooms_below_it(room):
    package = PROJECT / "nianjian"
    files = (
        [package / f"{room}.py"]
        if (package / f"{room}.py").exists()
        else list((package / room).rglob("*.py"))
    )
    used = {name for path in files for name in rooms_used(path)}
    assert used <= {room} | ROOMS[room]


def test_a_python_model_uses_what_its_layer_may():
    used = {}
    for path in model_files(PROJECT).values():
        if path.suffix == ".py":
            used.setdefault(layer(path, PROJECT), set()).update(rooms_used(path))
    assert used.keys() == ROOMS_OF_MODELS.keys()
    assert all(used[name] <= allowed for name, allowed in ROOMS_OF_MODELS.items())


def test_the_guide_tells_the_same_order():
    guide = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert " → ".join(f"`{name}`" for name in LAYERS) in guide
    for room, uses in ROOMS.items():
        assert f"| `{room}` | {', '.join(f'`{use}`' for use in ROOMS if use in uses) or 'nothing'} |" in guide
