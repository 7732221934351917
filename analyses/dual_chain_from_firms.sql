-- Do the chains of each city rank the same from firm data as from the article's figures?
-- 用企业数据与用论文刊载的数据，各城市两链的排名是否相同？
select
    regions.name_zh,
    regions.name_en,
    printed.year,
    printed.subsystem_code,
    round(printed.score, 4) as score_printed_figures,
    printed.rank as rank_printed_figures,
    round(firms.score, 4) as score_firm_data,
    firms.rank as rank_firm_data,
    firms.rank - printed.rank as rank_difference,
    firms.is_synthetic as is_firm_data_synthetic
from {{ ref("fct_score") }} as printed
inner join {{ ref("fct_score") }} as firms using (region_code, year, variant_code, subsystem_code)
inner join {{ ref("dim_region") }} as regions using (region_code)
where printed.system_code = 'dual_chain' and firms.system_code = 'dual_chain_firms' and printed.is_default
order by printed.year, printed.subsystem_code, printed.rank
