"""From the keys of a YAML to a study: every name resolved, everything checked, all problems told at once."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from nianjian.study import derived, parts, places, reading, values
from nianjian.study.catalogue import Catalogue, Rows
from nianjian.study.model import Names, Regions, Study
from nianjian.study.reading import Problems
from nianjian.study.seeds import SHIPPED

REQUIRED = ("system", "name", "regions", "years", "variants")
KEYS = (
    *REQUIRED, "indicators", "subsystems", "default", "weight_scope", "source", "whole_region", "groupings", "drivers",
    "pressures", "description", "derived", "growth",
)  # fmt: skip
ALL = ("all", "全部")
SCOPES = ("system", "subsystem")
UNITS = ("member", "group")


def resolve(
    raw: Any,
    catalogue: Catalogue,
    file: str,
    taken: Collection[str] = SHIPPED,
    all_years: Callable[[Study], tuple[int, ...]] = lambda study: (),
) -> Study:
    """The study that a YAML describes; its code must be none of those `taken`. `all_years` gives the years that have
    figures, of which `years: all` speaks.

    Errors: StudyError with one line per problem, each with file and key.
    """
    study, problems = understood(raw, catalogue, file, taken, all_years)
    problems.stop_if_any()
    return study


def understood(
    raw: Any,
    catalogue: Catalogue,
    file: str,
    taken: Collection[str] = SHIPPED,
    all_years: Callable[[Study], tuple[int, ...]] = lambda study: (),
) -> tuple[Study, Problems]:
    """What can be made of a YAML, without what means nothing, and everything that is wrong with it."""
    problems = Problems(file)
    said = reading.mapping(raw, "", KEYS, REQUIRED, problems)
    source = ""
    if "source" in said:
        source = values.looked_up(said["source"], "source", catalogue.source, problems)
    names = values.names(said["name"], "name", problems) if "name" in said else Names()
    code = _code(said, taken, problems)
    made: Rows = derived.rows(said["derived"], code, catalogue, problems) if "derived" in said else {}
    if has_own := places.is_own(said.get("regions")):
        made |= places.rows(said["regions"], code, names, catalogue, problems)
    catalogue = catalogue.with_made(code, made)
    variants = _codes(said, "variants", catalogue.variant, problems)

    def indicator(label: str) -> str:
        return catalogue.indicator(label, source)

    read = parts.Parts(indicator, problems)
    is_all = said.get("years") in ALL
    groupings = _codes(said, "groupings", catalogue.scheme, problems)
    if has_own and len(made["region_groups"]) > 1:
        groupings = tuple(dict.fromkeys((*groupings, places.scheme_of(code))))
    study = Study(
        code=code,
        names=names,
        description=values.names(said["description"], "description", problems)
        if "description" in said
        else names,
        regions=Regions(places.scheme_of(code))
        if has_own
        else _regions(said.get("regions"), catalogue, problems),
        years=() if is_all or "years" not in said else values.years(said["years"], "years", problems),
        variants=variants,
        default=_default(said, variants, catalogue, problems),
        weight_scope=_weight_scope(said, problems),
        subsystems=read.subsystems(said, names),
        source=source,
        whole_region=_whole_region(said, catalogue, problems),
        groupings=groupings,
        drivers=_codes(said, "drivers", indicator, problems),
        pressures=read.pressures(said.get("pressures")),
        growth=values.periods(said["growth"], "growth", problems) if "growth" in said else (),
        made=made,
    )
    weightings = {catalogue.weighted_variants.get(variant) for variant in variants} - {None}
    parts.check_weights(study, weightings, problems)
    study = _without_unknown(study)
    if is_all and study.indicators and study.regions.scheme:
        study = replace(study, years=all_years(study))
        if not study.years:
            problems.add("years", "no year has a published figure of every indicator: write which years")
    return study, problems


def _without_unknown(study: Study) -> Study:
    """Without indicators and pressures whose names mean nothing: they are problems already."""
    known = [
        replace(part, indicators=tuple(one for one in part.indicators if one.code))
        for part in study.subsystems
    ]
    pressures = tuple(one for one in study.pressures if one.indicator)
    return replace(study, subsystems=tuple(part for part in known if part.indicators), pressures=pressures)


def _code(said: dict, taken: Collection[str], problems: Problems) -> str:
    if "system" not in said:
        return ""
    code = values.code(said["system"], "system", problems)
    if code in taken:
        problems.add("system", f"{code} ships with the project and stays: take another code")
    return code


def _regions(raw: Any, catalogue: Catalogue, problems: Problems) -> Regions:
    if raw is None:
        return Regions("")
    if isinstance(raw, str):
        raw = {"scheme": raw}
    if isinstance(raw, dict) and "level" in raw:
        problems.add(
            "regions.level",
            "a system takes its regions from a grouping scheme, not from a level; all 31 provinces are "
            "the scheme east_central_west_11_8_12, and a set of prefectures is a scheme to add",
        )
        return Regions("")
    said = reading.mapping(raw, "regions", ("scheme", "group", "unit"), ("scheme",), problems)
    if "scheme" not in said:
        return Regions("")
    scheme = values.looked_up(said["scheme"], "regions.scheme", catalogue.scheme, problems)
    group, unit = "", said.get("unit", "member")
    if scheme and "group" in said:
        group = values.looked_up(
            said["group"], "regions.group", lambda label: catalogue.group(scheme, label), problems
        )
    if unit not in UNITS:
        problems.add("regions.unit", f"must be member or group, and is {unit!r}")
    elif unit == "group" and "" in catalogue.regions(scheme, group, unit):
        problems.add("regions.unit", f"groups of {scheme} are no regions of their own: no figures are theirs")
    return Regions(scheme, group, unit)


def _codes(said: dict, key: str, look_up: Callable[[str], str], problems: Problems) -> tuple[str, ...]:
    return values.all_looked_up(said[key], key, look_up, problems) if key in said else ()


def _default(said: dict, variants: tuple[str, ...], catalogue: Catalogue, problems: Problems) -> str:
    """The variant that speaks for the system: the first, unless another is named."""
    if "default" not in said:
        return variants[0] if variants else ""
    default = values.looked_up(said["default"], "default", catalogue.variant, problems)
    if default and variants and default not in variants:
        problems.add("default", f"{default} is not one of the variants: {', '.join(variants)}")
    return default


def _weight_scope(said: dict, problems: Problems) -> str:
    """Over what weights sum to 1: each subsystem, where there are several, unless it is said."""
    subsystems = said.get("subsystems")
    is_several = isinstance(subsystems, list) and len(subsystems) > 1
    scope = said.get("weight_scope", "subsystem" if is_several else "system")
    if scope not in SCOPES:
        problems.add("weight_scope", f"must be system or subsystem, and is {scope!r}")
    return str(scope)


def _whole_region(said: dict, catalogue: Catalogue, problems: Problems) -> str:
    if "whole_region" not in said:
        return ""
    code = reading.text(said["whole_region"], "whole_region", problems)
    if code and code not in {row["region_code"] for row in catalogue.rows("regions")}:
        problems.add("whole_region", f"{code!r} is no code of a region")
    return code
