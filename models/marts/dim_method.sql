-- Methods: what each is applied to and needs, and where its results, code, options and page are.
with
    results as (
        select method_code, string_agg(table_name, ', ' order by table_name) as result_tables
        from {{ ref("method_results") }}
        group by method_code
    )

select
    methods.method_code,
    methods.name_zh,
    methods.name_en,
    methods.applies_to,
    methods.min_regions,
    methods.min_years,
    methods.needs,
    methods.is_non_negative,
    results.result_tables,
    methods.module,
    methods.options_seed,
    methods.page,
    methods.sort_order
from {{ ref("methods") }} as methods
left join results using (method_code)
