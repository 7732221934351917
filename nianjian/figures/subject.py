"""What a figure is about: one system in one language, read from the marts."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import duckdb
import pandas as pd

from nianjian.figures.boundaries import Boundaries

LANGUAGES = ("zh", "en")

LABEL = """
    select label_{lang} as label, unit_{lang} as unit
    from marts.dim_column
    where table_name = $table and column_name = $column
"""

METHOD = """
    select variant_code, description_zh, description_en, options
    from marts.dim_method_option
    where method_code = $method and is_default
"""

# Years with fewer regions are named as long as they are no more.
MOST_YEARS_SAID = 3

YEARS = """
    select year, count(score) as regions
    from marts.fct_score
    where system_code = $system and variant_code = $variant and subsystem_code = 'total'
    group by year
    order by year
"""


class Method(NamedTuple):
    """The variant that speaks for a method: code, what it does in the language of the figure, options as JSON."""

    variant_code: str
    description: str
    options: str


@dataclass(frozen=True)
class Subject:
    """A system, the variant that speaks for it, and the language of the labels. Boundaries are None without their
    package."""

    connection: duckdb.DuckDBPyConnection = field(repr=False)
    system: dict[str, Any]
    language: str
    boundaries: Boundaries | None = field(default=None, repr=False)

    @property
    def code(self) -> str:
        """Code of the system."""
        return self.system["system_code"]

    @property
    def name(self) -> str:
        """Name of the system in the language of the figure."""
        return self.system[f"name_{self.language}"]

    @property
    def is_synthetic(self) -> bool:
        """Whether every figure of the system was generated."""
        return bool(self.system["is_synthetic"])

    @property
    def region(self) -> str:
        """The column of `dim_region` that names a region on a figure."""
        return self.say(zh="short_name_zh", en="name_en")

    @property
    def scored(self) -> str:
        """A line on the variant that the scores come from."""
        variant = self.system[f"variant_{self.language}"]
        code = self.system["default_variant_code"]
        return self.say(zh=f"评价方案：{variant}（{code}）", en=f"Scores: {variant} ({code})")

    @property
    def years(self) -> list[int]:
        """The years with a score."""
        return self.rows(YEARS).year.to_list()

    @property
    def uneven(self) -> str:
        """A line on the years in which fewer regions have a score than in others: what changes then may be due to
        them. Empty if all years have as many."""
        years = self.rows(YEARS)
        most = int(years.regions.max()) if len(years) else 0
        said = [
            self.say(zh=f"{row.year}年{row.regions}个", en=f"{row.regions} in {row.year}")
            for row in years.itertuples()
            if row.regions < most
        ]
        if not said:
            return ""
        if len(said) > MOST_YEARS_SAID:
            return self.say(
                zh=f"{len(said)}个年份的有分地区少于{most}个。",
                en=f"{len(said)} years have fewer than {most} regions with a score.",
            )
        return self.say(
            zh=f"有分地区{most}个，惟{'、'.join(said)}。",
            en=f"{most} regions with a score, but {', '.join(said)}.",
        )

    def say(self, zh: str, en: str) -> str:
        """Of two texts the one in the language of the figure."""
        return zh if self.language == "zh" else en

    def label(self, table: str, column: str) -> str:
        """What the dictionary calls a column of a mart, for an axis or a legend, with its unit unless the name says it.

        Errors: LookupError, if the marts have no such column.
        """
        found = self.rows(LABEL, table=table, column=column)
        if found.empty:
            raise LookupError(f"no column {column} of {table} in marts.dim_column")
        label, unit = found.iloc[0]
        if pd.isna(unit) or unit.lower() in label.lower():
            return label
        return self.say(zh=f"{label}（{unit}）", en=f"{label} ({unit})")

    def method(self, code: str) -> Method | None:
        """The default variant of a method; None if the method has none."""
        found = self.rows(METHOD, method=code)
        if found.empty:
            return None
        row = found.iloc[0]
        return Method(row.variant_code, row[f"description_{self.language}"], row.options)

    def variant(self, method: Method) -> str:
        """A line on what a method does and on what scores."""
        said = self.say(
            zh=f"方法方案：{method.description.rstrip('。')}（{method.variant_code}）",
            en=f"Method: {method.description.rstrip('.')} ({method.variant_code})",
        )
        return f"{self.scored}\n{said}"

    def rows(self, query: str, **values: Any) -> pd.DataFrame:
        """Rows of the marts; `$system`, `$variant` (of the scores) and what is in `values` may stand in the query.

        Columns `<name>_zh` and `<name>_en` are found as `{lang}`; the name of a region as `{region}`.
        """
        query = query.replace("{lang}", self.language).replace("{region}", self.region)
        known = {"system": self.code, "variant": self.system["default_variant_code"], **values}
        used = {name: value for name, value in known.items() if f"${name}" in query}
        return self.connection.execute(query, used).df()


SYSTEMS = """
    select systems.*, variants.name_zh as variant_zh, variants.name_en as variant_en
    from marts.dim_system as systems
    left join marts.dim_method_variant as variants on systems.default_variant_code = variants.variant_code
    order by systems.system_code
"""


def systems(connection: duckdb.DuckDBPyConnection, wanted: list[str] | None = None) -> list[dict[str, Any]]:
    """The systems of the marts, all or those named. Errors: LookupError, if one of these is none."""
    found = {row["system_code"]: row for row in connection.execute(SYSTEMS).df().to_dict("records")}
    for code in wanted or ():
        if code not in found:
            raise LookupError(f"no system {code!r}; the systems are: {', '.join(found)}")
    return [row for code, row in found.items() if not wanted or code in wanted]
