"""One page that shows what was drawn, without anything to fetch."""

from importlib.resources import files

from jinja2 import Environment

from nianjian.figures.drawn import DrawnFigure


def render(drawn: list[DrawnFigure]) -> str:
    """The page beside the folders of the systems."""
    systems = {}
    for figure in drawn:
        systems.setdefault(figure.system_code, []).append(figure)
    template = files(__package__).joinpath("page.html.j2").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template).render(systems=systems)
