"""The dictionary of columns: what a column means stands in one seed, and every description follows from it.

`models/dictionary.md` is written from the seed, a doc block for each column, so that YAML can refer to it. A table that
means something else by a name says so in its own YAML.
"""

import csv
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

SEED = Path("seeds/reference/dictionary.csv")
DOC_BLOCKS = Path("models/dictionary.md")
HEAD = "<!-- Written by `make dictionary` from seeds/reference/dictionary.csv: change it there. -->\n"


@dataclass(frozen=True)
class Column:
    """A row of the dictionary. Without a unit both are blank: codes, names, days, pure numbers."""

    column_name: str
    data_type: str
    unit_zh: str
    unit_en: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str

    @property
    def description(self) -> str:
        """What documentation says of the column."""
        return f"{self.definition_en} / {self.definition_zh}"


def read(project: Path) -> dict[str, Column]:
    """The dictionary by name of column.

    Errors: ValueError with file and line for other columns than `Column` has, a name that stands twice or an empty
    name, label or definition.
    """
    path = project / SEED
    names = [field.name for field in fields(Column)]
    found: dict[str, Column] = {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        if rows.fieldnames != names:
            raise ValueError(f"{SEED}, line 1: the columns must be {', '.join(names)}")
        for row in rows:
            where = f"{SEED}, line {rows.line_num}"
            if None in row or None in row.values():
                raise ValueError(f"{where}: it has not {len(names)} fields")
            empty = [name for name in names if not row[name].strip() and not name.startswith("unit_")]
            if empty:
                raise ValueError(f"{where}: {empty[0]} is empty")
            if row["column_name"] in found:
                raise ValueError(f"{where}: {row['column_name']} stands there twice")
            found[row["column_name"]] = Column(**row)
    return found


def doc_blocks(dictionary: dict[str, Column]) -> str:
    """The dictionary as doc blocks of dbt, in the order of names."""
    blocks = (
        f"{{% docs {name} %}}{column.description}{{% enddocs %}}\n"
        for name, column in sorted(dictionary.items())
    )
    return HEAD + "\n" + "\n".join(blocks)


def write(project: Path) -> Path:
    """Write the doc blocks anew and say where.

    Errors: as `read`.
    """
    path = project / DOC_BLOCKS
    path.write_text(doc_blocks(read(project)), encoding="utf-8")
    return path


def describe(manifest: Any, columns: list[tuple[str, str, str]], dictionary: dict[str, Column]) -> None:
    """Give the columns of seeds and models that dbt's manifest does not describe their meaning.

    A Python model can have no contract: its columns mean what they do in the contracted table that reads it. All
    others mean what the dictionary says. `columns` are schema, table and column of the database; tables of the manifest
    that are not there stay as they are.
    """
    from dbt.artifacts.resources import ColumnInfo

    nodes = [node for node in manifest.nodes.values() if node.resource_type in ("seed", "model")]
    own: dict[tuple[str, str], str] = {}
    for reader in nodes:
        if reader.config.contract.enforced:
            for parent in reader.depends_on_nodes:
                for name, column in reader.columns.items():
                    if name in dictionary and column.description != dictionary[name].description:
                        own[parent, name] = column.description
    by_table = {(node.schema, node.alias): node for node in nodes}
    for schema, table, name in columns:
        node = by_table.get((schema, table))
        if node is None or name not in dictionary:
            continue
        described = node.columns.setdefault(name, ColumnInfo(name))
        of_reader = own.get((node.unique_id, name)) if getattr(node, "language", "") == "python" else None
        described.description = described.description or of_reader or dictionary[name].description
