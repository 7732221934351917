"""What a figure calls a column: the label of `dim_column` in its language, with the unit unless the label says it."""

from dataclasses import replace

import pytest


@pytest.mark.parametrize(
    ("table", "column", "zh", "en"),
    [
        ("fct_score", "score", "得分", "Score"),
        ("fct_ellipse", "shift_km", "中心移动距离（千米）", "Move (km)"),
        ("fct_firm_city_edge", "firms", "企业数（户）", "Firms"),
    ],
)
def test_a_column_is_called_what_the_dictionary_calls_it(subject, table, column, zh, en):
    assert subject.label(table, column) == en
    assert replace(subject, language="zh").label(table, column) == zh


def test_a_column_that_no_mart_has_is_told(subject):
    with pytest.raises(LookupError, match="no column height of fct_score"):
        subject.label("fct_score", "height")
