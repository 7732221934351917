"""Work reports from text file to observation, on top of what is published without any."""

import re

import pytest


@pytest.fixture(scope="module")
def reported(with_more):
    return with_more


def test_terms_by_hand(reported):
    found = reported.query(
        "select region_code, term, count_words, count_substring, method_version from marts.fct_report_term "
        "where release_code = 'reports_2023_02' and count_substring > 0 order by 1, 2"
    )
    method = "1, jieba 0.42.1"
    assert found == [
        ("220000", "人工智能", 2, 2, method),
        ("420000", "5G", 1, 1, method),
        ("420000", "人工智能", 1, 1, method),
        ("420000", "工业机器人", 1, 1, method),
        # Inside of the longer term it is no word of its own.
        ("420000", "机器人", 0, 1, method),
    ]


def test_observations_name_the_file(reported):
    found = reported.query(
        "select indicator_code, year, value, unit_code, status, value_text, source_file, cell_id, is_synthetic "
        "from marts.fct_observation where region_code = '420000' and release_code = 'reports_2023_02' order by 1 desc"
    )
    words = reported.query(
        "select words from marts.fct_report_file where region_code = '420000' and release_code = 'reports_2023_02'"
    )[0][0]
    file = "reports/2023-02/湖北省-2022.txt"
    told = f"3 terms of {words} words"
    assert found == [
        (code, 2022, value, unit, "derived", told, file, f"reports_2023_02|{file}|{code}", True)
        for code, value, unit in [
            ("ai_attention_terms", 3, "item"),
            ("ai_attention_share", pytest.approx(300 / words), "percent"),
        ]
    ]


def test_what_became_of_each_file(reported):
    found = reported.query(
        "select source_file, outcome, coalesce(reason_code, left(refusal, 37)) from marts.fct_report_file "
        "where source_file like 'reports/2023-02/%' order by 1"
    )
    assert [(name.rpartition("/")[2], *told) for name, *told in found] == [
        ("吉林_2022.txt", "counted", None),
        ("无名.txt", "refused", "its name gives no region and year: ca"),
        ("湖北省-2022.txt", "counted", None),
        ("湖南省-2030.txt", "quarantined", "year_after_release"),
        ("火星省-2022.txt", "quarantined", "unknown_region"),
    ]
    held_back = (
        "select region_label, reason_code from normalized.norm_quarantine where origin = 'report' order by 1"
    )
    assert reported.query(held_back) == [("湖南省", "year_after_release"), ("火星省", "unknown_region")]
    findings = "select audit_code from quality.fct_audit_finding where subject like 'reports/%' order by 1"
    assert reported.query(findings) == [("quarantined_cells",), ("quarantined_cells",), ("report_files",)]
    assert "Reports     377 files, 376 counted now, 1 refused, 0 changed since" in reported.output


def test_landing_lists_the_reports(reported):
    done = reported.run("nianjian", "land", "--no-sample")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"火星省-2022.txt\s+火星省\s+2022\s+2\s+1\s+quarantined: unknown_region", done.stdout)
    assert "火星省,reports," in done.stdout
