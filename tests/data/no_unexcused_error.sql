-- An audit finding of level error that nobody excused stops the publish.
select audit_code, subject, detail_en from {{ ref("fct_audit_finding") }} where severity = 'error' and not is_excused
