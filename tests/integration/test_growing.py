"""What a user changes in seeds, and what comes of it: new systems without code, and bad input that harms nothing else."""

import pytest

from tests.integration.changes.new_systems import BAD_CELLS, CAPITAL, OTHER_CELLS, add_system


@pytest.fixture(scope="module")
def grown(without_sample):
    return without_sample


def test_a_new_system_is_rows_in_seeds(grown):
    rows = grown.query(
        "select variant_code, count(*), min(rank) from marts.fct_score where system_code = 'chain_capital' group by all"
    )
    assert sorted(rows) == [("entropy_pooled", 52, 1), ("topsis_entropy_pooled", 52, 1)]
    (best,) = grown.query("""
        select region_code from marts.fct_score
        where system_code = 'chain_capital' and variant_code = 'entropy_pooled' and year = 2023 and rank = 1
    """)
    assert best == ("110000",)


def test_three_subsystems_couple_in_the_unit_form_on_one_scale(grown):
    # Beijing leads in each of the three: every part is 1, whatever its weight, and so are U, T and D.
    variant = (
        "system_code = 'three_parts' and variant_code = 'entropy_pooled_unit' and region_code = '110000'"
    )
    parts = grown.query(f"select subsystem_code, score from marts.fct_score where {variant} order by 1")
    assert [part for part, _ in parts] == ["part_0", "part_1", "part_2", "total"]
    assert [score for _, score in parts] == pytest.approx([1, 1, 1, 1])
    (coupled,) = grown.query(
        f"select coupling_degree, development, coordination from marts.fct_coupling where {variant}"
    )
    assert coupled == pytest.approx((1, 1, 1))


def test_a_variant_that_cannot_couple_is_a_finding(grown):
    rows = grown.query("select subject from quality.audit_uncoupled_systems")
    assert rows == [("three_parts|entropy_pooled",)]


def test_one_region_has_no_information(grown):
    assert grown.query("select score, rank from marts.fct_score where system_code = 'one_region'") == [
        (0.0, 1)
    ]
    assert grown.query(
        "select weight, is_constant from marts.fct_weight where system_code = 'one_region'"
    ) == [(0.0, True)]


def test_all_equal_values_have_no_information(grown):
    rows = grown.query("select distinct score, rank from marts.fct_score where system_code = 'all_equal'")
    assert rows == [(0.0, 1)]
    findings = grown.query("select subject from quality.audit_constant_indicators order by 1")
    assert findings == [
        ("all_equal|entropy_pooled|all_equal_indicator|2023",), ("one_region|entropy_pooled|knowledge_creation|2019",),
    ]  # fmt: skip


def test_methods_leave_odd_systems_out_or_say_that_nothing_is_there(grown):
    reasons = dict(
        grown.query(
            "select method_code, reason_code from marts.fct_method_use where system_code = 'one_region'"
        )
    )
    assert reasons["moran"] == reasons["kernel_density"] == "too_few_regions"
    # Where all scores are equal there is no density, no ellipse, no spot and no autocorrelation.
    assert grown.query("""
        select distinct point, density, reason from marts.fct_density
        where system_code = 'all_equal' and variant_code = 'scott'
    """) == [(0, None, "constant")]
    assert grown.query("select count(*) from marts.fct_ellipse where system_code = 'all_equal'") == [(0,)]
    assert grown.query(
        "select distinct z, p, band from marts.fct_hot_spot where system_code = 'all_equal'"
    ) == [(None, None, 0)]
    assert grown.query(
        "select distinct i, z_random from marts.fct_moran where system_code = 'all_equal'"
    ) == [(None, None)]
    assert grown.query("""
        select distinct mean_absolute_shift from marts.fct_option_effect where system_code = 'all_equal'
    """) in ([], [(0.0,)])


def test_an_empty_system_is_a_finding_and_one_that_waits_for_data_names_them(grown):
    findings = "select subject, is_excused from quality.fct_audit_finding where audit_code = '{}' order by 1"
    assert grown.query(findings.format("empty_systems")) == [("never_together", True)]
    assert grown.query(findings.format("systems_without_data")) == [
        ("ai_proxies", True),
        ("demographic_dividend", True),
        ("dual_chain_firms", False),
        ("new_urbanization", False),
        ("nothing_known", False),
    ]
    assert grown.query(
        "select detail_en from quality.fct_audit_finding where subject = 'demographic_dividend'"
    ) == [
        ("no figure yet of 3 of 4 indicators: labour_mean_age, mean_schooling_years, total_dependency_ratio",)
    ]
    assert (
        grown.query("select * from marts.fct_score where system_code in ('nothing_known', 'never_together')")
        == []
    )


@pytest.mark.parametrize("reason", BAD_CELLS)
def test_a_bad_cell_is_quarantined_with_its_place_and_reason(grown, reason):
    rows = grown.query(f"""
        select source_sheet, source_row, source_column, coalesce(value_text, '') from normalized.norm_quarantine
        where reason_code = '{reason}' and origin = 'published' order by source_row
    """)
    wanted = [
        ("table 2", row["source_line"], row["indicator_label"], row["value_text"])
        for row in BAD_CELLS[reason]
    ]
    assert rows == wanted


@pytest.mark.parametrize("outcome", OTHER_CELLS)
def test_other_cells_come_out_as_they_should(grown, outcome):
    rows = grown.query(f"""
        select source_line from normalized.norm_published_cells
        where article = 'central' and table_no = '2' and outcome = '{outcome}' and indicator_name = '森林覆盖率' order by 1
    """)
    assert [line for (line,) in rows] == [row["source_line"] for row in OTHER_CELLS[outcome]]


def test_bad_cells_harm_nothing_else(grown, built):
    query = "select * exclude (release_horizon) from marts.fct_coupling where system_code = 'dual_chain' order by all"
    assert grown.query(query) == built.query(query)


def test_the_build_names_open_findings(grown):
    assert "quarantined_cells" in grown.output
    assert "火星" in grown.output


def test_weights_and_shares_that_do_not_sum_to_one_publish_nothing_and_name_the_system(built, tmp_path):
    project = built.copy_to(tmp_path / "weights")
    before = project.published.read_bytes()
    add_system(project, "lopsided", CAPITAL, [2023], ["fixed_weights"], weights=[0.5, 0.3, 0.3])
    part = {"name_zh": "其余", "name_en": "The rest", "contribution": 0.75, "sort_order": 2}
    project.add_rows("system_subsystems", {"system_code": "lopsided", "subsystem_code": "rest", **part})
    done = project.run("nianjian", "refresh")
    assert done.returncode == 1
    assert "nothing was published" in done.stderr
    assert "fixed_weights_sum_to_one" in done.stderr and "contributions_sum_to_one" in done.stderr
    assert "lopsided" in done.stderr and "1.1" in done.stderr and "1.75" in done.stderr
    assert project.published.read_bytes() == before
