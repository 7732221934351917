"""Brings the counts of work reports in line with the reports that have landed and the terms of the seed."""

import csv
from pathlib import Path

from nianjian.intake.reports.report_files import Outcome, land
from nianjian.pipeline.paths import Paths


def take_in(paths: Paths, folder: Path | None = None) -> Outcome:
    """Land the reports of a landing folder; without any, the tables are there and empty."""
    seed = paths.reference / "attention_terms.csv"
    if not seed.exists():
        # A project without terms has no use for reports.
        return Outcome([], 0)
    with seed.open(encoding="utf-8", newline="") as file:
        terms = [row["term"] for row in csv.DictReader(file) if row["term"].strip()]
    return land(folder or paths.landing, paths.reports, terms)
