-- The variants of a system whose scores can differ: of those that differ only in what no score depends on, the
-- default or
-- the first.
select system_code, variant_code
from {{ ref("ind_system_variants") }}
qualify
    row_number() over (
        partition by
            system_code,
            normalisation,
            scope,
            weighting,
            scoring,
            case when weighting = 'entropy' or is_shift_in_scores then zero_shift end,
            is_shift_in_scores,
            case when scoring = 'topsis' then topsis_norm end,
            case when scoring = 'topsis' then topsis_weighting end
        order by is_default desc, variant_code
    )
    = 1
