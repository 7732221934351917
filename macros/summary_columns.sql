{#- How a column is summed up over regions: number, mean, median, both standard deviations, extremes. -#}
{% macro summary_columns(column) -%}
    cast(count({{ column }}) as integer) as regions,
    -- In the order of values: sums of floating-point numbers differ with the order, and that of threads is never the same.
    avg({{ column }} order by {{ column }}) as mean,
    median({{ column }}) as median,
    -- Of one region there is no sample deviation: null.
    stddev_samp({{ column }} order by {{ column }}) as standard_deviation_sample,
    stddev_pop({{ column }} order by {{ column }}) as standard_deviation_population,
    min({{ column }}) as minimum,
    max({{ column }}) as maximum
{%- endmacro %}
