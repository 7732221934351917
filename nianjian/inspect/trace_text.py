"""A trace as text for a terminal: an indented tree from the score down to the cells."""

from typing import Any

from tabulate import tabulate

from nianjian.inspect.diff_text import place
from nianjian.language import message, padded, tr, translated

LABEL_WIDTH = 11
# How a figure came to be, as the warehouse writes it down and as people read it.
STATUS = {
    "reported": message("reported"),
    "corrected": message("corrected"),
    "derived": message("derived"),
    "interpolated": message("interpolated"),
}
# A formula is part of the trace, in English; these are said in Chinese.
FORMULAS = (
    message("sum of weight x normalised"),
    message("sum of weight x (normalised + {1})"),
    message("TOPSIS closeness"),
)
# Tables below the tree: their columns, and how they are headed.
TABLES = {
    "releases": {
        "release_code": message("release code"),
        "published_on": message("published on"),
        "published_on_precision": message("published on precision"),
        "maturity": message("maturity"),
        "is_synthetic": message("is synthetic"),
        "title": message("title"),
    },
    "firm_files": {
        "source_file": message("source file"),
        "rows_read": message("rows read"),
        "rows_accepted": message("rows accepted"),
        "rows_quarantined": message("rows quarantined"),
    },
    "printed_results": {
        "measure": message("measure"),
        "printed_text": message("printed text"),
        "recomputed": message("recomputed"),
        "status": message("status"),
        "cell_id": message("cell id"),
    },
}


def as_text(found: dict[str, Any]) -> str:
    """A trace as a tree for a terminal, with its releases and the printed results of the same region and year."""
    subsystems, indicators = found["subsystems"], found["indicators"]
    lines = [*_heading(found), "", *_score_lines(tr("Score"), found["score"])]
    for part in subsystems:
        name = f"{part['subsystem_name_zh']} {part['subsystem_name_en']} ({part['subsystem_code']})"
        weighed = f"{part['contribution']:g} x " if found["system"]["weight_scope"] == "subsystem" else ""
        lines += ["", *(f"  {line}" for line in _score_lines(f"{weighed}{name}", part))]
        own = [row for row in indicators if row["subsystem_code"] == part["subsystem_code"]]
        lines += [f"    {line}" for row in own for line in _indicator_lines(row, found)]
    if not subsystems:
        lines += [f"  {line}" for row in indicators for line in _indicator_lines(row, found)]
    for row in found["left_out"]:
        lines += [
            "",
            tr(
                "Left the system, {share:.0%} not reported: {indicator}",
                share=row["not_reported_share"],
                indicator=_named(row, "indicator"),
            ),
        ]
    return "\n".join([*lines, *_tables(found)])


def _heading(found: dict[str, Any]) -> list[str]:
    variant, score, row = found["variant"], found["score"], found["indicators"][0]
    named = ("variant_code", "name_zh", "name_en", "is_default")
    options = [f"{name} {value}" for name, value in variant.items() if name not in named]
    stated = (score["method_version"], row["weight_version"], row["normalised_version"])
    versions = dict.fromkeys(method for version in stated for method in version.split(", "))
    return [
        _named(found["system"], "system"),
        f"{_named(found['region'], 'region')}, {found['year']}",
        "",
        _line(
            tr("Variant"), _named(variant, "variant") + (tr(", the default") if variant["is_default"] else "")
        ),
        *(_line("", ", ".join(options[at : at + 6])) for at in range(0, len(options), 6)),
        _line(tr("Versions"), ", ".join(versions)),
        _line(tr("Horizon"), tr("releases known on {day}", day=score["release_horizon"])),
    ]


def _line(label: str, said: str) -> str:
    return padded(label, LABEL_WIDTH) + said


def _named(row: dict[str, Any], kind: str) -> str:
    return f"{row['name_zh']} {row['name_en']} ({row[f'{kind}_code']})"


def _score_lines(name: str, score: dict[str, Any]) -> list[str]:
    verdict = tr("equal to the stored score")
    if not score["ties"]:
        verdict = tr("NOT the stored score {score!r}", score=score["score"])
    place = tr("rank {rank} of {region_count}, tier {tier}", **score)
    return [
        f"{name}: {score['score']:.6f}, {place}",
        f"  = {translated(score['formula'])} = {score['recomputed']:.6f}, {verdict}",
    ]


