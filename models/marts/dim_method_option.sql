-- Variants of the methods of change, space and drivers, and of networks: all options of each as JSON.
{% set seeds = {
    "density": "'kernel_density'",
    "markov": "case variants.neighbours when 'none' then 'markov' else 'spatial_markov' end",
    "decoupling": "'decoupling'",
    "ellipse": "'ellipse'",
    "hot_spot": "'hot_spots'",
    "moran": "'moran'",
    "geodetector": "'geodetector'",
    "forest": "'forest'",
    "network": "'network'",
    "convergence": "'convergence'",
    "resampling": "'inequality_interval'",
} %}
{% for seed, method in seeds.items() %}
    select
        {{ method }} as method_code,
        variants.variant_code,
        variants.is_default,
        variants.description_zh,
        variants.description_en,
        cast(to_json(options) as varchar) as options
    from {{ ref(seed ~ "_variants") }} as variants
    inner join
        (select * exclude (is_default, description_zh, description_en) from {{ ref(seed ~ "_variants") }}) as options
        on variants.variant_code = options.variant_code
    {% if not loop.last %}
        union all
    {% endif %}
{% endfor %}
