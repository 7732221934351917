"""Indicators that a study derives from known ones, as rows of the seeds: `derived:` of its YAML.

Each has a code, names, a unit, and one of FORMS with the indicators that it is made of.
"""

from typing import Any

from nianjian.language import message
from nianjian.study import reading, values
from nianjian.study.catalogue import Catalogue, Rows, mark
from nianjian.study.reading import Problems

PEOPLE, AREA = "resident_population", "administrative_area"
FORMS = ("ratio", "share", "per_head", "per_area", "growth", "difference", "sum", "product")
KEYS = ("code", "name", "unit", *FORMS)
# Of these the unit is a ratio unless another is named.
IN_PERCENT = ("share", "growth")
# All that is added up, or divided into a share, is of one kind.
ALIKE = ("share", "difference", "sum")

Part = tuple[str, str, int]


def rows(raw: Any, system: str, catalogue: Catalogue, problems: Problems) -> Rows:
    """Rows of `indicators`, `derived_indicators` and `derived_parts`; what does not hold is a problem."""
    found: Rows = {"indicators": [], "derived_indicators": [], "derived_parts": []}
    for place, item in reading.items(raw, "derived", problems):
        said = reading.mapping(item, place, KEYS, ("code", "name"), problems)
        forms = [form for form in FORMS if form in said]
        if len(forms) != 1:
            problems.add(place, f"needs one of {', '.join(FORMS)}, and has {', '.join(forms) or 'none'}")
            continue
        code = _code(said, place, system, catalogue, problems)
        if code in {row["indicator_code"] for row in found["indicators"]}:
            problems.add(f"{place}.code", f"{code} is there already")
        names = values.names(said.get("name", {}), f"{place}.name", problems)
        parts = _parts(forms[0], said[forms[0]], f"{place}.{forms[0]}", catalogue, problems)
        unit = values.looked_up(
            said.get("unit", "percent" if forms[0] in IN_PERCENT else ""),
            f"{place}.unit",
            catalogue.unit,
            problems,
        )
        if not (code and parts and unit):
            continue
        _check_kinds(forms[0], parts, unit, place, catalogue, problems)
        key = {"indicator_code": code}
        formula = forms[0] if forms[0] in ("growth", "product") else "ratio"
        first = catalogue.indicator_row(parts[0][0])
        found["indicators"].append(
            {**key, "name_zh": names.zh, "name_en": names.en, "unit_code": unit,
             "kind": first["kind"] if forms[0] in ("difference", "sum", "product") else "ratio",
             "is_additive": "false", "definition_zh": names.zh, "definition_en": names.en}
        )  # fmt: skip
        found["derived_indicators"].append({**key, "formula": formula})
        found["derived_parts"] += [
            {**key, "part_code": part, "role": role, "coefficient": coefficient, "sort_order": at,
             "source": mark(system)}
            for at, (part, role, coefficient) in enumerate(parts, start=1)
        ]  # fmt: skip
    return found


def _code(said: dict, place: str, system: str, catalogue: Catalogue, problems: Problems) -> str:
    code = values.code(said["code"], f"{place}.code", problems) if "code" in said else ""
    others = {row["indicator_code"] for row in catalogue.rows("indicators")}
    if code in others - catalogue.keys_of(system)["indicator_code"]:
        problems.add(f"{place}.code", f"{code} is an indicator already: take another code")
    return code


def _parts(form: str, raw: Any, place: str, catalogue: Catalogue, problems: Problems) -> list[Part]:
    def looked_up(item: Any, at: str) -> list[str]:
        listed = reading.items(item, at, problems) if isinstance(item, list) else [(at, item)]
        return [values.looked_up(one, here, catalogue.indicator, problems) for here, one in listed]

    below: list[str] = []
    if form in ("ratio", "share"):
        keys = ("of", "to" if form == "ratio" else "in")
        said = reading.mapping(raw, place, keys, keys, problems)
        above, below = (looked_up(said[key], f"{place}.{key}") if key in said else [""] for key in keys)
    elif form in ("difference", "sum", "product"):
        above = looked_up(reading.as_list(raw, place, 2, problems), place) if raw else [""]
        if form == "difference" and len(above) != 2:
            problems.add(
                place, message("must be two indicators: what is left of the first without the second")
            )
    else:
        above = looked_up(raw, place)
        below = {"per_head": [PEOPLE], "per_area": [AREA]}.get(form, [])
        if len(above) != 1:
            problems.add(place, message("must be one indicator"))
    if "" in above + below:
        return []
    signs = [1, -1] if form == "difference" else [1] * len(above)
    parts = [(code, "numerator", sign) for code, sign in zip(above, signs, strict=False)]
    parts += [(code, "denominator", 1) for code in below]
    if len({part[:2] for part in parts}) < len(parts):
        problems.add(place, message("names an indicator twice"))
    return parts


def _check_kinds(
    form: str, parts: list[Part], unit: str, place: str, catalogue: Catalogue, problems: Problems
) -> None:
    """Like is added to like, and what that gives is of its kind; a share and a growth rate are ratios."""
    kinds = {code: catalogue.kind_of_unit(catalogue.indicator_row(code)["unit_code"]) for code, *_ in parts}
    own = catalogue.kind_of_unit(unit)
    if form in ALIKE and len(set(kinds.values())) > 1:
        told = ", ".join(f"{code} ({kind})" for code, kind in kinds.items())
        problems.add(f"{place}.{form}", f"puts together what is not alike: {told}")
    elif form in IN_PERCENT and own != "ratio":
        problems.add(f"{place}.unit", f"{unit} is {own}, and what is worked out is a ratio, as percent is")
    elif form in ("difference", "sum") and own not in kinds.values():
        problems.add(
            f"{place}.unit", f"{unit} is {own}, and what is worked out is {next(iter(kinds.values()))}"
        )
