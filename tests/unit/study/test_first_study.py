"""The page on the first study: its keys are all there are, and what it shows of a study with slips is what is said."""

import re

import pytest
import yaml

from nianjian.study import parts, resolve
from tests.pages import DOCS, blocks, read

PAGES = [DOCS / "first-study.md", DOCS / "first-study.zh.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_table_names_every_key(page):
    rows = [line for line in read(page).splitlines() if line.startswith("| `")]
    keys = {key for row in rows for key in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert keys == set(resolve.KEYS)
    assert {*parts.INDICATOR, *parts.SUBSYSTEM, *parts.PRESSURE} <= set(re.findall(r"`(\w+)`", read(page)))


def test_the_problems_shown_are_those_of_the_study_with_slips(project):
    (study,) = [block.text for block in blocks(PAGES[0]) if block.title == "study.yml"]
    (shown,) = [block.text for block in blocks(PAGES[0]) if block.text.startswith("study.yml: ")]
    raw = yaml.safe_load(study)
    raw["years"], raw["indicators"][6]["indicator"] = "2019-2006", "城镇登记失业"
    raw["variants"][2] = "equal_poold"
    with pytest.raises(resolve.reading.StudyError) as refused:
        project.run(yaml.safe_dump(raw))
    assert str(refused.value).replace(f"{project.paths.project}/", "") == shown.strip()
