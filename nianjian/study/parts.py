"""What a study is made of: subsystems with their indicators and weights, and the pressures it is held against."""

from collections.abc import Callable
from math import fsum
from typing import Any

from nianjian.frames.panels import TOTAL
from nianjian.study import reading, values
from nianjian.study.model import Indicator, Names, Pressure, Study, Subsystem
from nianjian.study.reading import Problems

INDICATOR = ("indicator", "direction", "weight", "criterion")
SUBSYSTEM = ("code", "name", "contribution", "indicators")
PRESSURE = ("code", "name", "indicator", "driver")
# As the tests of the seeds have it.
TOLERANCE = 1e-9


class Parts:
    """Reads lists of a study. `indicator` looks a name up; what was found so far tells a second time."""

    def __init__(self, indicator: Callable[[str], str], problems: Problems) -> None:
        self._indicator = indicator
        self._problems = problems
        self._places: dict[str, str] = {}

    def subsystems(self, said: dict, names: Names) -> tuple[Subsystem, ...]:
        """The subsystems; `indicators` without them are one that is named like the system."""
        if ("subsystems" in said) == ("indicators" in said):
            self._problems.add(
                "indicators", "write either `indicators`, or `subsystems` with indicators in each"
            )
            return ()
        if "indicators" in said:
            return (Subsystem("all", names, 1.0, self._indicators(said["indicators"], "indicators")),)
        listed = reading.items(said["subsystems"], "subsystems", self._problems)
        found = [self._subsystem(raw, place, len(listed)) for place, raw in listed]
        codes = [subsystem.code for subsystem in found]
        for at, (place, _) in enumerate(listed):
            if codes[at] and codes[at] in codes[:at]:
                self._problems.add(f"{place}.code", f"{codes[at]} is there already")
        given = [isinstance(raw, dict) and "contribution" in raw for _, raw in listed]
        total = fsum(subsystem.contribution for subsystem in found)
        if any(given) and not all(given):
            self._problems.add(
                "subsystems", "give every subsystem its contribution, or none (then they are equal)"
            )
        elif found and abs(total - 1) > TOLERANCE:
            self._problems.add("subsystems", f"contributions must sum to 1, and sum to {total:g}")
        return tuple(found)

    def pressures(self, raw: Any) -> tuple[Pressure, ...]:
        """The pressures that a study names, each once."""
        if raw is None:
            return ()
        found = {}
        for place, item in reading.items(raw, "pressures", self._problems):
            said = reading.mapping(item, place, PRESSURE, ("code", "name", "indicator"), self._problems)
            code = values.code(said["code"], f"{place}.code", self._problems) if "code" in said else ""
            if code in found and code:
                self._problems.add(f"{place}.code", f"{code} is there already")
            names = values.names(said["name"], f"{place}.name", self._problems) if "name" in said else Names()
            found[code] = Pressure(
                code, self._found(said, "indicator", place), self._found(said, "driver", place), names
            )
        return tuple(found.values())

    def _subsystem(self, raw: Any, place: str, count: int) -> Subsystem:
        said = reading.mapping(raw, place, SUBSYSTEM, ("code", "name", "indicators"), self._problems)
        code = values.code(said["code"], f"{place}.code", self._problems) if "code" in said else ""
        if code == TOTAL:
            self._problems.add(f"{place}.code", f"{TOTAL} is the whole system: take another code")
        names = values.names(said["name"], f"{place}.name", self._problems) if "name" in said else Names()
        share = 1 / count
        if "contribution" in said:
            share = reading.number(said["contribution"], f"{place}.contribution", self._problems) or 0.0
        listed = said.get("indicators")
        indicators = self._indicators(listed, f"{place}.indicators") if listed is not None else ()
        return Subsystem(code, names, share, indicators)

    def _indicators(self, raw: Any, place: str) -> tuple[Indicator, ...]:
        return tuple(self._one(item, at) for at, item in reading.items(raw, place, self._problems))

    def _one(self, raw: Any, place: str) -> Indicator:
        said = reading.mapping(raw, place, INDICATOR, ("indicator", "direction"), self._problems)
        code = self._found(said, "indicator", place)
        if code in self._places:
            self._problems.add(f"{place}.indicator", f"{code} is there already, at {self._places[code]}")
        elif code:
            self._places[code] = place
        direction = 1
        if "direction" in said:
            direction = values.direction(said["direction"], f"{place}.direction", self._problems)
        weight = None
        if "weight" in said:
            weight = reading.number(said["weight"], f"{place}.weight", self._problems)
        criterion = Names()
        if "criterion" in said:
            criterion = values.names(said["criterion"], f"{place}.criterion", self._problems)
        return Indicator(code, direction, weight, criterion)

    def _found(self, said: dict, key: str, place: str) -> str:
        if key not in said:
            return ""
        return values.looked_up(said[key], f"{place}.{key}", self._indicator, self._problems)


def check_weights(study: Study, weightings: set[str], problems: Problems) -> None:
    """Weights are given to all indicators or none, and sum to 1 over the system or each subsystem, unless all that
    reads them brings them to 1. A variant of fixed weights needs them."""
    weights = [indicator.weight for indicator in study.indicators]
    if all(weight is None for weight in weights):
        if weightings and weights:
            problems.add("variants", "fixed weights need a `weight` for every indicator")
        return
    if None in weights:
        missing = [indicator.code for indicator in study.indicators if indicator.weight is None]
        problems.add("indicators", f"weights for some and none for {', '.join(missing)}")
        return
    blocks = {"indicators": study.indicators}
    if study.weight_scope == "subsystem":
        blocks = {
            f"subsystems[{at}]": subsystem.indicators
            for at, subsystem in enumerate(study.subsystems, start=1)
        }
    for place, indicators in blocks.items():
        total = fsum(indicator.weight or 0 for indicator in indicators)
        if weightings == {"fixed_scaled"}:
            if indicators and total == 0:
                problems.add(place, "weights are all 0: nothing to weigh by")
            continue
        if indicators and abs(total - 1) > TOLERANCE:
            problems.add(place, f"weights must sum to 1, and sum to {total:g}")
