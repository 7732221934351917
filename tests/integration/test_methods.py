"""Change, space and drivers from scores to marts: what is applied, what it adds up to, and what odd input leaves."""

import csv
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds" / "reference"


def rows(seed):
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


OF_DEFAULT_SCORES = {row["method_code"] for row in rows("methods") if row["applies_to"] == "default_scores"}
RESULTS = {row["table_name"] for row in rows("method_results") if row["method_code"] in OF_DEFAULT_SCORES}


@pytest.fixture(scope="module")
def ask(built):
    return built.query


def test_every_method_and_system_is_accounted_for(ask):
    systems = ask("select count(distinct system_code) from marts.fct_score")[0][0]
    assert ask("select count(*) from marts.fct_method_use") == [(len(OF_DEFAULT_SCORES) * systems,)]
    assert ask("select count(*) from marts.fct_method_use where is_applied != (reason_code is null)") == [
        (0,)
    ]
    # Two groups have no places and are too few for anything in space.
    assert ask("""
        select distinct reason_code from marts.fct_method_use
        where system_code = 'coastal_inland' and method_code in ('ellipse', 'moran', 'hot_spots', 'markov')
    """) == [("too_few_regions",)]


@pytest.mark.parametrize("mart", sorted(RESULTS))
def test_a_mart_has_the_systems_that_its_methods_are_applied_to(ask, mart):
    applied = ask(f"""
        select distinct system_code
        from marts.fct_method_use
        inner join reference.method_results using (method_code)
        where table_name = '{mart}' and is_applied
        order by 1
    """)
    assert applied
    assert ask(f"select distinct system_code from marts.{mart} order by 1") == applied


def test_every_option_of_every_method_is_told_and_one_speaks_for_it(ask):
    told = ask("""
        select method_code, count(*) filter (is_default) from marts.dim_method_option
        group by all order by all
    """)
    assert [count for _, count in told] == [1] * len(told)
    ((options,),) = ask(
        "select options from marts.dim_method_option where (method_code, variant_code) = ('moran', 'land_borders')"
    )
    assert '"is_sea_link":false' in options


def test_the_area_under_a_density_is_one(ask):
    areas = ask("""
        select sum(density) * (max(score) - min(score)) / (count(*) - 1)
        from marts.fct_density where reason is null and variant_code != 'scott_shared_axis'
        group by system_code, variant_code, scheme_code, group_code, year
    """)
    assert len(areas) > 100
    # Three bandwidths beyond the values leave a quarter of a percent out.
    assert all(0.995 < area < 1.0001 for (area,) in areas)


def test_moves_by_class_of_the_neighbours_add_up(ask):
    rows = ask("""
        select system_code, variant_code,
            sum(value) filter (neighbour_class = 0), sum(value) filter (neighbour_class != 0)
        from marts.fct_markov where measure = 'moves' and variant_code like 'neighbours%' group by all
    """)
    assert rows
    assert all(whole == parts for *_, whole, parts in rows)


def test_probabilities_of_a_class_sum_to_one_or_are_null(ask):
    rows = ask("""
        select sum(value), bool_or(value is null) from marts.fct_markov where measure = 'probability'
        group by system_code, variant_code, neighbour_class, from_class
    """)
    assert all(is_empty or total == pytest.approx(1) for total, is_empty in rows)
    assert {is_empty for _, is_empty in rows} == {True, False}


def test_decoupling_states_are_those_of_their_elasticity(ask):
    rows = ask("""
        select count(*), count(distinct state_code) from marts.fct_decoupling
        where variant_code = 'chained' and state_code is not null
            and (elasticity < 0) = (state_code like 'strong%')
            and (class_code = 'coupling') = (elasticity between 0.8 and 1.2)
    """)
    whole = ask(
        "select count(*) from marts.fct_decoupling where variant_code = 'chained' and state_code is not null"
    )
    assert rows[0][0] == whole[0][0] > 300
    # A move needs two years that follow each other; those without a state at either end are left out, and counted.
    moves = ask("""
        select pair_code, sum(moves) + any_value(moves_left_out) from marts.fct_decoupling_move
        where variant_code = 'chained' and kind = 'class' group by all order by all
    """)
    steps = ask("""
        select pair_code, count(*) - count(distinct region_code) from marts.fct_decoupling
        where variant_code = 'chained' group by all order by all
    """)
    assert moves == steps


