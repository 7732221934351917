{#- How a column is summed up over regions: number, mean, median, both standard deviations, extremes. -#}
{% macro summary_columns(column) -%}
    count({{ column }}) as regions,
    avg({{ column }}) as mean,
    median({{ column }}) as median,
    -- Of one region there is no sample deviation: null.
    stddev_samp({{ column }}) as standard_deviation_sample,
    stddev_pop({{ column }}) as standard_deviation_population,
    min({{ column }}) as minimum,
    max({{ column }}) as maximum
{%- endmacro %}
