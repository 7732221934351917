"""The chapter of the README on studies: its YAML works, its keys are all there are, both languages say the same."""

import re

import pytest
import yaml

from nianjian.study import parts, resolve

CHAPTERS = ("## Start your own study", "## 开始自己的研究")


@pytest.fixture
def chapters(readmes):
    return [
        readme.split(f"{chapter}\n")[1].split("\n## ")[0]
        for readme, chapter in zip(readmes, CHAPTERS, strict=True)
    ]


def blocks(chapter):
    return [block.strip() for block in chapter.split("```")[1::2]]


def test_the_yaml_of_the_readme_is_a_study(chapters, project):
    for chapter in chapters:
        project.said.clear()
        said = project.run(blocks(chapter)[0].removeprefix("yaml\n"), is_check=True)
        assert said.startswith(
            "urbanization_8: 8 indicators, 30 regions (east_central_west_11_8_11), years 2006-2019"
        )


def test_both_languages_show_the_same_files_commands_and_output(chapters):
    english, chinese = chapters
    assert blocks(english) == blocks(chinese)


def test_the_table_names_every_key(chapters):
    for chapter in chapters:
        rows = [line for line in chapter.splitlines() if line.startswith("| `")]
        keys = {key for row in rows for key in re.findall(r"`(\w+)`", row.split("|")[1])}
        assert keys == set(resolve.KEYS)
        assert {*parts.INDICATOR, *parts.SUBSYSTEM, *parts.PRESSURE} <= set(re.findall(r"`(\w+)`", chapter))


def test_the_chapter_stands_before_the_one_on_files(readmes):
    for readme, own, files in zip(readmes, CHAPTERS, ("## Your own files", "## 自己的文件"), strict=True):
        heads = re.findall(r"^## .*$", readme, re.MULTILINE)
        assert heads.index(own) == heads.index(files) - 1


def test_the_problems_that_the_readme_shows_are_those_of_its_study_with_slips(chapters, project):
    text, *_ = blocks(chapters[0])
    shown = [block for block in blocks(chapters[0]) if block.startswith("study.yml: ")]
    raw = yaml.safe_load(text.removeprefix("yaml\n"))
    raw["years"], raw["indicators"][6]["indicator"] = "2019-2006", "城镇登记失业"
    raw["variants"][2] = "equal_poold"
    with pytest.raises(resolve.reading.StudyError) as refused:
        project.run(yaml.safe_dump(raw))
    assert str(refused.value).replace(f"{project.paths.project}/", "") == shown[0]
