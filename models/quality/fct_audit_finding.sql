-- Every violation that an audit found, with its severity and, where someone accepted it, the reason.
with
    findings as (
        {% for audit in ["whole_parts", "missing_indicators", "incomplete_rows", "empty_systems", "constant_indicators",
        "undefined_coupling", "ungrouped_regions", "quarantined_cells", "identical_periods", "uncoupled_systems", "series_breaks", "identical_rows",
        "lapsed_corrections", "landing_files", "sector_sums", "systems_without_data", "firm_files", "report_files"] %}
            select audit_code, subject, stated, expected, detail_zh, detail_en
            from {{ ref("audit_" ~ audit) }}
            {% if not loop.last %}
                union all
            {% endif %}
        {% endfor %}
    ),

    -- Of the exceptions that cover a finding and have not expired, the one that holds longest.
    excuses as (
        select findings.audit_code, findings.subject, exceptions.reason_zh, exceptions.reason_en, exceptions.expires_on
        from findings
        inner join
            {{ ref("audit_exceptions") }} as exceptions
            on findings.audit_code = exceptions.audit_code
            and findings.subject glob exceptions.subject
            and exceptions.expires_on >= {{ build_date() }}
        qualify
            row_number() over (partition by findings.audit_code, findings.subject order by exceptions.expires_on desc)
            = 1
    )

select
    findings.audit_code,
    coalesce(rules.severity, 'error') as severity,
    findings.subject,
    cast(findings.stated as double) as stated,
    cast(findings.expected as double) as expected,
    findings.detail_zh,
    findings.detail_en,
    excuses.expires_on is not null as is_excused,
    excuses.reason_zh,
    excuses.reason_en,
    excuses.expires_on
from findings
-- An audit without a rule is as grave as it can be: its findings must not vanish.
left join {{ ref("audit_rules") }} as rules on findings.audit_code = rules.audit_code
left join excuses on findings.audit_code = excuses.audit_code and findings.subject = excuses.subject
