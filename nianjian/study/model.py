"""What a study is once every name in it is resolved to a code."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Names:
    """A text in Chinese and in English."""

    zh: str = ""
    en: str = ""


@dataclass(frozen=True)
class Indicator:
    """An indicator of a subsystem: its code, direction (1 or -1), fixed weight and criterion."""

    code: str
    direction: int
    weight: float | None = None
    criterion: Names = Names()


@dataclass(frozen=True)
class Subsystem:
    """A subsystem, its names, what it contributes to the whole, and its indicators."""

    code: str
    names: Names
    contribution: float
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Pressure:
    """An indicator that the score of the system, or another indicator, is held against."""

    code: str
    indicator: str
    driver: str
    names: Names


@dataclass(frozen=True)
class Regions:
    """The regions that are measured: members of the groups of a scheme, or the groups; blank group: all."""

    scheme: str
    group: str = ""
    unit: str = "member"


@dataclass(frozen=True)
class Study:
    """An indicator system: everything that the seeds say of one. Blank source: every source. `made` has the rows of the
    indicators and the regions that the study makes itself, by seed."""

    code: str
    names: Names
    description: Names
    regions: Regions
    years: tuple[int, ...]
    variants: tuple[str, ...]
    default: str
    weight_scope: str
    subsystems: tuple[Subsystem, ...]
    source: str = ""
    whole_region: str = ""
    groupings: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ()
    pressures: tuple[Pressure, ...] = ()
    growth: tuple[tuple[int, int], ...] = ()
    made: Mapping[str, list[dict[str, object]]] = field(default_factory=dict)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators of every subsystem, in order."""
        return tuple(indicator for subsystem in self.subsystems for indicator in subsystem.indicators)

    @property
    def related(self) -> tuple[str, ...]:
        """Codes of the indicators that the score is held against: drivers, pressures and what presses, each once."""
        pressures = (
            code for pressure in self.pressures for code in (pressure.indicator, pressure.driver) if code
        )
        return tuple(dict.fromkeys((*self.drivers, *pressures)))
