-- The regions that agree with all that stands beside a label of a region: its province, its code. What stands there and
-- means no region says nothing.
with
    said as (
        select distinct beside_label, unnest(string_split(beside_label, '｜')) as label
        from {{ ref("norm_figure_labels") }}
        where beside_label != ''
    ),

    -- In any year: a panel keeps the code or the province of one year through all of them.
    meant as (
        select distinct said.beside_label, said.label, names.region_code
        from said
        inner join
            {{ ref("norm_region_names") }} as names
            on lower({{ plain_text("said.label") }}) = names.region_name
            and names.level != 'group'
    ),

    agreeing as (
        select distinct meant.beside_label, meant.label, ancestors.region_code
        from meant
        inner join {{ ref("norm_region_ancestors") }} as ancestors on meant.region_code = ancestors.ancestor_code
    ),

    labels as (select beside_label, count(distinct label) as labels from meant group by beside_label)

select agreeing.beside_label, agreeing.region_code
from agreeing
inner join labels using (beside_label)
group by agreeing.beside_label, agreeing.region_code, labels.labels
having count(*) = labels.labels
union all
-- What contradicts itself agrees with no region.
select beside_label, ''
from labels
