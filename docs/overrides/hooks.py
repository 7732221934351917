"""What MkDocs is told beyond its settings."""

from pathlib import Path

from mkdocs.structure.files import File


def on_files(files, config):
    """Put the page of every table into the site, if `nianjian docs` has written it."""
    page = Path(config.site_dir).parent / "docs.html"
    if page.exists():
        files.append(File.generated(config, "tables.html", abs_src_path=str(page)))
    return files
