import duckdb
import pytest

from nianjian.figures import boundaries
from nianjian.figures.subject import Subject, systems

# Three cities and a system that has nothing but its name; every table with the columns that figures read.
TABLES = """
create schema marts; create schema reference; create schema replication;
create table marts.dim_system as select * from (values
    ('towns', '示例城市', 'Example towns', 'trio', 'equal', 'firms', true),
    ('empty', '空体系', 'Nothing', 'trio', 'equal', 'published', false)
) as t (system_code, name_zh, name_en, scope_scheme_code, default_variant_code, source_code, is_synthetic);
create table marts.dim_method_variant as select 'equal' as variant_code, '等权' as name_zh, 'Equal weights' as name_en;
create table marts.dim_method_option as select *, '默认做法。' as description_zh, 'The usual way.' as description_en,
    '{"north":"map"}' as options
from (values
    ('kernel_density', 'scott', true), ('kernel_density', 'silverman', false), ('markov', 'pooled_2', true),
    ('spatial_markov', 'neighbours_own_4', true), ('ellipse', 'sqrt_2', true), ('hot_spots', 'borders', true),
    ('geodetector', 'natural', true), ('moran', 'borders', true), ('decoupling', 'chained', true), ('forest', 'trees', true), ('network', 'undirected', true)
) as t (method_code, variant_code, is_default);
create table marts.dim_region as select * from (values
    ('110000', '北京', 'Beijing'), ('120000', '天津', 'Tianjin'), ('130100', '石家庄', 'Shijiazhuang'),
    ('999999', '乌有', 'Nowhere')
) as t (region_code, short_name_zh, name_en);
create table reference.region_centroids as select *, 'area_centroid' as kind from (values
    ('110000', 116.41, 40.18), ('120000', 117.33, 39.29), ('130100', 114.46, 38.13)
) as t (region_code, longitude, latitude);
create table marts.dim_region_group as select *, '两组' as scheme_name_zh, 'Two groups' as scheme_name_en from (values
    ('pair', 'north', '110000'), ('pair', 'south', '130100'), ('trio', 'one', '110000'), ('trio', 'other', '440000')
) as t (scheme_code, group_code, region_code);
create table marts.dim_indicator as select * from (values
    ('income', '收入', 'Income', '元', 'CNY'), ('roads', '道路', 'Roads', '千米', 'km')
) as t (indicator_code, name_zh, name_en, unit_symbol_zh, unit_symbol_en);
create table marts.dim_column as select * from (values
    ('fct_density', 'score', '得分', 'Score', null, null), ('fct_score', 'score', '得分', 'Score', null, null),
    ('fct_weight', 'weight', '权重', 'Weight', null, null), ('fct_firm_city_edge', 'firms', '企业数', 'Firms', '户', 'firms'),
    ('fct_local_moran', 'lag', '空间滞后', 'Spatial lag', null, null), ('fct_ellipse', 'shift_km', '中心移动距离', 'Move', '千米', 'km'),
    ('fct_partial_dependence', 'score', '预测得分', 'Predicted score', null, null),
    ('fct_coupling', 'coordination', '耦合协调度 D', 'Coordination D', null, null),
    ('fct_markov', 'from_class', '原类别', 'From class', null, null), ('fct_markov', 'to_class', '转至的类别', 'To class', null, null)
) as t (table_name, column_name, label_zh, label_en, unit_zh, unit_en);
create table marts.dim_chain as select 'industry' as chain_code, '产业链' as name_zh, 'Industry' as name_en, 1 as sort_order;
create table marts.dim_release as select 'firms_1' as release_code, 'firms' as source_code;
create table marts.fct_score as select 'towns' as system_code, 'equal' as variant_code, 'total' as subsystem_code, * from (values
    ('110000', 2020, 0.9), ('120000', 2020, 0.5), ('130100', 2020, 0.1),
    ('110000', 2021, 0.8), ('120000', 2021, 0.6), ('130100', 2021, 0.2), ('999999', 2021, 0.3)
) as t (region_code, year, score);
create table marts.fct_density as select 'towns' as system_code, * exclude (k), k as point, k * 0.1 as score from (values
    ('scott', 2020, 1, 0.5, false), ('scott', 2020, 2, 2.0, true), ('scott', 2020, 3, 0.5, false),
    ('scott', 2021, 1, 1.5, true), ('scott', 2021, 2, 0.5, false), ('scott', 2021, 3, 1.0, true),
    ('silverman', 2021, 1, 9.0, true)
) as t (variant_code, year, k, density, is_peak), (select 'all' as scheme_code, 'all' as group_code);
create table marts.fct_hot_spot as select 'towns' as system_code, 'borders' as variant_code, * from (values
    ('110000', 2021, 3), ('120000', 2021, 0), ('130100', 2021, -2), ('130100', 2020, 1)
) as t (region_code, year, band);
create table marts.fct_moran as select 'towns' as system_code, 'borders' as variant_code, * from (values
    (2020, 0.9, 0.01), (2021, 0.25, 0.04), (2022, null, null)
) as t (year, i, p_permuted);
create table marts.fct_local_moran as select 'towns' as system_code, 'borders' as variant_code, * from (values
    ('110000', 2021, 0.4, 0.5, 1, 0.01), ('120000', 2021, 0.1, 0.2, 1, 0.3), ('130100', 2021, -0.3, 0.6, 2, 0.05),
    ('999999', 2021, null, 0.0, null, null), ('110000', 2020, 0.7, 0.7, 1, 0.01)
) as t (region_code, year, i, lag, quadrant, p_permuted);
create table reference.decoupling_pairs as select 'towns' as system_code, 'carbon' as pair_code, '碳排放' as name_zh,
    'Carbon' as name_en;
create table marts.fct_decoupling as select 'towns' as system_code, 'carbon' as pair_code, * from (values
    ('chained', '110000', 2020, 'strong_decoupling'), ('chained', '110000', 2021, null),
    ('chained', '120000', 2020, 'weak_decoupling'), ('chained', '120000', 2021, 'strong_negative_decoupling'),
    ('fixed', '120000', 2021, 'recessive_coupling')
) as t (variant_code, region_code, year, state_code);
create table marts.fct_weight as select 'towns' as system_code, 'total' as subsystem_code, * from (values
    ('equal', 'income', 2020, 0.2), ('equal', 'income', 2021, 0.4), ('equal', 'roads', 2020, 0.8),
    ('equal', 'roads', 2021, 0.6), ('entropy', 'income', 2020, 0.9), ('entropy', 'roads', 2020, 0.1)
) as t (variant_code, indicator_code, year, weight);
create table replication.fct_printed_weight as select 'towns' as system_code, 'income' as indicator_code, * from (values
    ('equal', 0.55), ('entropy', 0.55)
) as t (variant_code, printed_weight);
create table marts.fct_ellipse as select 'towns' as system_code, 'sqrt_2' as variant_code, 'km' as length_unit, * from (values
    (2020, 116.0, 39.5, 100.0, 50.0, 30.0), (2021, 116.2, 39.4, 90.0, 90.0, null)
) as t (year, centre_longitude, centre_latitude, semi_major, semi_minor, rotation);
create table marts.fct_inequality as select 'towns' as system_code, 'equal' as variant_code, 'total' as subsystem_code,
    2020 as year, * from (values
    ('pair', 'gini', 'all', 0.4), ('pair', 'share_within', 'all', 0.2), ('pair', 'share_between', 'all', 0.77),
    ('pair', 'share_transvariation', 'all', 0.03), ('pair', 'gini_within', 'north', 0.3), ('pair', 'gini_within', 'south', 0.1),
    ('trio', 'gini', 'all', 0.4), ('trio', 'share_within', 'all', 1), ('trio', 'share_between', 'all', 0),
    ('trio', 'share_transvariation', 'all', 0), ('trio', 'gini_within', 'one', 0.4)
) as t (scheme_code, measure, group_code, value);
create table marts.fct_geodetector as select 'towns' as system_code, 'natural' as variant_code, * from (values
    ('income', 2021, 2021, 0.25), ('roads', 2021, 2021, 0.75), ('roads', 2020, 2020, 0.11)
) as t (indicator_code, first_year, last_year, q);
create table marts.fct_geodetector_pair as select 'towns' as system_code, 'natural' as variant_code, 'income' as indicator_code,
    'roads' as other_indicator_code, 2021 as first_year, 2021 as last_year, 0.97 as q, 'nonlinear_enhance' as interaction;
create table marts.fct_markov as select 'towns' as system_code, * from (values
    ('pooled_2', 'probability', 0, 1, 1, 0.65), ('pooled_2', 'probability', 0, 1, 2, 0.35),
    ('pooled_2', 'probability', 0, 2, 1, null), ('pooled_2', 'probability', 0, 2, 2, null),
    ('pooled_2', 'moves', 0, 1, 1, 13), ('pooled_2', 'moves', 0, 1, 2, 7),
    ('neighbours_own_4', 'probability', -1, 1, 1, 0.51), ('neighbours_own_4', 'probability', 0, 1, 1, 1),
    ('neighbours_own_4', 'probability', 1, 1, 1, 0.81), ('neighbours_own_4', 'moves', 1, 1, 1, 5)
) as t (variant_code, measure, neighbour_class, from_class, to_class, value);
create table marts.fct_city_network as select 'firms_1' as release_code, 'trio' as scheme_code, 'one' as group_code,
    'industry' as chain_code, 'undirected' as variant_code, * from (values
    ('110000', 2021, 30), ('120000', 2021, 24), ('130100', 2021, 6), ('110000', 2020, 99)
) as t (region_code, year, weighted_degree);
create table marts.fct_firm_city_edge as select 'firms_1' as release_code, 'industry' as chain_code, * from (values
    ('110000', '120000', 2021, 24), ('130100', '110000', 2021, 6), ('110000', '110000', 2021, 70),
    ('110000', '440300', 2021, 50), ('120000', '110000', 2020, 40)
) as t (from_region_code, to_region_code, year, firms);
create table marts.fct_coupling as select 'towns' as system_code, * from (values
    ('equal', '110000', 2020, 0.31), ('equal', '110000', 2021, 0.42), ('equal', '120000', 2020, 0.53),
    ('equal', '120000', 2021, 0.64), ('other', '120000', 2021, 0.99)
) as t (variant_code, region_code, year, coordination);
create table marts.fct_rank_robustness as select 'towns' as system_code, 'total' as subsystem_code, * from (values
    ('110000', 2021, 5, 2, 1, 3, 2.0), ('120000', 2021, 5, 1, 1, 2, 1.5), ('120000', 2020, 5, 9, 9, 9, 9.0)
) as t (region_code, year, variants, default_rank, best_rank, worst_rank, median_rank);
create table marts.fct_driver_importance as select 'towns' as system_code, 'trees' as variant_code, 3 as seeds, * from (values
    ('income', 'permutation', 0.2, 0.01), ('income', 'impurity', 0.6, 0.02),
    ('roads', 'permutation', 0.7, 0.03), ('roads', 'impurity', 0.4, 0.04)
) as t (indicator_code, measure, importance, standard_deviation);
create table marts.fct_partial_dependence as select 'towns' as system_code, 'trees' as variant_code, * from (values
    ('income', 1, 10.0, 0.2, false), ('income', 2, 20.0, 0.5, true), ('income', 3, 30.0, 0.3, false),
    ('roads', 1, 1.0, 0.1, false), ('roads', 2, 2.0, 0.2, false)
) as t (indicator_code, point, value, score, is_turning);
"""


@pytest.fixture(scope="session")
def tables():
    """SQL that makes the example."""
    return TABLES


@pytest.fixture
def connection(tables):
    with duckdb.connect() as connection:
        connection.execute(tables)
        yield connection


@pytest.fixture
def subject(connection):
    """The system that has data, with English labels."""
    (system,) = systems(connection, ["towns"])
    return Subject(connection, system, "en", boundaries.read())
