"""What a newcomer does: a study in YAML, a refresh, and its index is published like any other."""

import pytest

from nianjian.pipeline.paths import of_project
from nianjian.study.catalogue import Catalogue
from nianjian.study.coverage import coverage
from nianjian.study.model import Indicator, Names, Regions, Study, Subsystem
from nianjian.study.seeds import SHIPPED

OURS = "system_code = 'urban_8'"


@pytest.fixture(scope="module")
def studied(with_more):
    return with_more


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_coverage_counts_as_the_models_do(code, built):
    catalogue = Catalogue(built.folder / "seeds" / "reference")
    found = coverage(seeded(code, catalogue), catalogue, of_project(built.folder))
    ours = f"system_code = '{code}'"
    indicators = [(one.code, one.cells, one.reported, one.filled, one.is_kept) for one in found.indicators]
    wanted = built.query(f"""
        select indicator_code, cells_asked, cells_reported + cells_derived, cells_interpolated, is_kept
        from marts.dim_system_indicator where {ours} order by 1
    """)
    assert sorted(indicators) == wanted
    scored = built.query(
        f"select count(distinct (region_code, year)) from marts.fct_indicator_panel where {ours}"
    )
    assert [(found.scored,)] == scored
    assert [(found.is_synthetic,)] == built.query(f"select is_synthetic from marts.dim_system where {ours}")


def seeded(code, catalogue):
    """A system that ships as the study that it would be, as far as coverage asks."""
    rows = {
        seed: [row for row in catalogue.rows(seed) if row["system_code"] == code]
        for seed in ("systems", "system_subsystems", "system_indicators", "system_years")
    }
    (system,) = rows["systems"]
    place = Regions(system["scope_scheme_code"], system["scope_group_code"], system["scope_unit"])
    parts = tuple(
        Subsystem(
            part["subsystem_code"], Names(), 1,
            tuple(
                Indicator(row["indicator_code"], 1)
                for row in rows["system_indicators"]
                if row["subsystem_code"] == part["subsystem_code"]
            ),
        )
        for part in rows["system_subsystems"]
    )  # fmt: skip
    years = tuple(int(row["year"]) for row in rows["system_years"])
    return Study(code, Names(), Names(), place, years, (), "", "system", parts, source=system["source_code"])


def test_every_region_and_year_is_scored_and_ranked_under_each_variant(studied):
    rows = studied.query(f"""
        select variant_code, is_default, count(*), count(distinct region_code), count(distinct year), min(rank),
            max(rank), min(score) >= 0, max(score) <= 1, count(distinct round(score, 6)) > 400
        from marts.fct_score where {OURS} group by all order by 1
    """)
    assert rows == [
        ("entropy_pooled", True, 420, 30, 14, 1, 30, True, True, True),
        ("topsis_entropy_pooled", False, 420, 30, 14, 1, 30, True, True, True),
    ]


def test_the_score_is_made_of_the_eight_indicators_with_their_directions(studied):
    weights = studied.query(f"""
        select year, round(sum(weight), 9), count(*) from marts.fct_weight
        where {OURS} and variant_code = 'entropy_pooled' group by year
    """)
    assert {row[1:] for row in weights} == {(1.0, 8)}
    # What is bad counts against: the region with most waste water has 0 on its scale.
    (worst,) = studied.query(f"""
        select min(normalised_value), arg_min(normalised_value, value) > 0.9 from marts.fct_normalised_value
        inner join marts.fct_indicator_panel using (system_code, region_code, year, indicator_code)
        where {OURS} and variant_code = 'entropy_pooled' and indicator_code = 'industrial_wastewater_discharge'
    """)
    assert worst == (0.0, True)


def test_what_was_foretold_of_coverage_came_true(studied):
    said = (studied.folder / "study.txt").read_text(encoding="utf-8")
    rows = studied.query(f"""
        select indicator_code, cells_asked, cells_reported, cells_interpolated, cells_missing,
            case when is_kept then 'yes' else 'no' end
        from marts.dim_system_indicator where {OURS}
    """)
    assert len(rows) == 8
    for code, *counts, stays in rows:
        (line,) = [line.split() for line in said.splitlines() if line.startswith(f"{code} ")]
        assert line[1:5] == [str(count) for count in counts]
        assert line[-1] == stays
    assert "420 of 420 rows of region and year can be scored." in said


def test_methods_are_applied_and_say_why_not(studied, built):
    uses = dict(studied.query(f"select method_code, reason_code from marts.fct_method_use where {OURS}"))
    assert set(uses.values()) == {None} and {"forest", "decoupling", "moran", "convergence"} <= set(uses)
    # Of a system that names neither drivers nor pressures.
    reasons = dict(
        built.query(
            "select method_code, reason_code from marts.fct_method_use where system_code = 'dual_chain'"
        )
    )
    assert reasons["geodetector"] == reasons["forest"] == "no_drivers"
    assert reasons["decoupling"] == "no_pressures"


def test_inequality_is_there_by_the_grouping(studied):
    (found,) = studied.query(f"""
        select count(distinct year), min(value) > 0, max(value) < 1 from marts.fct_inequality
        where {OURS} and variant_code = 'entropy_pooled' and measure = 'gini'
    """)
    assert found == (14, True, True)


def test_other_systems_are_as_they_were(studied, built):
    # Of those that nothing has landed for.
    shipped = "system_code in ('dual_chain', 'innovation_capability', 'ai_development', 'coastal_inland')"
    query = f"select * from marts.fct_score where {shipped} order by all"
    assert studied.query(query) == built.query(query) != []


def test_taken_out_again_the_seeds_are_what_they_were(studied, built):
    for system in ("urban_8", "own_13"):
        done = studied.run("nianjian", "new-system", "--remove", system)
        assert done.returncode == 0, done.stderr
    seeds, as_shipped = (
        {path.name: path.read_bytes() for path in project.folder.glob("seeds/*/*.csv")}
        for project in (studied, built)
    )
    assert seeds == as_shipped
