{{ config(enabled=(target.name == "firms"), tags=["firm_lookups"]) }}

-- The section of GB/T 4754 and the chain that the industry of a firm names: as a code of any length with or without the
-- letter of its section (C3911, 3911, 39), as that letter, or by the section's name. What names none is not here.
with
    industries as (
        select distinct industry, upper({{ plain_text("industry") }}) as label
        from {{ ref("stg_firm_rows__enterprises") }}
        where industry is not null
    ),

    coded as (
        select
            industry,
            label,
            nullif(regexp_extract(label, '^([A-T]?)[0-9]{0,4}$', 1), '') as letter,
            try_cast(nullif(regexp_extract(label, '^[A-T]?([0-9]{2})[0-9]{0,2}$', 1), '') as integer) as division
        from industries
    )

select
    coded.industry,
    sections.section,
    -- A letter without digits belongs to a chain that has all of its section.
    max(divisions.chain_code) as chain_code,
    max(chains.sort_order) as chain_no
from coded
inner join
    {{ ref("industry_sections") }} as sections
    on case
        when coded.division is not null
        then
            coded.division between sections.first_division and sections.last_division
            and coalesce(coded.letter, sections.section) = sections.section
        else coded.label in (sections.section, sections.name_zh)
    end
left join
    {{ ref("chain_divisions") }} as divisions
    on coalesce(coded.division, sections.first_division) between divisions.first_division and divisions.last_division
    and coalesce(coded.division, sections.last_division) between divisions.first_division and divisions.last_division
left join {{ ref("chains") }} as chains on divisions.chain_code = chains.chain_code
group by coded.industry, sections.section
