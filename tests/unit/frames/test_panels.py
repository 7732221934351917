import numpy as np
import pandas as pd
import pytest

from nianjian.frames import panels
from nianjian.methods.checks import MethodError

CELLS = pd.DataFrame(
    [
        # system, subsystem, indicator, sort_order, region, year, value
        ("s", "out", "gdp", 2, "a", 2019, 1.0),
        ("s", "out", "gdp", 2, "b", 2019, 2.0),
        ("s", "out", "gdp", 2, "a", 2020, 3.0),
        ("s", "out", "gdp", 2, "b", 2020, 4.0),
        ("s", "in", "staff", 1, "a", 2019, 10.0),
        ("s", "in", "staff", 1, "b", 2019, 20.0),
        ("s", "in", "staff", 1, "a", 2020, 30.0),
        ("s", "in", "staff", 1, "b", 2020, 40.0),
        ("t", "total", "area", 1, "a", 2019, 7.0),
    ],
    columns=["system_code", "subsystem_code", "indicator_code", "sort_order", "region_code", "year", "value"],
).assign(direction=1, fixed_weight=np.nan, half_unit=0.5)


def variants(*rows):
    columns = ["system_code", "variant_code", "weight_scope", "scope", "normalisation"]
    return pd.DataFrame([dict(zip(columns, row, strict=True)) for row in rows])


def cut(*rows, cells=CELLS):
    return list(panels.blocks(cells, variants(*rows)))


def test_a_pooled_block_holds_every_year_with_a_column_per_indicator_in_sort_order():
    (block,) = cut(("s", "v", "system", "pooled", "none"))
    assert block.part == panels.TOTAL
    assert block.values.columns.tolist() == ["staff", "gdp"]
    assert block.values.index.tolist() == [("a", 2019), ("a", 2020), ("b", 2019), ("b", 2020)]
    assert block.matrix.tolist() == [[10, 1], [30, 3], [20, 2], [40, 4]]
    assert block.column("sort_order").tolist() == [1, 2]


def test_a_block_of_one_year_holds_that_year():
    first, second = cut(("s", "v", "system", "year", "none"))
    assert first.matrix.tolist() == [[10, 1], [20, 2]]
    assert second.matrix.tolist() == [[30, 3], [40, 4]]


def test_an_indicator_without_a_row_in_a_year_is_no_column_of_it_one_without_a_value_is():
    lacking = CELLS[(CELLS["indicator_code"] != "staff") | (CELLS["year"] != 2020)]
    first, second = cut(("s", "v", "system", "year", "none"), cells=lacking)
    assert first.values.columns.tolist() == first.indicators.index.tolist() == ["staff", "gdp"]
    assert second.values.columns.tolist() == second.indicators.index.tolist() == ["gdp"]
    blank = CELLS.assign(
        value=CELLS["value"].where((CELLS["indicator_code"] != "staff") | (CELLS["year"] != 2020))
    )
    _, second = cut(("s", "v", "system", "year", "none"), cells=blank)
    assert second.values.columns.tolist() == ["staff", "gdp"]
    assert second.values["staff"].isna().all()


def test_weights_within_subsystems_cut_the_columns():
    blocks = cut(("s", "v", "subsystem", "pooled", "none"))
    assert {block.part: block.values.columns.tolist() for block in blocks} == {
        "in": ["staff"],
        "out": ["gdp"],
    }


def test_subsystems_and_years_are_cut_together():
    blocks = cut(("s", "v", "subsystem", "year", "none"))
    assert [(block.part, block.matrix.T.tolist()) for block in blocks] == [
        ("in", [[10, 20]]), ("in", [[30, 40]]), ("out", [[1, 2]]), ("out", [[3, 4]]),
    ]  # fmt: skip


def test_variants_that_differ_in_other_options_share_their_matrices():
    one, other, by_year, _ = cut(
        ("s", "one", "system", "pooled", "none"),
        ("s", "other", "system", "pooled", "min_max"),
        ("s", "by_year", "system", "year", "none"),
    )
    assert one.values is other.values
    assert one.values is not by_year.values
    assert (one.keys["variant_code"], other.keys["variant_code"]) == ("one", "other")


def test_a_normalised_panel_is_cut_by_its_options_first():
    parts = [
        CELLS.assign(normalisation="min_max", scope="pooled", value=0.5),
        CELLS.assign(normalisation="none", scope="year"),
    ]
    cells = pd.concat(parts)
    pooled, *by_year = cut(
        ("s", "v", "system", "pooled", "min_max"), ("s", "w", "system", "year", "none"), cells=cells
    )
    assert (pooled.matrix == 0.5).all()
    assert [block.matrix[0].tolist() for block in by_year] == [[10, 1], [30, 3]]
    # A panel of reported values is the same for every normalisation.
    assert len(cut(("s", "v", "system", "pooled", "min_max"))) == 1


