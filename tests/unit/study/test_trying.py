"""What has changed since the last try: rows of the study, ranks that moved, and by which indicator."""

import pandas as pd
import pytest

from nianjian import cli
from nianjian.pipeline.paths import Paths
from nianjian.study import last_try, trying
from nianjian.study.differences import Difference, as_rows, differences
from nianjian.study.last_try import Tried

ROWS = {
    "system_indicators": [
        {"system_code": "s", "indicator_code": "gdp", "direction": 1, "sort_order": 1},
        {"system_code": "s", "indicator_code": "waste", "direction": -1, "sort_order": 2},
    ],
    "system_years": [{"system_code": "s", "year": 2018}, {"system_code": "s", "year": 2019}],
    "systems": [{"system_code": "s", "name_en": "Small"}],
}


def tried(ranks, parts=(), rows=ROWS):
    """Regions with rank and score in 2019; parts of scores by indicator."""
    table = pd.DataFrame(
        [("v", region, 2019, rank, score) for region, (rank, score) in ranks.items()],
        columns=["variant_code", "region_code", "year", "rank", "score"],
    )
    of_scores = pd.DataFrame(
        [(indicator, region, 2019, part) for indicator, region, part in parts],
        columns=["indicator_code", "region_code", "year", "part"],
    )
    return Tried(rows, table, of_scores, "1")


def test_the_same_rows_as_numbers_or_as_text_are_no_difference():
    as_text = {
        seed: [{key: str(value) for key, value in row.items()} for row in rows] for seed, rows in ROWS.items()
    }
    assert differences(as_text, ROWS) == []
    as_table = {"shares": [{"share": 1.0, "half": 0.5, "fifth": 0.2, "is_it": True, "none": None, "ten": 10}]}
    as_seed = {
        "shares": [{"share": "1", "half": "0.5", "fifth": "0.20", "is_it": "true", "none": "", "ten": "10"}]
    }
    assert differences(as_table, as_seed) == []


def test_values_that_differ_and_rows_that_came_or_went():
    after = {
        "system_indicators": [
            {"system_code": "s", "indicator_code": "waste", "direction": 1, "sort_order": 1},
        ],
        "system_years": [{"system_code": "s", "year": year} for year in (2019, 2020, 2021)],
        "systems": [{"system_code": "s", "name_en": "Smaller"}],
    }
    found = differences(ROWS, after)
    assert found == [
        Difference("system_indicators", "gdp", "", "gdp", None),
        Difference("system_indicators", "waste", "direction", "-1", "1"),
        Difference("system_years", "2018", "", "2018", None),
        Difference("system_years", "2020", "", None, "2020"),
        Difference("system_years", "2021", "", None, "2021"),
        Difference("systems", "", "name_en", "Small", "Smaller"),
    ]
    assert as_rows(found)[-2:] == [
        ["system_years", "", "", "2018", ""],
        ["system_years", "", "", "", "2020, 2021"],
    ]


def test_an_order_that_changed_by_itself_is_told():
    turned = [{**row, "sort_order": 3 - row["sort_order"]} for row in ROWS["system_indicators"]]
    found = differences(ROWS, {**ROWS, "system_indicators": turned})
    assert [(one.row, one.column, one.after) for one in found] == [
        ("gdp", "sort_order", "2"),
        ("waste", "sort_order", "1"),
    ]


def test_who_moved_most_comes_first_with_the_indicator_that_moved_it():
    before = tried(
        {"a": (1, 0.9), "b": (2, 0.6), "c": (3, 0.5)},
        [("gdp", "a", 0.5), ("waste", "a", 0.4), ("gdp", "b", 0.4), ("waste", "b", 0.2), ("gdp", "c", 0.5)],
    )
    # Region a loses by waste, c gains an indicator that was not there, d was not ranked before.
    now = tried(
        {"c": (1, 0.8), "b": (2, 0.6), "a": (3, 0.55), "d": (4, 0.1)},
        [("gdp", "a", 0.52), ("waste", "a", 0.03), ("gdp", "b", 0.4), ("waste", "b", 0.2), ("gdp", "c", 0.5),
         ("staff", "c", 0.3)],
    )  # fmt: skip
    found = last_try.moved(before, now, "v", 2019)
    places = found[["rank_before", "rank", "moved"]].reset_index().to_numpy().tolist()
    assert places == [["c", 3, 1, 2], ["a", 1, 3, -2], ["b", 2, 2, 0]]
    assert list(found["why"])[:2] == ["staff", "waste"]
    assert list(found["part"])[:2] == pytest.approx([0.3, -0.37])


def test_of_scores_that_are_no_sum_nothing_is_said_of_indicators():
    found = last_try.moved(tried({"a": (1, 1.0)}), tried({"a": (2, 0.5)}, [("gdp", "a", 0.5)]), "v", 2019)
    assert list(found["why"]) == [""]


def test_a_try_is_kept_for_the_next(tmp_path):
    file = tmp_path / "tries" / "s.json"
    assert last_try.read(file) is None
    kept = tried({"a": (1, 0.1 + 0.2)}, [("gdp", "a", 1 / 3)])
    last_try.keep(kept, file)
    found = last_try.read(file)
    assert differences(found.rows, kept.rows) == []
    pd.testing.assert_frame_equal(found.ranks, kept.ranks)
    pd.testing.assert_frame_equal(found.parts, kept.parts)
    file.write_text('{"rows": {')
    assert last_try.read(file) is None


def test_without_a_file_the_command_says_which_target_wants_one(capsys):
    assert cli.main(["try", ""]) == 1
    assert capsys.readouterr().err == "nianjian: try needs a study: make try FILE=study.yml\n"
    assert cli.main(["try", "study.yml", "--watch", "--table", "fct_score"]) == 1
    assert "--table prints once" in capsys.readouterr().err


def test_watching_says_what_is_wrong_and_waits_for_the_next_save(tmp_path, monkeypatch):
    paths, said, tries = Paths(tmp_path, tmp_path), [], []

    def once(paths, file, say, workbench):
        tries.append(file)
        if len(tries) == 1:
            raise ValueError("study.yml: years: names no year")
        say("ranks")

    monkeypatch.setattr(trying, "once", once)
    monkeypatch.setattr(trying, "Workbench", lambda paths: None)
    trying.watch(paths, tmp_path / "study.yml", said.append, iter([None, None]))
    assert len(tries) == 2
    assert said[0] == "study.yml: years: names no year"
    assert said[2] == "ranks"


def test_a_save_is_seen_by_its_file_not_by_a_clock(tmp_path, monkeypatch):
    monkeypatch.setattr(trying.time, "sleep", lambda seconds: texts and file.write_text(texts.pop()))
    file, texts = tmp_path / "study.yml", ["three", "in", "in"]
    saves = trying._saves(file)
    # Not there yet, then saved, then saved again.
    assert [next(saves) for _ in range(3)] == [None] * 3
