"""A trace as text for a terminal: an indented tree from the score down to the cells."""

from typing import Any

from tabulate import tabulate

from nianjian.inspect.diff_text import place


def as_text(found: dict[str, Any]) -> str:
    """A trace as a tree for a terminal, with its releases and the printed results of the same region and year."""
    subsystems, indicators = found["subsystems"], found["indicators"]
    lines = [*_heading(found), "", *_score_lines("Score", found["score"])]
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
            f"Left the system, {row['not_reported_share']:.0%} not reported: {_named(row, 'indicator')}",
        ]
    return "\n".join([*lines, *_tables(found)])


def _heading(found: dict[str, Any]) -> list[str]:
    variant, score, row = found["variant"], found["score"], found["indicators"][0]
    named = ("variant_code", "name_zh", "name_en", "is_default")
    options = [f"{name} {value}" for name, value in variant.items() if name not in named]
    methods = {"scores": score["method_version"], "weights": row["weight_version"]}
    methods["normalised values"] = row["normalised_version"]
    return [
        _named(found["system"], "system"),
        f"{_named(found['region'], 'region')}, {found['year']}",
        "",
        f"Variant    {_named(variant, 'variant')}{', the default' if variant['is_default'] else ''}",
        *(f"           {', '.join(options[at : at + 6])}" for at in range(0, len(options), 6)),
        f"Versions   {', '.join(f'{method} {version}' for method, version in methods.items())}",
        f"Horizon    releases known on {score['release_horizon']}",
    ]


def _named(row: dict[str, Any], kind: str) -> str:
    return f"{row['name_zh']} {row['name_en']} ({row[f'{kind}_code']})"


def _score_lines(name: str, score: dict[str, Any]) -> list[str]:
    place = f"rank {score['rank']} of {score['region_count']}, tier {score['tier']}"
    verdict = "equal to the stored score" if score["ties"] else f"NOT the stored score {score['score']!r}"
    return [
        f"{name}: {score['score']:.6f}, {place}",
        f"  = {score['formula']} = {score['recomputed']:.6f}, {verdict}",
    ]


def _indicator_lines(row: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """What the indicator adds, its value in the panel, and the cells that it was printed in."""
    part = f"weight {row['weight']:.6f}"
    if found["scoring"]["is_additive"]:
        is_normalised = found["scoring"]["reads"] == "normalised"
        part = f"{row['weight']:.6f} x {row['normalised_value' if is_normalised else 'value']:.6f}"
    extent = "all years" if found["variant"]["scope"] == "pooled" else found["year"]
    unit = " ".join(dict.fromkeys((row["unit_symbol_zh"], row["unit_symbol_en"])))
    years = " and ".join(str(source["year"]) for source in row["sources"])
    status = f"{row['status']}{f' between {years}' if len(row['sources']) > 1 else ''}"
    status += ", synthetic" if row["is_synthetic"] else ""
    verdict = "" if row["ties"] else "; NOT the value that its cells give"
    better = "more" if row["direction"] > 0 else "less"
    return [
        f"{part}  {_named(row, 'indicator')}",
        f"    {row['value']:.10g} {unit}, {status}{verdict}",
        f"    {row['lowest']:.10g} to {row['highest']:.10g} in {extent}; {better} is better",
        *(f"    {line}" for source in row["sources"] for line in _source_lines(source)),
    ]


def _source_lines(source: dict[str, Any]) -> list[str]:
    """The observation as it is printed, and what came of it where its unit is another or it was corrected; one that was
    summed up says over what."""
    if source["parts"]:
        told = f"{source['year']} {source['value']:.10g} {source['unit_code']}, worked out ({source['value_text']}) from"
        return [told, *(f"     {line}" for part in source["parts"] for line in _part_lines(part))]
    if source["status"] == "derived":
        summed = f"{source['year']} {source['value']:.10g} {source['unit_code']}, {source['value_text']}"
        # A report has no sheets: the file is the place.
        place_in = source["source_sheet"] or source["source_file"]
        return [f"{summed}, release {source['release_code']}, {place_in}, {source['source_column']}"]
    printed, became = f"{source['value_text']} {source['printed_unit_code']}", ""
    if source["printed_unit_code"] != source["unit_code"] or source["status"] != "reported":
        became = f" = {source['value']:.10g} {source['unit_code']}"
    if source["status"] != "reported":
        became += f" ({source['status']})"
    where = place(*(source[f"source_{part}"] for part in ("file", "sheet", "row", "column")))
    return [
        f"{source['year']} printed {printed}{became}: {where}",
        f"     cell {source['cell_id']}, release {source['release_code']}",
    ]


def _part_lines(part: dict[str, Any]) -> list[str]:
    times = "" if part["coefficient"] == 1 else f"{part['coefficient']:g} x "
    where = place(*(part[f"source_{name}"] for name in ("file", "sheet", "row", "column")))
    value = f"{part['part_value']:.10g} {part['part_unit_code']}"
    printed = f"printed {part['value_text']} {part['printed_unit_code']}: {where}"
    return [
        f"{part['role']} {times}{part['part_code']} {part['part_year']}: {value}, {printed}",
        f"     cell {part['part_cell_id']}, release {part['release_code']}",
    ]


def _tables(found: dict[str, Any]) -> list[str]:
    """Releases and printed results, each below an empty line; nothing for what there is none of."""
    columns = {
        "releases": [
            "release_code",
            "published_on",
            "published_on_precision",
            "maturity",
            "is_synthetic",
            "title",
        ],
        "firm_files": ["source_file", "rows_read", "rows_accepted", "rows_quarantined"],
        "printed_results": ["measure", "printed_text", "recomputed", "status", "cell_id"],
    }
    tables = []
    for part, names in columns.items():
        if rows := [[row[name] for name in names] for row in found[part]]:
            # Printed text stays as it is: 0.70 is not 0.7.
            tables += ["", tabulate(rows, [name.replace("_", " ") for name in names], disable_numparse=True)]
    return tables
