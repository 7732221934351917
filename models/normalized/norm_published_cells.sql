-- Each printed cell with what it was resolved to and what became of it.
select
    cells.*,
    roles.role,
    roles.measure,
    figures.release_code,
    figures.source_code,
    figures.region_code,
    figures.indicator_code,
    figures.printed_unit_code,
    figures.unit_code,
    figures.value,
    figures.half_unit,
    figures.reason_code,
    figures.outcome
from {{ ref("stg_published__cells") }} as cells
inner join {{ ref("norm_published_roles") }} as roles using (cell_id)
inner join {{ ref("norm_judged_figures") }} as figures using (cell_id)
