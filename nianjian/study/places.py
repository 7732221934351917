"""Regions that a study lists itself, as a grouping scheme of its own: `regions:` of its YAML, where it names no scheme."""

from typing import Any

from nianjian.study import reading, values
from nianjian.study.catalogue import Catalogue, Rows, mark
from nianjian.study.model import Names
from nianjian.study.reading import Problems

GROUP = ("code", "name", "regions")
Group = tuple[str, Names, list[str]]


def is_own(raw: Any) -> bool:
    """Whether regions are listed, not taken from a scheme."""
    return isinstance(raw, list) or isinstance(raw, dict) and ("prefectures_of" in raw or "groups" in raw)


def scheme_of(system: str) -> str:
    """The code of the scheme of a study's own regions."""
    return f"{system}_regions"


def rows(raw: Any, system: str, names: Names, catalogue: Catalogue, problems: Problems) -> Rows:
    """Rows of `grouping_schemes`, `region_groups` and `region_group_members`."""
    if isinstance(raw, list):
        groups = [("all", names, _regions(raw, "regions", catalogue, problems))]
    elif "prefectures_of" in raw:
        said = reading.mapping(raw, "regions", ("prefectures_of",), ("prefectures_of",), problems)
        groups = _by_province(said.get("prefectures_of"), catalogue, problems)
    else:
        said = reading.mapping(raw, "regions", ("groups",), ("groups",), problems)
        groups = _groups(said.get("groups"), catalogue, problems)
    _check_once(groups, problems)
    scheme = {"scheme_code": scheme_of(system)}
    return {
        "grouping_schemes": [
            {**scheme, "name_zh": f"{names.zh}（地区）", "name_en": f"{names.en} (regions)", "source": mark(system),
             "description_zh": names.zh, "description_en": names.en}
        ],
        "region_groups": [
            {**scheme, "group_code": code, "name_zh": of.zh, "name_en": of.en, "sort_order": at}
            for at, (code, of, _) in enumerate(groups, start=1)
        ],
        "region_group_members": [
            {**scheme, "group_code": code, "region_code": region} for code, _, regions in groups for region in regions
        ],
    }  # fmt: skip


def _by_province(raw: Any, catalogue: Catalogue, problems: Problems) -> list[Group]:
    place = "regions.prefectures_of"
    groups = []
    for code in _regions(raw if isinstance(raw, list) else [raw], place, catalogue, problems):
        if prefectures := catalogue.prefectures(code):
            row = catalogue.region_row(code)
            names = Names(row["short_name_zh"] or row["name_zh"], row["name_en"])
            groups.append((f"p{code}", names, prefectures))
        else:
            problems.add(place, f"{code} has no prefectures")
    return groups


def _groups(raw: Any, catalogue: Catalogue, problems: Problems) -> list[Group]:
    groups = []
    for place, item in reading.items(raw, "regions.groups", problems):
        said = reading.mapping(item, place, GROUP, GROUP, problems)
        code = values.code(said["code"], f"{place}.code", problems) if "code" in said else ""
        names = values.names(said["name"], f"{place}.name", problems) if "name" in said else Names()
        listed = said.get("regions")
        regions = _regions(listed, f"{place}.regions", catalogue, problems) if listed is not None else []
        if code in [known for known, *_ in groups]:
            problems.add(f"{place}.code", f"{code} is there already")
        groups.append((code, names, regions))
    return groups


def _regions(raw: Any, place: str, catalogue: Catalogue, problems: Problems) -> list[str]:
    found = [
        values.looked_up(item, at, catalogue.region, problems)
        for at, item in reading.items(raw, place, problems)
    ]
    return [code for code in found if code]


def _check_once(groups: list[Group], problems: Problems) -> None:
    known: dict[str, str] = {}
    for code, _, regions in groups:
        for region in regions:
            if region in known:
                problems.add("regions", f"{region} is there already, in {known[region]}")
            known.setdefault(region, code)
