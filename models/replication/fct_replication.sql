-- The replication ledger: every printed result beside the recomputed one, under every variant that gives it.
with
    recomputed as (
        {% for article in ["five_clusters", "ai", "ai_dagum", "ai_markov", "bth", "coastal", "central", "urbanization", "totals"] %}
            select *
            from {{ ref("rep_" ~ article) }}
            {% if not loop.last %}
                union all by name
            {% endif %}
        {% endfor %}
    ),

    compared as (
        select
            printed.*,
            recomputed.variant_code,
            recomputed.is_default,
            cast(recomputed.recomputed_value as double) as recomputed_value,
            cast(coalesce(recomputed.recomputed_low, recomputed.recomputed_value) as double) as recomputed_low,
            cast(coalesce(recomputed.recomputed_high, recomputed.recomputed_value) as double) as recomputed_high,
            recomputed.recomputed_text,
            {{ half_unit("printed.decimals") }} as printed_half_unit
        from {{ ref("rep_printed_results") }} as printed
        left join recomputed using (cell_id)
    ),

    judged as (
        select
            *,
            case
                when recomputed_text is not null
                then recomputed_text = value_text
                else {{ can_print("recomputed_value", "recomputed_value", "value_number", "printed_half_unit") }}
            end as is_exact,
            case
                when recomputed_text is not null
                then recomputed_text = value_text
                else {{ can_print("recomputed_low", "recomputed_high", "value_number", "printed_half_unit") }}
            end as is_match
        from compared
    )

select
    judged.cell_id,
    coalesce(judged.variant_code, 'none') as variant_code,
    judged.doc_id,
    judged.article,
    judged.table_no,
    judged.source_line,
    judged.indicator_label,
    judged.region_label,
    judged.period_label,
    judged.measure,
    -- One row of each printed cell speaks for its system: that of the default variant, or the only one there is.
    coalesce(
        judged.is_default,
        coalesce(judged.variant_code, 'any') in ('any', coalesce(systems.default_variant_code, judged.variant_code))
    ) as is_default,
    judged.value_text as printed_text,
    judged.value_number as printed_value,
    judged.decimals as printed_decimals,
    judged.recomputed_value,
    judged.recomputed_low,
    judged.recomputed_high,
    judged.recomputed_text,
    judged.recomputed_value - judged.value_number as difference,
    case
        when judged.is_match then 'match' when not judged.is_match then 'mismatch' else 'not_recomputable'
    end as status,
    judged.is_exact,
    case
        when judged.is_match is null then coalesce(tables.reason_zh, '尚无重算该量的模型') else notes.reason_zh
    end as reason_zh,
    case
        when judged.is_match is null
        then coalesce(tables.reason_en, 'no model recomputes this quantity yet')
        else notes.reason_en
    end as reason_en
from judged
left join {{ ref("published_tables") }} as tables using (doc_id, article, table_no)
left join {{ ref("systems") }} as systems using (system_code)
left join
    {{ ref("replication_notes") }} as notes
    on judged.doc_id = notes.doc_id
    and judged.article = notes.article
    and judged.table_no = notes.table_no
    and judged.measure = notes.measure
    and not judged.is_match