def _indicator_lines(row: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """What the indicator adds, its value in the panel, and the cells that it was printed in."""
    part = tr("weight {weight:.6f}", weight=row["weight"])
    if found["scoring"]["is_additive"]:
        is_normalised = found["scoring"]["reads"] == "normalised"
        part = f"{row['weight']:.6f} x {row['normalised_value' if is_normalised else 'value']:.6f}"
    extent = tr("all years") if found["variant"]["scope"] == "pooled" else found["year"]
    unit = " ".join(dict.fromkeys((row["unit_symbol_zh"], row["unit_symbol_en"])))
    status = tr(STATUS[row["status"]])
    if len(row["sources"]) > 1:
        first, last = (source["year"] for source in row["sources"])
        status = tr("{status} between {first} and {last}", status=status, first=first, last=last)
    status += tr(", synthetic") if row["is_synthetic"] else ""
    verdict = "" if row["ties"] else tr("; NOT the value that its cells give")
    span = message("{lowest:.10g} to {highest:.10g} in {extent}; more is better")
    if row["direction"] < 0:
        span = message("{lowest:.10g} to {highest:.10g} in {extent}; less is better")
    return [
        f"{part}  {_named(row, 'indicator')}",
        f"    {row['value']:.10g} {unit}, {status}{verdict}",
        f"    {tr(span, lowest=row['lowest'], highest=row['highest'], extent=extent)}",
        *(f"    {line}" for source in row["sources"] for line in _source_lines(source)),
    ]


def _source_lines(source: dict[str, Any]) -> list[str]:
    """The observation as it is printed, and what came of it where its unit is another or it was corrected; one that was
    summed up says over what."""
    if source["parts"]:
        told = tr("{year} {value:.10g} {unit_code}, worked out ({value_text}) from", **source)
        return [told, *(f"     {line}" for part in source["parts"] for line in _part_lines(part))]
    if source["status"] == "derived":
        summed = f"{source['year']} {source['value']:.10g} {source['unit_code']}, {source['value_text']}"
        release = tr("release {release}", release=source["release_code"])
        # A report has no sheets: the file is the place.
        place_in = source["source_sheet"] or source["source_file"]
        return [f"{summed}, {release}, {place_in}, {source['source_column']}"]
    printed, became = f"{source['value_text']} {source['printed_unit_code']}", ""
    if source["printed_unit_code"] != source["unit_code"] or source["status"] != "reported":
        became = f" = {source['value']:.10g} {source['unit_code']}"
    if source["status"] != "reported":
        became += f" ({tr(STATUS[source['status']])})"
    where = place(*(source[f"source_{part}"] for part in ("file", "sheet", "row", "column")))
    told = tr("{year} printed {printed}", year=source["year"], printed=printed)
    return [f"{told}{became}: {where}", _cell_line(source["cell_id"], source["release_code"])]


def _part_lines(part: dict[str, Any]) -> list[str]:
    times = "" if part["coefficient"] == 1 else f"{part['coefficient']:g} x "
    where = place(*(part[f"source_{name}"] for name in ("file", "sheet", "row", "column")))
    value = f"{part['part_value']:.10g} {part['part_unit_code']}"
    printed = tr("printed {text} {unit}", text=part["value_text"], unit=part["printed_unit_code"])
    return [
        f"{part['role']} {times}{part['part_code']} {part['part_year']}: {value}, {printed}: {where}",
        _cell_line(part["part_cell_id"], part["release_code"]),
    ]


def _cell_line(cell: str, release: str) -> str:
    return "     " + tr("cell {cell}, release {release}", cell=cell, release=release)


def _tables(found: dict[str, Any]) -> list[str]:
    """Releases and printed results, each below an empty line; nothing for what there is none of."""
    tables = []
    for part, names in TABLES.items():
        if rows := [[row[name] for name in names] for row in found[part]]:
            # Printed text stays as it is: 0.70 is not 0.7.
            tables += ["", tabulate(rows, [tr(head) for head in names.values()], disable_numparse=True)]
    return tables
