"""The rows of the seeds that a study is."""

from nianjian.study.catalogue import Catalogue, Rows
from nianjian.study.model import Study

# Seeds that a study writes: what it does not say has no rows in them. Those of indicators and schemes, which others
# refer to, come first.
WRITTEN = (
    "indicators", "derived_indicators", "derived_parts", "grouping_schemes", "region_groups", "region_group_members",
    "system_subsystems", "system_indicators", "system_years", "system_variants", "system_groupings", "system_drivers",
    "decoupling_pairs", "systems",
)  # fmt: skip


def written(study: Study) -> tuple[str, ...]:
    """The seeds that a study writes. Growth periods only if it names some: they were rows by hand before studies had them."""
    return ("growth_periods", *WRITTEN) if study.growth else WRITTEN


def with_kept(study: Study, catalogue: Catalogue) -> Rows:
    """All that the seeds hold of a study once it is written: its rows, and what was added by hand in other seeds."""
    by_hand = {
        seed: rows for seed, rows in catalogue.of_system(study.code).items() if seed not in written(study)
    }
    return {**by_hand, **rows_of(study)}


def written_before(system: str, catalogue: Catalogue) -> Rows:
    """What the seeds hold of a system: its rows, and those of the indicators and regions that its study made."""
    return {**catalogue.made_for(system), **catalogue.of_system(system)}


def rows_of(study: Study) -> Rows:
    """The rows of a study by seed; columns that a row does not name stay blank."""
    key = {"system_code": study.code}
    regions = study.regions
    rows: Rows = {
        **study.made,
        "system_subsystems": [
            {**key, "subsystem_code": part.code, "name_zh": part.names.zh, "name_en": part.names.en,
             "contribution": _plain(part.contribution), "sort_order": at}
            for at, part in enumerate(study.subsystems, start=1)
        ],
        "system_indicators": [
            {**key, "subsystem_code": part.code, "indicator_code": indicator.code, "criterion_zh": indicator.criterion.zh,
             "criterion_en": indicator.criterion.en, "direction": indicator.direction,
             "fixed_weight": _plain(indicator.weight), "sort_order": at}
            for part in study.subsystems
            for at, indicator in enumerate(part.indicators, start=1)
        ],
        "system_years": [{**key, "year": year} for year in study.years],
        "system_variants": [{**key, "variant_code": variant} for variant in study.variants],
        "system_groupings": [{**key, "scheme_code": scheme} for scheme in study.groupings],
        "system_drivers": [
            {**key, "indicator_code": driver, "sort_order": at} for at, driver in enumerate(study.drivers, start=1)
        ],
        "decoupling_pairs": [
            {**key, "pair_code": pair.code, "pressure_indicator_code": pair.indicator,
             "driver_indicator_code": pair.driver, "name_zh": pair.names.zh, "name_en": pair.names.en}
            for pair in study.pressures
        ],
        "growth_periods": [{**key, "first_year": first, "last_year": last} for first, last in study.growth],
        # Last: a system stands in this one only once all else of it is written.
        "systems": [
            {**key, "name_zh": study.names.zh, "name_en": study.names.en, "scope_scheme_code": regions.scheme,
             "scope_group_code": regions.group, "scope_unit": regions.unit, "source_code": study.source,
             "weight_scope": study.weight_scope, "whole_region_code": study.whole_region,
             "default_variant_code": study.default, "description_zh": study.description.zh,
             "description_en": study.description.en}
        ],
    }  # fmt: skip
    return {seed: found for seed, found in rows.items() if found}


def _plain(number: float | None) -> str:
    """`0.5` and `1`, as seeds write them; every digit of what is not as short."""
    if number is None:
        return ""
    return str(int(number)) if number == int(number) else repr(number)
