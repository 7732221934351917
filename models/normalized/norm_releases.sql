-- Every release: those that ship as seeds and those that landed, tables, firms and work reports; and whether it is
-- known
-- on the horizon. Here alone are dates held against it: what only known releases may say passes by
-- `norm_known_releases`.
with
    releases as (
        select
            release_code,
            source_code,
            title,
            edition,
            published_on,
            published_on_precision,
            accessed_on,
            licence,
            maturity,
            is_synthetic,
            false as is_inferred,
            note
        from {{ ref("releases") }}
        union all by name
        select *
        from {{ ref("stg_landing__releases") }}
        union all by name
        select *
        from {{ ref("stg_firms__releases") }}
        union all by name
        select *
        from {{ ref("stg_reports__releases") }}
    )

select *, published_on <= {{ as_of_date() }} as is_known
from releases
