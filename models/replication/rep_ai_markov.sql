-- AI development: the Markov chain of table 3, from the counts and probabilities of table 4.
select cell_id, 'any' as variant_code, recomputed_value from {{ ref("rep_printed_markov") }}
