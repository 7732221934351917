-- What the columns of the tables that others read mean: by the dictionary, or as the table itself says.
with
    described as (
        select *
        from
            (values {{ contracted_columns() }}) as columns(
                position,
                schema_name,
                table_name,
                column_name,
                data_type,
                description,
                own_unit_zh,
                own_unit_en,
                own_label_zh,
                own_label_en
            )
    ),

    compared as (
        select
            described.*,
            dictionary.* exclude(column_name, data_type),
            description = dictionary.definition_en || ' / ' || dictionary.definition_zh as is_as_in_dictionary
        from described
        left join {{ ref("dictionary") }} as dictionary using (column_name)
    )

select
    schema_name,
    table_name,
    column_name,
    position,
    data_type,
    -- The unit of the dictionary is that of its own definition.
    case when is_as_in_dictionary then unit_zh else own_unit_zh end as unit_zh,
    case when is_as_in_dictionary then unit_en else own_unit_en end as unit_en,
    coalesce(own_label_zh, label_zh) as label_zh,
    coalesce(own_label_en, label_en) as label_en,
    split_part(description, ' / ', 2) as definition_zh,
    split_part(description, ' / ', 1) as definition_en
from compared
