"""A project with seeds of its own, for studies that are written into them."""

import shutil
from pathlib import Path

import pytest
import yaml

from nianjian.pipeline.paths import Paths
from nianjian.study import new_system

PROJECT = Path(__file__).parents[3]
STUDY = """\
system: small
name: {zh: 小体系, en: Small system}
regions: {scheme: four_plates, group: central}
years: 2016-2018
variants: [entropy_pooled]
indicators:
  - {indicator: gdp, direction: +}
  - {indicator: 城镇登记失业率, direction: 负}
"""


class Project:
    """A project with the seeds that ship and no warehouse. `said` is what a run showed."""

    def __init__(self, folder):
        self.paths = Paths(folder, folder / "warehouse")
        self.said = []

    def study(self, **changes):
        """The YAML of a small study, some keys of which are changed or, by None, left out."""
        raw = {**yaml.safe_load(STUDY), **changes}
        return yaml.safe_dump({key: value for key, value in raw.items() if value is not None})

    def run(self, text=STUDY, is_check=False):
        file = self.paths.project / "study.yml"
        file.write_text(text, encoding="utf-8")
        new_system.from_file(self.paths, file, is_check, self.said.append)
        return "\n".join(self.said)

    def bytes(self):
        return {path.name: path.read_bytes() for path in self.paths.reference.iterdir()}


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(PROJECT / "seeds" / "reference", tmp_path / "seeds" / "reference")
    shutil.copyfile(PROJECT / "dbt_project.yml", tmp_path / "dbt_project.yml")
    return Project(tmp_path)