def test_the_centre_of_ai_development_lies_in_the_east_of_china(ask):
    rows = ask("""
        select centre_longitude, centre_latitude, semi_major > semi_minor, shift_km
        from marts.fct_ellipse where system_code = 'ai_development' and variant_code = 'sqrt_2' order by year
    """)
    assert all(
        112 < longitude < 117 and 30 < latitude < 36 and is_longer
        for longitude, latitude, is_longer, _ in rows
    )
    assert [shift is None for *_, shift in rows] == [True, False, False, False]
    # What stays as it is under other options, and what does not.
    ((two, one),) = ask("""
        select max(semi_major) filter (variant_code = 'sqrt_2'), max(semi_major) filter (variant_code = 'one')
        from marts.fct_ellipse where system_code = 'ai_development' and year = 2022
    """)
    assert two / one == pytest.approx(2**0.5)


def test_hot_spots_are_read_from_the_p_of_their_variant(ask):
    bands = ask("""
        select variant_code, bool_or(band = 0), bool_or(band != 0) from marts.fct_hot_spot
        where variant_code in ('borders', 'borders_fdr') group by all order by all
    """)
    assert bands == [("borders", True, True), ("borders_fdr", True, True)]
    assert ask("""
        select count(*) from marts.fct_hot_spot
        where (variant_code = 'borders' and (band = 0) != (p > 0.1))
            or (variant_code = 'borders_fdr' and (band = 0) != (p_adjusted > 0.1)) or sign(band) * sign(z) < 0
    """) == [(0,)]


def test_local_moran_adds_up_to_global(ask):
    rows = ask("""
        select any_value(whole.i), sum(parts.i) / (count(*) - 1)
        from marts.fct_local_moran as parts
        inner join marts.fct_moran as whole using (system_code, variant_code, year)
        where variant_code = 'borders' and islands = 0 group by system_code, year
    """)
    assert rows
    # Weights brought to 1 by row sum to n; the local index divides by n - 1.
    assert all(whole == pytest.approx(parts) for whole, parts in rows)


def test_pairs_explain_no_less_than_their_factors(ask):
    rows = ask("""
        select min(pairs.q - greatest(one.q, other.q)), count(*)
        from marts.fct_geodetector_pair as pairs
        inner join marts.fct_geodetector as one using (system_code, variant_code, indicator_code, first_year)
        inner join marts.fct_geodetector as other
            on (pairs.system_code, pairs.variant_code, pairs.other_indicator_code, pairs.first_year)
            = (other.system_code, other.variant_code, other.indicator_code, other.first_year)
    """)
    ((least, count),) = rows
    assert least > -1e-9
    assert count > 1000


def test_rows_at_random_know_more_than_regions_unseen(ask):
    rows = ask("""
        select variant_code, max(r2) filter (held_out = 'row'), max(r2) filter (held_out = 'region')
        from marts.fct_driver_validation group by all
    """)
    assert rows
    assert all(1 > row > region > 0 for _, row, region in rows)
    ((share,),) = ask("""
        select sum(importance) from marts.fct_driver_importance
        where measure = 'impurity' and variant_code = 'scikit_learn'
    """)
    assert share == pytest.approx(1)


