-- Audit findings of level warn that nobody excused yet: the build goes on and says so.
{{ config(severity="warn") }}
select audit_code, subject, detail_en
from {{ ref("fct_audit_finding") }}
where severity = 'warn' and not is_excused
