"""Asks for a study, question by question, and gives the YAML that would have said the same."""

from collections.abc import Callable
from typing import Any

import yaml

from nianjian.language import tr, translated
from nianjian.study import reading, values
from nianjian.study.catalogue import Catalogue
from nianjian.study.reading import Problems

Check = Callable[[str, Problems], Any]


class Asker:
    """`ask` puts a question and gives the answer, `say` shows a line: `input` and `print`, or a script."""

    def __init__(self, catalogue: Catalogue, ask: Callable[[str], str], say: Callable[[str], None]) -> None:
        self._catalogue = catalogue
        self._ask = ask
        self._say = say

    def study(self) -> dict[str, Any]:
        """The keys of a study. An answer that means nothing is asked for again, with the nearest names."""
        catalogue = self._catalogue
        said: dict[str, Any] = {
            "system": self._until(tr("Code of the system (small letters, digits, _)"), self._code),
            "name": self._names(),
            "regions": self._regions(),
            "years": self._until(tr("Years (2011-2023, or 2014, 2017, 2020)"), _years),
        }
        variants = ", ".join(row["variant_code"] for row in catalogue.rows("method_variants"))
        self._say(tr("Variants: {variants}", variants=variants))
        said["variants"] = self._several(tr("Variant, the default first"), catalogue.variant)
        chosen = {catalogue.variant(name) for name in said["variants"]}
        said["indicators"] = self._indicators(not chosen.isdisjoint(catalogue.weighted_variants))
        said["groupings"] = self._several(tr("Grouping scheme for means and inequality"), catalogue.scheme, 0)
        said["drivers"] = self._several(tr("Indicator that may drive the score"), catalogue.indicator, 0)
        return {key: value for key, value in said.items() if value}

    def _regions(self) -> dict[str, str]:
        catalogue = self._catalogue
        for row in catalogue.rows("grouping_schemes"):
            self._say(f"  {row['scheme_code']}: {row['name_zh']} {row['name_en']}")
        regions = {"scheme": self._until(tr("Regions: a grouping scheme"), _named(catalogue.scheme))}
        scheme = catalogue.scheme(regions["scheme"])
        group = self._until(
            tr("Only one group of it (blank: all)"),
            _named(lambda label: catalogue.group(scheme, label)),
            is_blank_ok=True,
        )
        return {**regions, "group": group} if group else regions

    def _indicators(self, is_weighted: bool) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        known: set[str] = set()
        while True:
            name = self._until(
                tr("Indicator {number}, by name or code (blank: no more)", number=len(found) + 1),
                self._new_indicator(known),
                is_blank_ok=bool(found),
            )
            if not name:
                return found
            known.add(self._catalogue.indicator(name))
            sign = self._until("  " + tr("more is better (+) or worse (-)"), _direction)
            one: dict[str, Any] = {"indicator": name, "direction": sign}
            if is_weighted:
                one["weight"] = self._until("  " + tr("weight"), _weight)
            found.append(one)

    def _new_indicator(self, known: set[str]) -> Check:
        def check(answer: str, problems: Problems) -> str:
            code = values.looked_up(answer, "", self._catalogue.indicator, problems)
            if code in known:
                problems.add("", f"{code} is there already")
            return answer

        return check

    def _names(self) -> dict[str, str]:
        asked = {"zh": tr("Name of the system in Chinese"), "en": tr("Name of the system in English")}
        return {key: self._until(question, lambda answer, _: answer) for key, question in asked.items()}

    def _several(self, question: str, look_up: Callable[[str], str], least: int = 1) -> list[str]:
        """Names as they were answered, one for each code."""
        found: dict[str, str] = {}
        while True:
            answer = self._until(
                tr("{question} (blank: no more)", question=question),
                _named(look_up),
                is_blank_ok=len(found) >= least,
            )
            if not answer:
                return list(found.values())
            found.setdefault(look_up(answer), answer)

    def _code(self, answer: str, problems: Problems) -> str:
        code = values.code(answer, "", problems)
        if code in self._catalogue.systems:
            problems.add("", f"{code} is there already")
        return code

    def _until(self, question: str, check: Check, is_blank_ok: bool = False) -> Any:
        """Ask until the answer has no problem."""
        while True:
            answer = self._ask(f"{question}: ").strip()
            if not answer and is_blank_ok:
                return ""
            problems = Problems("  " + tr("not understood"))
            found = check(answer, problems) if answer else problems.add("", "an answer is needed")
            if not problems.lines:
                return found
            for line in problems.lines:
                self._say(translated(line))


def as_yaml(said: dict[str, Any]) -> str:
    """The file that says the same."""
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=110)


def _named(look_up: Callable[[str], str]) -> Check:
    """Whether a name means something; it is kept as it was answered, since the file may say it so."""

    def check(answer: str, problems: Problems) -> str:
        values.looked_up(answer, "", look_up, problems)
        return answer

    return check


def _years(answer: str, problems: Problems) -> Any:
    parts = [
        int(part) if part.isdigit() else part
        for part in answer.replace("，", ",").replace(" ", "").split(",")
    ]
    values.years(parts, "", problems)
    return parts if len(parts) > 1 else parts[0]


def _direction(answer: str, problems: Problems) -> str:
    return "+" if values.direction(answer, "", problems) > 0 else "-"


def _weight(answer: str, problems: Problems) -> float | None:
    try:
        return reading.number(float(answer), "", problems)
    except ValueError:
        problems.add("", f"{answer!r} is no number")
        return None