def test_a_system_without_rows_has_no_block():
    assert cut(("unknown", "v", "system", "pooled", "none")) == []
    assert cut(("s", "v", "system", "pooled", "none"), cells=CELLS.head(0)) == []


def test_each_block_belongs_to_its_system():
    blocks = cut(("s", "v", "system", "pooled", "none"), ("t", "v", "system", "pooled", "none"))
    assert [block.keys["system_code"] for block in blocks] == ["s", "t"]
    assert blocks[1].matrix.tolist() == [[7]]


def test_tidy_takes_a_matrix_back_to_one_row_per_region_year_and_indicator():
    (block,) = cut(("s", "v", "system", "pooled", "none"))
    found = block.tidy(block.matrix * 2)
    assert len(found) == 8
    row = found.set_index(["region_code", "year", "indicator_code"]).loc[("b", 2019, "staff")]
    assert (row["value"], row["subsystem_code"], row["half_unit"]) == (40, "in", 0.5)


def test_the_context_of_a_block_names_system_variant_part_and_years():
    (block,) = cut(("s", "v", "system", "pooled", "none"))
    assert block.context == "system s, variant v, total, 2019-2020"


def test_an_error_names_the_row_and_the_column_at_fault():
    (block,) = cut(("s", "v", "system", "pooled", "none"))
    with (
        pytest.raises(MethodError, match=r"^here, b 2019, gdp: x\[2, 1\] is -1$") as caught,
        panels.naming("here", block.values.index, block.values.columns),
    ):
        raise MethodError("x[2, 1] is -1", (2, 1))
    assert caught.value.position == (2, 1)


def test_an_error_of_a_list_of_columns_names_the_column():
    with (
        pytest.raises(MethodError, match=r"^here, gdp: weights\[1\] is -1$"),
        panels.naming("here", None, ["staff", "gdp"]),
    ):
        raise MethodError("weights[1] is -1", (1,))


def test_an_error_without_a_position_names_the_context_only():
    with pytest.raises(MethodError, match="^here: no rows$"), panels.naming("here", ["a"], ["gdp"]):
        raise MethodError("no rows")


def test_other_errors_pass_as_they_are():
    with pytest.raises(KeyError, match="^'typo'$"), panels.naming("here", ["a"], ["gdp"]):
        raise KeyError("typo")


COLUMNS = {"region_code": "str", "year": "int32", "score": "float64", "is_high": "bool"}


def test_stacked_keeps_the_columns_asked_for_in_order_and_type():
    pieces = [
        (
            {"year": 2019},
            pd.DataFrame({"score": [1, 2], "region_code": ["a", "b"], "is_high": True, "scratch": [0, 0]}),
        ),
        ({"year": 2020}, pd.DataFrame({"score": [0.5], "region_code": ["b"], "is_high": [False]})),
    ]
    found = panels.stacked(pieces, COLUMNS, method_version="1.0")
    assert found.columns.tolist() == [*COLUMNS, "method_version"]
    assert found.index.tolist() == [0, 1, 2]
    assert found["score"].tolist() == [1.0, 2.0, 0.5]
    assert found["year"].tolist() == [2019, 2019, 2020]
    assert found["method_version"].tolist() == ["1.0", "1.0", "1.0"]
    assert found.dtypes[list(COLUMNS)].astype(str).tolist() == ["str", "int32", "float64", "bool"]


def test_stacked_turns_named_row_labels_into_columns():
    rows = pd.MultiIndex.from_tuples([("a", 2019), ("b", 2019)], names=["region_code", "year"])
    found = panels.stacked([({"is_high": True}, pd.DataFrame({"score": [1.0, 2.0]}, index=rows))], COLUMNS)
    assert found.to_dict("list") == {
        "region_code": ["a", "b"], "year": [2019, 2019], "score": [1.0, 2.0], "is_high": [True, True],
    }  # fmt: skip


def test_stacked_on_nothing_keeps_columns_and_types():
    found = panels.stacked([], COLUMNS, method_version="1.0")
    assert found.empty
    assert found.columns.tolist() == [*COLUMNS, "method_version"]
    assert found.dtypes[list(COLUMNS)].astype(str).tolist() == ["str", "int32", "float64", "bool"]
