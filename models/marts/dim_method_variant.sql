-- Method variants: one column per option.
select * from {{ ref("method_variants") }}
