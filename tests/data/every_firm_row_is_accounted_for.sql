-- Rows of a firm file = accepted + quarantined.
select * from {{ ref("fct_firm_file") }} where rows_read != rows_accepted + rows_quarantined
