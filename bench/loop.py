"""The loop of a study, from an edited file to its ranks: `nianjian try` beside the same steps in plain pandas.

    python -m bench.loop    # about a minute; needs a published warehouse

31 regions, 12 years, 12 indicators, 6 variants, by the sample. Both are processes of their own, as one types them: wall and
processor time (user and system), the best of several. Plain pandas reads the panel from a CSV that is ready, and gives
weights, scores and ranks of the six variants, their spread, means and Gini by group: neither coupling, checks of input,
synthetic marks and half units, nor what has changed since the last try.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.report import print_machine, print_table
from nianjian.pipeline.paths import of_project
from nianjian.study import run, trying
from nianjian.study.workbench import Workbench

TIMES = 5
INDICATORS = {
    "secondary_tertiary_share": "+", "disposable_income_per_capita": "+", "value_added_tertiary": "+",
    "built_up_area": "+", "built_up_area_green_cover": "+", "park_green_space_per_capita": "+",
    "health_institution_beds": "+", "public_libraries": "+", "urban_road_area_per_capita": "+",
    "public_transport_vehicles_per_10k": "+", "registered_urban_unemployment_rate": "-",
    "industrial_wastewater_discharge": "-",
}  # fmt: skip
VARIANTS = [
    "entropy_pooled",
    "topsis_entropy_pooled",
    "equal_pooled",
    "cv_pooled",
    "entropy_year",
    "equal_year",
]
STUDY = f"""\
system: loop_12
name: {{zh: 十二项指标, en: Twelve indicators}}
regions: {{scheme: east_central_west_11_8_12}}
years: 2008-2019
variants: [{", ".join(VARIANTS)}]
indicators:
{"".join(f'  - {{indicator: {name}, direction: "{sign}"}}' + chr(10) for name, sign in INDICATORS.items())}
groupings: [east_central_west_11_8_12]
"""
PLAIN = f"""\
import sys
import numpy as np
import pandas as pd

panel = pd.read_csv(sys.argv[1], dtype={{"region_code": str}})
signs = {INDICATORS!r}
groups = panel.groupby("region_code")["group_code"].first()
x = panel.pivot(index=["region_code", "year"], columns="indicator_code", values="value")[list(signs)]
sign = np.array([1 if one == "+" else -1 for one in signs.values()])


def scaled(x):
    z = (x - x.min()) / (x.max() - x.min())
    return z * sign + (sign < 0)


def entropy(z):
    p = z / z.sum()
    e = -(p * np.log(p.where(p > 0, 1))).sum() / np.log(len(z))
    return (1 - e) / (1 - e).sum()


def cv(z):
    v = z.std(ddof=0) / z.mean()
    return v / v.sum()


def equal(z):
    return pd.Series(1 / z.shape[1], z.columns)


def topsis(x, weight):
    v = x / np.sqrt((x**2).sum()) * weight
    best, worst = v.max().where(sign > 0, v.min()), v.min().where(sign > 0, v.max())
    far, near = (np.sqrt(((v - end) ** 2).sum(axis=1)) for end in (worst, best))
    return far / (far + near)


scores = {{}}
z = scaled(x)
for name, weigh in (("entropy", entropy), ("equal", equal), ("cv", cv)):
    scores[name] = z @ weigh(z)
scores["topsis"] = topsis(x, entropy(z))
for name, weigh in (("entropy by year", entropy), ("equal by year", equal)):
    years = [scaled(rows) for _, rows in x.groupby("year")]
    scores[name] = pd.concat([rows @ weigh(rows) for rows in years])
scores = pd.DataFrame(scores)
ranks = scores.groupby("year").rank(ascending=False, method="min").astype(int)
spread = pd.DataFrame({{"best": ranks.min(axis=1), "worst": ranks.max(axis=1)}})
means = scores.groupby([scores.index.get_level_values("region_code").map(groups), "year"]).mean()


def gini(y):
    return np.abs(y.to_numpy()[:, None] - y.to_numpy()).mean() / (2 * y.mean())


ginis = scores["entropy"].groupby("year").apply(gini)
last = ranks.xs(2019, level="year").join(spread.xs(2019, level="year")).sort_values("entropy")
print(last.to_string(), means.xs(2019, level="year").to_string(), ginis.to_string(), sep="\\n\\n")
"""


def typed(command: list[str], folder: Path) -> tuple[float, float, str]:
    """Best wall and processor seconds of a process, and what it printed last."""
    best, said = [float("inf")] * 2, ""
    for _ in range(TIMES):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        spent = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best, said = [min(best[0], spent), min(best[1], used)], done.stdout
    return *best, said


def saved(paths, file: Path) -> tuple[float, float]:
    """Best wall and processor seconds of a try in a process that watches."""
    workbench, best = Workbench(paths), [float("inf")] * 2
    for _ in range(TIMES):
        start, used = time.perf_counter(), time.process_time()
        trying.once(paths, file, lambda said: None, workbench)
        best = [min(best[0], time.perf_counter() - start), min(best[1], time.process_time() - used)]
    return best[0], best[1]


def main() -> None:
    print_machine()
    paths = of_project()
    with tempfile.TemporaryDirectory() as folder:
        study, panel, plain = (Path(folder) / name for name in ("study.yml", "panel.csv", "plain.py"))
        study.write_text(STUDY, encoding="utf-8")
        plain.write_text(PLAIN, encoding="utf-8")
        trial = run(study)
        members = trial.table("region_group_members").query("scheme_code == 'east_central_west_11_8_12'")
        trial.panel.merge(members, on="region_code").to_csv(panel, index=False)
        program = str(Path(sys.executable).parent / "nianjian")
        empty = typed([sys.executable, "-c", "import duckdb, pandas"], paths.project)
        pandas = typed([sys.executable, str(plain), str(panel)], paths.project)
        ours = typed([program, "try", str(study)], paths.project)
        again = saved(paths, study)
        default = trial.scores.query(
            "variant_code == 'entropy_pooled' and subsystem_code == 'total' and year == 2019"
        )
        first = default.nsmallest(1, "rank")["region_code"].iloc[0]
        # Both put the same region first, or they did not work out the same thing.
        assert pandas[2].splitlines()[2].startswith(first), (first, pandas[2][:400])
    rows = [
        [name, f"{wall:.2f} s", f"{used:.2f} s"]
        for name, (wall, used, *_) in {
            "start-up: Python, pandas and DuckDB": empty,
            "plain pandas, from a panel in CSV": pandas,
            "nianjian try": ours,
            "nianjian try --watch, after a save": again,
        }.items()
    ]
    print_table("From a study to its ranks", ["", "wall", "user and system"], rows)
    print(f"\nload of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
