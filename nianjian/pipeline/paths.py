"""Where a build writes and where its results are published, below the folder of the project."""

from dataclasses import dataclass
from pathlib import Path

DATABASE = "nianjian.duckdb"


@dataclass(frozen=True)
class Paths:
    """`project` holds dbt_project.yml. The work file has the name of the published one: DuckDB names a database after
    its file, and what is built must not change its name when it is published."""

    project: Path
    warehouse: Path
    # Elsewhere than in the project, to compare engines.
    firms_folder: Path | None = None

    @property
    def work(self) -> Path:
        """What a build writes."""
        return self.warehouse / "work" / DATABASE

    @property
    def published(self) -> Path:
        """What readers open; a build replaces it by one rename."""
        return self.warehouse / DATABASE

    @property
    def landing_store(self) -> Path:
        """What has landed; builds as of any day share it."""
        return self.project / "warehouse" / "landing.duckdb"

    @property
    def firms(self) -> Path:
        """Firm rows, the database in which they are worked on, and the tables by city that come of it."""
        return self.firms_folder or self.project / "warehouse" / "firms"

    @property
    def reports(self) -> Path:
        """Counts of work reports, as Parquet."""
        return self.project / "warehouse" / "reports"

    @property
    def lock(self) -> Path:
        """The folder that a build, a landing or the documentation holds: they share what has landed."""
        return self.project / "warehouse"

    @property
    def sample(self) -> Path:
        """A landing folder of generated files, in use until reported figures take their place."""
        return self.project / "warehouse" / "sample"

    @property
    def landing(self) -> Path:
        """The landing folder of files of publishers."""
        return self.project / "data" / "landing"

    @property
    def reference(self) -> Path:
        """The seeds of code lists and settings."""
        return self.project / "seeds" / "reference"

    @property
    def quality_page(self) -> Path:
        """What the checks found, as a page."""
        return self.warehouse / "quality.html"

    @property
    def docs_page(self) -> Path:
        """Every table and column, as a page."""
        return self.warehouse / "docs.html"

    @property
    def figures(self) -> Path:
        """The folder that figures are drawn into."""
        return self.warehouse / "figures"


def of_project(folder: Path | None = None, as_of: str = "") -> Paths:
    """The paths of the project in this folder or one above it. A build as of an earlier day is published apart.

    Errors: FileNotFoundError outside a project.
    """
    start = (folder or Path.cwd()).resolve()
    for place in (start, *start.parents):
        if (place / "dbt_project.yml").exists():
            warehouse = place / "warehouse"
            return Paths(place, warehouse / "as_of" / as_of if as_of else warehouse)
    raise FileNotFoundError(f"no dbt_project.yml in {start} or above it: run this inside the project")
