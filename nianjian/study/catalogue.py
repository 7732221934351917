"""What a study can name: indicators, schemes, groups, variants and sources, as the seeds have them."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from nianjian.inspect.landing_text import nearest
from nianjian.intake.tables import cell_text, vocabulary
from nianjian.language import message

Row = dict[str, str]
Rows = dict[str, list[dict[str, object]]]
# In these a study's own indicators and regions have rows, which name it or one another by this column.
MADE = {
    "indicators": "indicator_code", "derived_indicators": "indicator_code", "derived_parts": "indicator_code",
    "grouping_schemes": "scheme_code", "region_groups": "scheme_code", "region_group_members": "scheme_code",
}  # fmt: skip
# More names than these are not listed where one is unknown.
MOST_LISTED = 40

# Where systems name indicators and schemes.
USES = (
    ("indicator_code", "system_indicators", "indicator_code"),
    ("indicator_code", "system_drivers", "indicator_code"),
    ("indicator_code", "decoupling_pairs", "pressure_indicator_code"),
    ("indicator_code", "decoupling_pairs", "driver_indicator_code"),
    ("scheme_code", "systems", "scope_scheme_code"),
    ("scheme_code", "system_groupings", "scheme_code"),
)


@dataclass(frozen=True)
class Catalogue:
    """The seeds of a folder, read when they are asked for; `made` are rows of a study that stand beside them, in the place
    of those whose key is in `gone`."""

    folder: Path
    made: Rows = field(default_factory=dict)
    gone: Mapping[str, set[str]] = field(default_factory=dict)

    def rows(self, seed: str) -> list[Row]:
        """The rows of a seed."""
        if seed not in self._read:
            with (self.folder / f"{seed}.csv").open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
            if seed in MADE and self.gone:
                columns, key = list(rows[0]), MADE[seed]
                rows = [row for row in rows if row[key] not in self.gone[key]]
                rows += [
                    {name: str(row.get(name, "")) for name in columns} for row in self.made.get(seed, [])
                ]
            self._read[seed] = rows
        return self._read[seed]

    @cached_property
    def _read(self) -> dict[str, list[Row]]:
        return {}

    def with_made(self, system: str, made: Rows) -> "Catalogue":
        """The same with the rows that the study of a system makes, in the place of those that it made before."""
        keys = {column: set(codes) for column, codes in self.keys_of(system).items()}
        for seed, rows in made.items():
            keys[MADE[seed]] |= {str(row[MADE[seed]]) for row in rows}
        return Catalogue(self.folder, made, keys)

    def keys_of(self, system: str) -> dict[str, set[str]]:
        """By column, the codes of the indicators and schemes that the study of a system made, and of the system."""
        derived = {
            row["indicator_code"] for row in self.rows("derived_parts") if row["source"] == mark(system)
        }
        schemes = {
            row["scheme_code"] for row in self.rows("grouping_schemes") if row["source"] == mark(system)
        }
        return {"indicator_code": derived, "scheme_code": schemes, "system_code": {system}}

    def made_for(self, system: str) -> dict[str, list[Row]]:
        """The rows of the indicators and schemes that the study of a system made."""
        keys = self.keys_of(system)
        found = {
            seed: [row for row in self.rows(seed) if row[key] in keys[key]] for seed, key in MADE.items()
        }
        return {seed: rows for seed, rows in found.items() if rows}

    def used_by_others(self, system: str, keys: Mapping[str, set[str]]) -> dict[str, str]:
        """Which of these codes, given by column, another system uses: code and system."""
        return {
            row[column]: row["system_code"]
            for key, seed, column in USES
            for row in self.rows(seed)
            if row["system_code"] != system and row[column] in keys[key]
        }

    def indicator_row(self, code: str) -> Row:
        """The row of an indicator."""
        return next(row for row in self.rows("indicators") if row["indicator_code"] == code)

    def unit(self, label: str) -> str:
        """The code of a unit, by code or sign. Errors: LookupError."""
        names: dict[str, set[str]] = {}
        for row in self.rows("units"):
            for name in {row["unit_code"], row["symbol_zh"], row["symbol_en"]}:
                names.setdefault(_key(name), set()).add(row["unit_code"])
        return self._one(message("unit"), label, names)

    def kind_of_unit(self, code: str) -> str:
        """What a unit measures: its dimension."""
        return next(row["dimension"] for row in self.rows("units") if row["unit_code"] == code)

    def region(self, label: str) -> str:
        """The code of a region that is there today, by code, name, short name or alias of no source. Errors: LookupError."""
        return self._one(message("region"), label, self._regions)

    def region_row(self, code: str) -> Row:
        """The row of a region as it is today."""
        return next(row for row in self._today if row["region_code"] == code)

    def prefectures(self, province: str) -> list[str]:
        """The codes of the prefectures of a province today."""
        return [
            row["region_code"]
            for row in self._today
            if row["parent_code"] == province and row["level"] == "prefecture"
        ]

    @cached_property
    def _today(self) -> list[Row]:
        return [row for row in self.rows("regions") if not row["valid_to"]]

    @cached_property
    def _regions(self) -> dict[str, set[str]]:
        names: dict[str, set[str]] = {}
        for row in self._today:
            for name in (row["region_code"], row["name_zh"], row["short_name_zh"], row["name_en"]):
                if name:
                    names.setdefault(_key(name), set()).add(row["region_code"])
        for row in self.rows("region_aliases"):
            if not row["source_code"]:
                names.setdefault(_key(row["alias"]), set()).add(row["region_code"])
        return names

    def of_system(self, system: str) -> dict[str, list[Row]]:
        """The rows of a system, by seed."""
        seeds = [path.stem for path in sorted(self.folder.glob("*.csv")) if _has_systems(path)]
        found = {seed: [row for row in self.rows(seed) if row["system_code"] == system] for seed in seeds}
        return {seed: rows for seed, rows in found.items() if rows}

    def indicator(self, label: str, source: str = "") -> str:
        """The code of the indicator that a label names: a code, a name in either language, or an alias, spelled as the
        landing lets it be, with or without a unit behind it. Aliases of `source` go first, those of no source next.

        Errors: LookupError names the nearest, or all that the label can mean.
        """
        for names in (self._names_of(source), self._names_of(None)):
            for spelling in self._spellings(label):
                if codes := names.get(spelling):
                    return _only(label, codes)
        raise LookupError(self._unknown(message("indicator"), label, self._names_of(None)))

    def scheme(self, label: str) -> str:
        """The code of a grouping scheme, by code or name. Errors: LookupError."""
        return self._by_name(message("grouping scheme"), label, "grouping_schemes", "scheme_code")

    def variant(self, label: str) -> str:
        """The code of a method variant, by code or name. Errors: LookupError."""
        return self._by_name(message("variant"), label, "method_variants", "variant_code")

    @cached_property
    def weighted_variants(self) -> dict[str, str]:
        """Variants that read the weights of a study, with their weighting: `fixed_scaled` brings the sum to 1."""
        rows = self.rows("method_variants")
        return {
            row["variant_code"]: row["weighting"]
            for row in rows
            if row["weighting"] in ("fixed", "fixed_scaled")
        }

    def source(self, label: str) -> str:
        """The code of a source, by code or name. Errors: LookupError."""
        return self._by_name(message("source"), label, "sources", "source_code")

    def group(self, scheme: str, label: str) -> str:
        """The code of a group of a scheme, by code or name. Errors: LookupError."""
        groups = [row for row in self.region_groups if row["scheme_code"] == scheme]
        return self._one(message(f"group of {scheme}"), label, _names(groups, "group_code"))

    @cached_property
    def region_groups(self) -> list[Row]:
        """The groups of every scheme."""
        return self.rows("region_groups")

    def regions(self, scheme: str, group: str = "", unit: str = "member") -> list[str]:
        """The regions that are measured, as the model `ind_system_regions` has them: members of groups, or groups; ''
        for a group that is no region of its own."""
        if unit == "group":
            return [
                row["region_code"]
                for row in self.region_groups
                if row["scheme_code"] == scheme and group in ("", row["group_code"])
            ]
        return [
            row["region_code"]
            for row in self.rows("region_group_members")
            if row["scheme_code"] == scheme and group in ("", row["group_code"])
        ]

    @cached_property
    def systems(self) -> set[str]:
        """Codes of which any seed has rows: what an interrupted writing left counts, too."""
        return {
            row["system_code"]
            for seed in (
                "systems",
                "system_subsystems",
                "system_indicators",
                "system_years",
                "system_variants",
            )
            for row in self.rows(seed)
        }

    def _by_name(self, kind: str, label: str, seed: str, key: str) -> str:
        return self._one(kind, label, _names(self.rows(seed), key))

    def _one(self, kind: str, label: str, names: dict[str, set[str]]) -> str:
        if codes := names.get(_key(label)):
            return _only(label, codes)
        raise LookupError(self._unknown(kind, label, names))

    def _unknown(self, kind: str, label: str, names: dict[str, set[str]]) -> str:
        near = {code: name for name in nearest(_key(label), names) for code in sorted(names[name])}
        shown = ", ".join(f"{code} ({name})" if name != code else code for code, name in near.items())
        if shown:
            return message(f"unknown {kind} {label!r}; nearest: {shown}")
        every = sorted({code for codes in names.values() for code in codes})
        if len(every) > MOST_LISTED:
            return message(f"unknown {kind} {label!r}; nothing is named like it")
        return message(f"unknown {kind} {label!r}; nothing is named like it; there are {', '.join(every)}")

    def _spellings(self, label: str) -> Iterator[str]:
        """As written first; units and marks are looked for only if that is no name."""
        plain = [cell_text.squeezed(label), cell_text.label(label)]
        yield from map(_key, plain)
        for name in plain:
            unitless = cell_text.name_and_unit(name, self._units)[0]
            yield from (_key(unitless), _key(cell_text.without_marks(unitless)))

    @cached_property
    def _units(self) -> frozenset[str]:
        return vocabulary.from_seeds(self.folder).units

    @cached_property
    def _aliases(self) -> list[Row]:
        return self.rows("indicator_aliases")

    @cached_property
    def _indicators(self) -> dict[str, set[str]]:
        return _names(self.rows("indicators"), "indicator_code")

    def _names_of(self, source: str | None) -> dict[str, set[str]]:
        """Names and the codes that they can mean: those that hold for a source, or for any if it is None."""
        names = {name: set(codes) for name, codes in self._indicators.items()}
        own = {_key(row["alias"]) for row in self._aliases if source and row["source_code"] == source}
        for row in self._aliases:
            key = _key(row["alias"])
            # What a source itself calls so goes before what others do.
            holds = row["source_code"] == source if key in own else not row["source_code"]
            if source is None or holds:
                names.setdefault(key, set()).add(row["indicator_code"])
        return names


def mark(system: str) -> str:
    """What the rows of a study's own indicators and regions give as their source."""
    return f"study {system}"


def _has_systems(path: Path) -> bool:
    with path.open(encoding="utf-8-sig") as file:
        return "system_code" in file.readline().strip().split(",")


def _names(rows: list[Row], code: str) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for row in rows:
        for name in (row[code], row["name_zh"], row["name_en"]):
            names.setdefault(_key(name), set()).add(row[code])
    return names


def _key(name: str) -> str:
    return cell_text.squeezed(name).lower()


def _only(label: str, codes: set[str]) -> str:
    if len(codes) > 1:
        raise LookupError(f"{label!r} can mean {' or '.join(sorted(codes))}: write the code")
    return next(iter(codes))
