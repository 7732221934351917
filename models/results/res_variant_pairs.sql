-- Pairs of variants of a system, and the one option in which they differ; `several` where it is more than one.
with
    options as (
        unpivot (
            select
                system_code,
                variant_code,
                scoring as of_scoring,
                columns(
                    -- What no score depends on.
                    * exclude (
                        system_code,
                        variant_code,
                        weight_scope,
                        name_zh,
                        name_en,
                        is_default,
                        coupling_form,
                        coupling_bands,
                        gini_denominator,
                        tier_count
                    )
                )::varchar
            from {{ ref("ind_system_variants") }}
        )
        on columns(* exclude (system_code, variant_code, of_scoring))
        into name option_code value option_value
    ),

    scorings as (select distinct of_scoring from options),

    differing as (
        select
            lefts.system_code,
            lefts.variant_code,
            rights.variant_code as other_variant_code,
            lefts.option_code,
            lefts.option_value || ' / ' || rights.option_value as option_values
        from options as lefts
        inner join
            options as rights
            on lefts.system_code = rights.system_code
            and lefts.option_code = rights.option_code
            and lefts.variant_code < rights.variant_code
        -- An option that is named after a scoring is one of both, or it is the scoring that differs.
        left join scorings on starts_with(lefts.option_code, scorings.of_scoring || '_')
        where
            lefts.option_value != rights.option_value
            and coalesce(lefts.of_scoring = scorings.of_scoring and rights.of_scoring = scorings.of_scoring, true)
    )

select
    system_code,
    variant_code,
    other_variant_code,
    case count(*) when 1 then any_value(option_code) else 'several' end as option_code,
    string_agg(option_code || ': ' || option_values, ', ' order by option_code) as difference
from differing
group by system_code, variant_code, other_variant_code
