"""Figures of a warehouse that was really built."""

import re

from PIL import Image

# Between them they have every kind of figure.
SYSTEMS = ("new_urbanization", "dual_chain_firms")
KINDS = {
    "score_map", "ranks", "density", "inequality_four_plates", "markov", "spatial_markov", "hot_spots", "ellipse",
    "interaction", "drivers", "partial_dependence", "coupling", "network_industrial_chain_jjj", "weights", "moran",
    "decoupling_co2_per_capita",
}  # fmt: skip


def test_every_kind_of_figure_is_drawn_from_the_marts(built, tmp_path):
    done = built.run("nianjian", "figures", "--language", "en", "--out", str(tmp_path), "--system", *SYSTEMS)
    assert done.returncode == 0, done.stderr
    drawn = {path.name.split(".")[0]: path for path in tmp_path.glob("*/*.svg")}
    assert set(drawn) >= KINDS
    for path in drawn.values():
        with Image.open(path.with_suffix(".png")) as image:
            assert len(image.convert("L").getcolors()) > 20, f"{path.stem} is blank"
    ranks = (tmp_path / "new_urbanization" / "ranks.en.svg").read_text(encoding="utf-8")
    named = built.query("""
        select name_en
        from marts.fct_rank_robustness
        inner join marts.dim_region using (region_code)
        where system_code = 'new_urbanization' and subsystem_code = 'total' and year = 2019
    """)
    assert len(named) == 30 and all(f">{name}<" in ranks for (name,) in named)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    shown = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert shown and all((tmp_path / path).is_file() for path in shown)
