-- Method variants: one column per option.
select
    variant_code,
    name_zh,
    name_en,
    normalisation,
    scope,
    weighting,
    zero_shift,
    is_shift_in_scores,
    scoring,
    topsis_norm,
    topsis_weighting,
    coupling_form,
    gini_denominator,
    rank_ties,
    tier_count
from {{ ref("method_variants") }}
