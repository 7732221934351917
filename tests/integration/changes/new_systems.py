"""New systems, odd systems and a table of bad cells, as rows of seeds."""

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


def add_all(project):
    """All of it; what is wrong is held back, so that a refresh publishes all the same."""
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
    # All equal: ten provinces, as many as methods of space ask for.
    add_system(project, "all_equal", ["all_equal_indicator"], [2023], scheme="four_plates", group="east")
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
    provinces = ["北京", "天津", "河北", "上海", "江苏", "浙江", "福建", "山东", "广东", "海南"]
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
