"""What the firm tables depend on, as dbt's manifest says."""

import json

import pytest

from nianjian.pipeline.firm_engines import lineage
from nianjian.pipeline.paths import Paths


def node(name, kind="model", path=None):
    return {"name": name, "resource_type": kind, "original_file_path": path or f"models/{name}.sql"}


@pytest.fixture
def paths(tmp_path):
    """A lookup that reads a seed through another model, a source, and a model of which a macro knows the name."""
    manifest = {
        "nodes": {
            "model.x.lookup": node("lookup"),
            "model.x.names": node("names"),
            "model.x.by_macro": node("by_macro"),
            "model.x.other": node("other"),
            "seed.x.codes": node("codes", "seed", "seeds/codes.csv"),
            "test.x.lookup": node("lookup", "test", "models/lookup.yml"),
        },
        "parent_map": {
            "model.x.lookup": ["model.x.names", "model.x.by_macro", "source.x.raw.files"],
            "model.x.names": ["seed.x.codes"],
            "model.x.by_macro": ["seed.x.codes"],
            "model.x.other": ["model.x.lookup"],
            "seed.x.codes": [],
            "test.x.lookup": ["model.x.other"],
        },
    }
    folder = tmp_path / "target" / "firms"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Paths(tmp_path, tmp_path / "warehouse")


def test_lineage_is_what_a_model_reads_directly_or_through_others(paths):
    assert lineage(paths, ("lookup",)) == {
        "models/lookup.sql", "models/names.sql", "models/by_macro.sql", "seeds/codes.csv",
    }  # fmt: skip


def test_what_reads_a_model_is_not_part_of_it(paths):
    assert lineage(paths, ("names",)) == {"models/names.sql", "seeds/codes.csv"}
