"""Runs the expectations of `suites.yml` over frames of the marts with Great Expectations.

Importing Great Expectations takes some seconds, so it happens when the checks run and not before.
"""

import logging
import os
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import pandas as pd
import yaml

COLUMNS = [
    "mart", "expectation", "column_name", "check_name_en", "check_name_zh", "severity",
    "is_passed", "rows_checked", "rows_unexpected", "examples",
]  # fmt: skip
EXAMPLES_SHOWN = 5


def suites() -> dict[str, list[dict[str, Any]]]:
    """The expectations of every mart, as written in `suites.yml`."""
    return yaml.safe_load(files(__package__).joinpath("suites.yml").read_text(encoding="utf-8"))


def prepare() -> None:
    """Import Great Expectations, without telemetry and without its notes on what it does."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations  # noqa: F401

    logging.getLogger("great_expectations").setLevel(logging.WARNING)


def run(frames: Mapping[str, pd.DataFrame], wanted: Mapping[str, list[dict[str, Any]]]) -> pd.DataFrame:
    """Check each mart's frame; one row per expectation, with the columns COLUMNS.

    Errors: an expectation that could not be evaluated (a column that is not there) raises ValueError with its name.
    """
    prepare()
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    source = context.data_sources.add_pandas("marts")
    rows = [row for mart, entries in wanted.items() for row in _check_mart(gx, source, mart, frames, entries)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _check_mart(
    gx: Any, source: Any, mart: str, frames: Mapping[str, pd.DataFrame], entries: list[dict]
) -> Iterator[list]:
    asset = source.add_dataframe_asset(mart)
    for number, entry in enumerate(entries):
        arguments = dict(entry["with"])
        frame = frames[mart]
        try:
            # A condition on rows is applied here: Great Expectations' own is a query string, with its own quoting rules.
            if condition := arguments.pop("row_condition", None):
                frame = frame[frame[condition[0]].isin(condition[1:])]
            if place := arguments.pop("in_column", None):
                known = frames[place[0]][place[1]]
                # Of these, the ones that occur: Great Expectations copies the list some hundred times.
                arguments["value_set"] = known[known.isin(frame[arguments["column"]])].unique().tolist()
        except KeyError as error:
            raise ValueError(f"{mart}: {entry['en']}: there is no {error}") from error
        batch = asset.add_batch_definition_whole_dataframe(str(number)).get_batch({"dataframe": frame})
        expectation = getattr(gx.expectations, _class_name(entry["expect"]))(**arguments)
        outcome = batch.validate(expectation)
        # What went wrong stands in one place, or by metric.
        told = outcome.exception_info
        for problem in [told] if "raised_exception" in told else told.values():
            if problem["raised_exception"]:
                raise ValueError(f"{mart}: {entry['en']}: {problem['exception_message']}")
        found = outcome.result
        yield [
            mart,
            entry["expect"],
            ", ".join(arguments.get("column_list", [arguments.get("column", "")])),
            entry["en"],
            entry["zh"],
            entry["severity"],
            bool(outcome.success),
            len(frame),
            int(found.get("unexpected_count", 0)),
            ", ".join(str(value) for value in found.get("partial_unexpected_list", [])[:EXAMPLES_SHOWN]),
        ]


def _class_name(expectation: str) -> str:
    return "".join(word.capitalize() for word in expectation.split("_"))
