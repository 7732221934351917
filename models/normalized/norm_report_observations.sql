-- How often the terms of a list stand in the work report of a region and year, as observations of indicators.
with
    counted as (
        select
            reports.*,
            terms.indicator_code as terms_code,
            unnest(['words', 'substring']) as counting,
            unnest([sum(counts.count_words), sum(counts.count_substring)]) as occurrences
        from {{ ref("norm_reports") }} as reports
        inner join {{ ref("stg_reports__terms") }} as counts using (file_id)
        inner join {{ ref("attention_terms") }} as terms using (term)
        where reports.outcome = 'counted'
        group by all
    ),

    measured as (
        select
            counted.* exclude (terms_code, counting),
            chosen.indicator_code,
            chosen.counting,
            case chosen.measure when 'terms' then occurrences else occurrences / words end as value,
            case chosen.measure when 'terms' then 'item' else 'one' end as stated_unit
        from counted
        inner join {{ ref("attention_indicators") }} as chosen using (terms_code, counting)
    )

select
    measured.region_code,
    measured.indicator_code,
    measured.year,
    measured.release_code,
    {{ converted_value("measured.value", "stated", "units") }} as value,
    units.unit_code,
    concat_ws('|', measured.release_code, measured.source_file, measured.indicator_code) as cell_id,
    measured.source_file,
    measured.counting as source_column,
    measured.occurrences || ' terms of ' || measured.words || ' words' as value_text,
    measured.holds_in_year
from measured
inner join {{ ref("indicators") }} as indicators using (indicator_code)
inner join {{ ref("units") }} as stated on measured.stated_unit = stated.unit_code
inner join {{ ref("units") }} as units on indicators.unit_code = units.unit_code
