"""What a user changes in seeds, and what comes of it: new systems without code, and bad input that harms nothing else."""

import pytest

from nianjian.pipeline.intake import land_tables
from nianjian.pipeline.paths import Paths

CITIES = "beijing_tianjin_hebei"
LED_BY_BEIJING = [
    "industrial_chain_surviving_capital",
    "innovation_chain_surviving_capital",
    "innovation_chain_new_capital",
]
CAPITAL = [
    "industrial_chain_surviving_capital",
    "industrial_chain_new_capital",
    "innovation_chain_surviving_capital",
]


def system(code, scheme=CITIES, group="", variant="entropy_pooled"):
    return {
        "system_code": code, "name_zh": code, "name_en": code, "scope_scheme_code": scheme, "scope_group_code": group,
        "scope_unit": "member", "weight_scope": "system", "default_variant_code": variant,
        "description_zh": code, "description_en": code,
    }  # fmt: skip


def add_system(project, code, indicators, years, variants=("entropy_pooled",), weights=None, **scope):
    project.add_rows("systems", system(code, variant=variants[0], **scope))
    project.add_rows(
        "system_subsystems",
        {
            "system_code": code,
            "subsystem_code": "all",
            "name_zh": "全部",
            "name_en": "All",
            "contribution": 1,
            "sort_order": 1,
        },
    )
    project.add_rows("system_years", *({"system_code": code, "year": year} for year in years))
    project.add_rows(
        "system_variants", *({"system_code": code, "variant_code": variant} for variant in variants)
    )
    project.add_rows(
        "system_indicators",
        *(
            {"system_code": code, "subsystem_code": "all", "indicator_code": indicator, "direction": 1,
             "fixed_weight": weights[at] if weights else "", "sort_order": at}
            for at, indicator in enumerate(indicators)
        ),
    )  # fmt: skip


def add_three_parts(project):
    """Three subsystems with weights over the system: one variant couples them, the half form cannot."""
    project.add_rows("systems", system("three_parts", variant="entropy_pooled_unit"))
    for at, indicator in enumerate(LED_BY_BEIJING):
        part = {"system_code": "three_parts", "subsystem_code": f"part_{at}"}
        names = {"name_zh": f"第{at}部分", "name_en": f"Part {at}"}
        project.add_rows(
            "system_subsystems", {**part, **names, "contribution": (0.5, 0.3, 0.2)[at], "sort_order": at}
        )
        project.add_rows(
            "system_indicators", {**part, "indicator_code": indicator, "direction": 1, "sort_order": at}
        )
    project.add_rows("system_years", {"system_code": "three_parts", "year": 2023})
    variants = ("entropy_pooled_unit", "entropy_pooled")
    project.add_rows(
        "system_variants", *({"system_code": "three_parts", "variant_code": name} for name in variants)
    )


def cell(line, region, label, value, unit="%", period="2023"):
    return {
        "doc_id": "004", "article": "central", "table_no": "2", "region_label": region, "region_level_label": "省级",
        "period_label": period, "indicator_label": label, "unit_label": unit, "value_text": value, "source_line": line,
    }  # fmt: skip


BAD_CELLS = {
    "unknown_region": [cell(1, "火星", "森林覆盖率", "12.0")],
    "unknown_label": [cell(2, "北京", "无人登记的标签", "12.0")],
    "unknown_indicator": [cell(3, "北京", "无人知晓的指标", "12.0")],
    "not_a_number": [
        cell(4, "北京", "森林覆盖率", "约12"),
        cell(5, "天津", "森林覆盖率", "nan"),
        cell(6, "重庆", "森林覆盖率", "1,0.5"),
    ],
    "unknown_unit": [cell(6, "河北", "森林覆盖率", "12.0", unit="斤")],
    "unit_of_another_dimension": [cell(7, "辽宁", "森林覆盖率", "12.0", unit="亿元")],
    "out_of_bounds": [cell(8, "吉林", "森林覆盖率", "120.0")],
    "not_a_year": [cell(9, "上海", "森林覆盖率", "12.0", period="2014—2023")],
    "conflicting_values": [cell(10, "江苏", "森林覆盖率", "12.0"), cell(11, "江苏", "森林覆盖率", "13.0")],
}
OTHER_CELLS = {
    # Of one figure given twice the one with more places is taken.
    "observed": [cell(21, "福建省", "森林覆盖率", "10.5"), cell(22, "浙江", "森林覆盖率", "61.20")],
    "repeated": [cell(20, "浙 江", "森林覆盖率", "61.2")],
    "missing": [cell(23, "山东", "森林覆盖率", "…"), cell(24, "广东", "森林覆盖率", "")],
}


