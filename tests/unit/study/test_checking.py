"""Which findings concern a system: those that name it, or a figure of its panel."""

import pytest

from nianjian.study import checking

PANEL = [("gdp", "110000", 2018), ("gdp", "120000", 2019), ("waste", "110000", 2018)]


@pytest.mark.parametrize(
    "subject, is_ours",
    [
        ("ours|gdp", True),
        ("release|gdp|110000|2018", True),
        ("release|gdp|110000|2021", False),
        ("release|gdp|310000|2018", False),
        ("release|patents|110000|2018", False),
        # A finding on two years or regions is ours if one of them is.
        ("gdp|110000|310000|2018|2021", True),
        ("whole|gdp|2018|release", True),
        ("theirs|gdp2", False),
    ],
)
def test_a_finding_concerns_a_system_that_it_names_or_whose_figures_it_is_about(subject, is_ours):
    rows = [("audit", "warn", subject, "why", False, "")]
    assert [one.subject for one in checking.of_system(rows, "ours", PANEL)] == [subject] * is_ours