def test_ranks_lie_in_their_interval_and_options_in_their_order(ask):
    assert ask("select count(*) > 0 from marts.fct_rank_robustness") == [(True,)]
    assert ask("""
        select count(*) from marts.fct_rank_robustness
        where not default_rank between best_rank and worst_rank or not median_rank between best_rank and worst_rank
            or rank_interval != worst_rank - best_rank or not top_tier_share between 0 and 1
    """) == [(0,)]
    effects = ask(
        "select mean_absolute_shift from marts.fct_option_effect where system_code = 'dual_chain' order by effect_rank"
    )
    assert len(effects) > 1 and effects == sorted(effects, reverse=True)
    # A shift of zeros before the logarithm moves no rank of the article's cities, 0.0001 or 0.01.
    assert ask("""
        select mean_absolute_shift, largest_shift from marts.fct_option_effect
        where (system_code, option_code) = ('dual_chain', 'zero_shift')
    """) == [(0.0, 0)]


def test_changes_compare_the_regions_of_both_years(ask):
    """The sample lacks two provinces in 2006: the centre does not move because they come in."""
    rows = ask("""
        select year, regions, shift_regions from marts.fct_ellipse
        where system_code = 'new_urbanization' and is_default and year between 2006 and 2008 order by year
    """)
    assert rows == [(2006, 28, None), (2007, 30, 28), (2008, 30, 30)]
    reasons = dict(ask("select coalesce(reason, ''), count(*) from marts.fct_decoupling group by 1"))
    assert set(reasons) == {"", "missing"} and reasons[""] > 2500


def test_a_form_of_coupling_does_not_change_the_grade(ask):
    (rows,) = ask("""
        select count(*), count(*) filter (halves.grade_code != units.grade_code or halves.stage_code != units.stage_code)
        from marts.fct_coupling as halves
        inner join marts.fct_coupling as units using (system_code, region_code, year)
        where halves.variant_code = 'entropy_year' and units.variant_code = 'entropy_year_unit'
    """)
    assert rows[0] > 100 and rows[1] == 0
    # As the article reads its own figures: Beijing and Tianjin at antagonism.
    stages = ask("""
        select distinct stage_code from marts.fct_coupling
        where variant_code = 'entropy_year_printed_bands' and region_code in ('110000', '120000')
    """)
    assert stages == [("antagonism",)]


def test_variants_with_the_same_scores_are_one_witness(ask):
    (ai,) = ask("""
        select max(variants), count(rank_interval) from marts.fct_rank_robustness where system_code = 'ai_development'
    """)
    assert ai == (1, 0)


def test_no_local_p_is_below_what_its_neighbours_allow(ask):
    (rows,) = ask("""
        select count(*), count(*) filter (p_permuted < p_least or p_adjusted < p_permuted - 1e-12) from marts.fct_local_moran
        where p_permuted is not null
    """)
    assert rows[0] > 1000 and rows[1] == 0


def test_obstacles_of_a_region_sum_to_one(ask):
    sums = ask("""
        select sum(obstacle_degree) from marts.fct_obstacle where obstacle_degree is not null
        group by system_code, region_code, year
    """)
    assert len(sums) > 500 and all(total == pytest.approx(1) for (total,) in sums)


def test_convergence_is_told_for_all_and_for_groups(ask):
    rows = dict(
        ask("""
        select measure, count(*) from marts.fct_convergence
        where system_code = 'new_urbanization' and is_default group by all
    """)
    )
    assert rows["sigma"] == rows["coefficient_of_variation"] and rows["absolute_beta"] >= 3
    assert ask("select count(*) from marts.fct_convergence where measure like '%speed' and value < 0") == [
        (0,)
    ]


def test_intervals_lie_around_what_inequality_says(ask):
    (rows,) = ask("""
        select count(*), count(*) filter (abs(intervals.value - whole.value) > 1e-12),
            count(*) filter (not intervals.low <= intervals.high)
        from marts.fct_inequality_interval as intervals
        inner join marts.fct_inequality as whole
            on intervals.system_code = whole.system_code and intervals.scheme_code = whole.scheme_code
            and intervals.year = whole.year and intervals.measure = whole.measure and whole.measure = 'gini'
            and whole.is_default and whole.subsystem_code = 'total'
        inner join marts.dim_method_variant as variants
            on whole.variant_code = variants.variant_code and variants.gini_denominator = 'n'
    """)
    assert rows[0] > 50 and rows[1:] == (0, 0)