@pytest.fixture(scope="module")
def grown(built, tmp_path_factory):
    """The project with new systems, odd systems and a table of bad cells, refreshed and published all the same."""
    project = built.copy_to(tmp_path_factory.mktemp("grown") / "project")
    add_system(
        project,
        "chain_capital",
        CAPITAL,
        [2014, 2017, 2020, 2023],
        ["entropy_pooled", "topsis_entropy_pooled"],
    )
    add_three_parts(project)
    # One region only: the group `prd` of the five clusters has one province.
    add_system(project, "one_region", ["knowledge_creation"], [2019], scheme="five_clusters", group="prd")
    # All equal: one city, seen as a region of its own, in one year each, next to itself is constant by year.
    add_system(project, "all_equal", ["all_equal_indicator"], [2023], scheme="four_plates", group="central")
    add_system(project, "nothing_known", ["forest_cover"], [1999], scheme="four_plates", group="central")
    # Printed for 2005 and 2021, and for 2023.
    apart = ["co2_per_gdp", "good_air_days_share"]
    add_system(project, "never_together", apart, [2005, 2023], scheme="four_plates", group="central")
    project.add_rows(
        "audit_exceptions",
        {"audit_code": "empty_systems", "subject": "never_together", "reason_zh": "试验", "reason_en": "a test",
         "steward": "tests", "expires_on": "2099-12-31"},
    )  # fmt: skip
    project.add_rows(
        "indicators",
        {"indicator_code": "all_equal_indicator", "name_zh": "相同指标", "name_en": "The same everywhere", "unit_code": "percent",
         "kind": "ratio", "is_additive": "false", "definition_zh": "试验", "definition_en": "a test"},
    )  # fmt: skip
    provinces = ["山西", "安徽", "江西", "河南", "湖北", "湖南"]
    cells = [row for rows in [*BAD_CELLS.values(), *OTHER_CELLS.values()] for row in rows]
    cells += [cell(30 + at, province, "相同指标", "5.0") for at, province in enumerate(provinces)]
    project.add_rows("published_cells", *cells)
    table = {"doc_id": "004", "article": "central", "table_no": "2"}
    project.add_rows(
        "published_tables", {**table, "caption_zh": "试验", "caption_en": "a test", "cell_count": len(cells)}
    )
    project.add_rows(
        "published_labels",
        *(
            {**table, "indicator_label": label, "role": "input"}
            for label in ("森林覆盖率", "无人知晓的指标", "相同指标")
        ),
    )
    done = project.run("nianjian", "refresh", "--no-sample")
    assert done.returncode == 0, done.stdout + done.stderr
    project.output = done.stdout
    return project


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
        where reason_code = '{reason}' order by source_row
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


def test_weights_that_do_not_sum_to_one_publish_nothing_and_name_the_system(built, tmp_path):
    project = built.copy_to(tmp_path / "weights")
    before = project.published.read_bytes()
    add_system(project, "lopsided", CAPITAL, [2023], ["fixed_weights"], weights=[0.5, 0.3, 0.3])
    done = project.run("nianjian", "refresh")
    assert done.returncode == 1
    assert "fixed_weights_sum_to_one" in done.stderr
    assert "lopsided" in done.stderr and "1.1" in done.stderr
    assert project.published.read_bytes() == before


def test_a_negative_value_in_a_gini_is_an_error_that_names_region_and_year(copy_project):
    project = copy_project("negative")
    for code in ("220500", "220300"):
        project.add_rows(
            "region_group_members", {"scheme_code": "outflow", "group_code": "jilin", "region_code": code}
        )
    project.add_rows(
        "grouping_schemes",
        {"scheme_code": "outflow", "name_zh": "流出", "name_en": "Outflow", "source": "a test", "description_zh": "试验",
         "description_en": "a test"},
    )  # fmt: skip
    project.add_rows(
        "region_groups",
        {
            "scheme_code": "outflow",
            "group_code": "jilin",
            "name_zh": "吉林",
            "name_en": "Jilin",
            "sort_order": 1,
        },
    )
    add_system(
        project, "outflow", ["net_inflow_rate"], [2020], ["fixed_weights"], weights=[1], scheme="outflow"
    )
    project.add_rows("system_groupings", {"system_code": "outflow", "scheme_code": "outflow"})
    land_tables(Paths(project.folder, project.folder / "warehouse"), with_sample=False)
    done = project.run("dbt", "build", "--select", "+calc_inequality", "--exclude", "resource_type:test")
    assert done.returncode == 1
    assert "outflow, fixed_weights, total, outflow, 2020" in done.stdout
    assert "must not be negative" in done.stdout
    assert "220300" in done.stdout or "220500" in done.stdout
