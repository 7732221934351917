"""Traces an index score back to cells: subsystems, weights, normalised values, panel, observations and releases."""

from collections import defaultdict
from typing import Any

import duckdb
import numpy as np

from nianjian.frames.panels import TOTAL
from nianjian.inspect import trace_tables as tables
from nianjian.inspect.trace_tables import Row, Rows
from nianjian.language import message
from nianjian.methods.scores import composite, scoring_named

TOLERANCE = 1e-9


class NotTraceable(Exception):
    """What was asked for is not in the warehouse; the message says what is."""


def trace(
    connection: duckdb.DuckDBPyConnection, system: str, region: str, year: int, variant: str | None = None
) -> dict[str, Any]:
    """The chain from one score down to cells: see `Traces.of`. Errors: NotTraceable."""
    return Traces(connection, system, variant).of(region, year)


class Traces:
    """All scores of a system under a variant (its default one if None), with what they were made of, read at once.

    Errors: NotTraceable, if there is no score of the system under the variant.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, system: str, variant: str | None = None
    ) -> None:
        keys = {"system": system}

        def ask(query: str) -> Rows:
            return tables.rows(connection, query, **keys)

        self.system = _one(ask(tables.SYSTEMS), "system", system)
        default = self.system["default_variant_code"]
        self.options = _one(ask(tables.VARIANTS), "variant", variant or default, f" of {system}")
        self.variant = {**self.options, "is_default": self.options["variant_code"] == default}
        self.scoring = scoring_named(self.options["scoring"])
        keys |= {"variant": self.options["variant_code"], "scope": self.options["scope"]}
        self.spans = tables.grouped(ask(tables.REGIONS), "region_code")
        self.called = _called(self.spans)
        self.scores = tables.grouped(ask(tables.SCORES), "region_code", "year")
        self.scored = sorted({code for code, _ in self.scores})
        self.indicators = tables.grouped(ask(tables.INDICATORS), "region_code", "year")
        self.sources = tables.grouped(ask(tables.SOURCES), "region_code", "indicator_code")
        self.parts = tables.grouped(ask(tables.PARTS), "derived_cell_id")
        self.printed = tables.grouped(ask(tables.PRINTED), "region_code", "year")
        self.releases, self.firm_files = ask(tables.RELEASES), ask(tables.FIRM_FILES)
        self.left_out = ask(tables.LEFT_OUT)
        self.again = self._scored_again()

    def of(self, region: str, year: int) -> dict[str, Any]:
        """The chain from the score of a region (its code or a name) down to cells, as plain values that JSON can hold.

        Every score and every value of the panel is made again from the figures below it: `ties` says whether the
        result is the one that is stored.
        Errors: NotTraceable, if region or year has no score, or a name fits several regions.
        """
        code = self._code(region.strip())
        at = (code, year)
        if at not in self.scores:
            years = ", ".join(str(known) for of, known in sorted(self.scores) if of == code)
            place = f"{self.system['system_code']} under {self.options['variant_code']}"
            raise NotTraceable(
                f"{place} has no score of {region.strip()} in {year}, but of {years or 'no year'}"
            )
        indicators = [self._with_sources(row, code, year) for row in self.indicators.get(at, [])]
        subsystems = [self._judged(row, indicators, at) for row in self.scores[at] if not _is_total(row)]
        (total,) = (self._judged(row, indicators, at) for row in self.scores[at] if _is_total(row))
        used = [source for row in indicators for source in row["sources"]]
        releases = {row["release_code"] for source in used for row in (source, *source["parts"])}
        return {
            "system": self.system,
            "region": self._named(code, year),
            "year": year,
            "variant": self.variant,
            "scoring": {"reads": self.scoring.reads, "is_additive": self.scoring.is_additive},
            "score": total,
            "subsystems": subsystems,
            "indicators": indicators,
            "ties": all(part["ties"] for part in (total, *subsystems, *indicators)),
            "left_out": self.left_out,
            "releases": [row for row in self.releases if row["release_code"] in releases],
            "firm_files": [row for row in self.firm_files if row["release_code"] in releases],
            "printed_results": self.printed.get(at, []),
        }

    def _scored_again(self) -> dict[tuple[str, str, int], float]:
        """Scores by part, region and year: regions that are looked at together, by the scoring of the variant."""
        together = defaultdict(list)
        for (code, year), rows in self.indicators.items():
            period = year if self.options["scope"] == "year" else None
            for row in rows:
                for part in self._parts_of(row):
                    together[part, period].append((code, year, row))
        return {
            (part, code, year): score
            for (part, _), cells in together.items()
            for (code, year), score in self._composite(cells).items()
        }

    def _parts_of(self, row: Row) -> list[str]:
        """The parts of the score that an indicator enters by a weight."""
        own = self.system["weight_scope"] == "subsystem"
        return [row["subsystem_code"]] if own else [row["subsystem_code"], TOTAL]

    def _composite(self, cells: list[tuple[str, int, Row]]) -> dict[tuple[str, int], float]:
        column = "normalised_value" if self.scoring.reads == "normalised" else "value"
        rows = dict.fromkeys((code, year) for code, year, _ in cells)
        columns = {row["indicator_code"]: row for _, _, row in cells}
        at, across = ({key: place for place, key in enumerate(keys)} for keys in (rows, columns))
        values = np.full((len(rows), len(columns)), np.nan)
        for code, year, row in cells:
            values[at[code, year], across[row["indicator_code"]]] = row[column]
        weights, direction = ([row[name] for row in columns.values()] for name in ("weight", "direction"))
        return dict(zip(rows, composite(values, weights, direction, self.options).tolist(), strict=True))

    def _judged(self, score: Row, indicators: Rows, at: tuple[str, int]) -> Row:
        """A score of the region and year `at`, as it is made again beside the stored one."""
        part, own = score["subsystem_code"], self.system["weight_scope"] == "subsystem"
        if part == TOTAL and own:
            formula = message("sum of contribution x subsystem score")
            # From scores made again, so that the chain has no gap.
            result = sum(
                row["contribution"] * self.again[row["subsystem_code"], *at]
                for row in self.scores[at]
                if not _is_total(row)
            )
        else:
            formula, result = self.scoring.formula(self.options), self.again[part, *at]
            whole = sum(row["weight"] for row in indicators if part in self._parts_of(row))
            if not self.scoring.is_additive:
                formula = message(f"{formula}, no sum of parts")
            elif whole and abs(whole - 1) > TOLERANCE:
                # Where weights sum to 1 over the system, those of a subsystem are brought to 1 for its score.
                formula = message(f"{formula} / sum of weights")
        ties = abs(result - score["score"]) <= TOLERANCE
        return {**score, "formula": formula, "recomputed": result, "ties": ties}

    def _with_sources(self, row: Row, code: str, year: int) -> Row:
        """An indicator with its observations; `ties` if its value lies on the line through them.

        They are that of the year itself or, where the cell is interpolated, those of the nearest years around it.
        """
        known = self.sources.get((code, row["indicator_code"]), [])
        years = [source["year"] for source in known]
        around = {
            max(filter(year.__ge__, years), default=None),
            min(filter(year.__le__, years), default=None),
        }
        own = [
            {
                "indicator_code": row["indicator_code"],
                **source,
                "parts": self.parts.get((source["cell_id"],), []),
            }
            for source in known
            if source["year"] in around
        ]
        if not own:
            return {**row, "sources": own, "ties": False}
        first, last = own[0], own[-1]
        rise = (last["value"] - first["value"]) / (last["year"] - first["year"] or 1)
        distance = abs(first["value"] + rise * (year - first["year"]) - row["value"])
        largest = max(abs(first["value"]), abs(last["value"]))
        return {**row, "sources": own, "ties": distance <= TOLERANCE * largest}

    def _named(self, code: str, year: int | None = None) -> Row:
        """A region by the name of the year or else its last one."""
        spans = self.spans[code,]
        of_year = [
            span for span in spans if year and span["valid_from"] <= year <= (span["valid_to"] or year)
        ]
        span = (of_year or spans)[-1]
        return {"region_code": code, "name_zh": span["name_zh"], "name_en": span["name_en"]}

    def _code(self, name: str) -> str:
        """The code of the one region of the system that is called so."""
        called = self.called[name.lower()]
        found = [code for code in self.scored if code in called]
        if len(found) == 1:
            return found[0]
        system = self.system["system_code"]
        if found:
            raise NotTraceable(
                f"{name!r} fits several regions of {system}, give the code: {self._listed(found)}"
            )
        if called:
            raise NotTraceable(
                f"{name!r} ({', '.join(sorted(called))}) is none of the regions of {system}: {self._listed(self.scored)}"
            )
        raise NotTraceable(
            f"no region is called {name!r}, none of the regions of {system}: {self._listed(self.scored)}"
        )

    def _listed(self, codes: list[str]) -> str:
        return ", ".join(" ".join(self._named(code).values()) for code in codes)


def _one(rows: Rows, kind: str, code: str, context: str = "") -> Row:
    found = {row[f"{kind}_code"]: row for row in rows}
    if code not in found:
        there = ", ".join(found) or "none"
        raise NotTraceable(f"no scores of a {kind} {code!r}{context}; there are: {there}")
    return found[code]


def _is_total(score: Row) -> bool:
    return score["subsystem_code"] == TOTAL


def _called(spans: dict[tuple, Rows]) -> defaultdict[str, set[str]]:
    """Codes of regions by each of their names, and by themselves, in small letters."""
    called = defaultdict(set)
    for (code,), rows in spans.items():
        for name in (
            code,
            *(row[column] for row in rows for column in ("name_zh", "short_name_zh", "name_en")),
        ):
            if name:
                called[name.lower()].add(code)
    return called
