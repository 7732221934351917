"""One more file among two hundred: what a refresh builds again, and that it gives what a full build gives."""

import csv

PROVINCES = ["北京市", "天津市", "河北省", "山西省", "内蒙古自治区"]


def indicators(project):
    """Names with a unit as exports write them, of indicators that no system uses."""
    reference = project.folder / "seeds" / "reference"

    def rows(name):
        with (reference / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    used = {row["indicator_code"] for row in rows("system_indicators")}
    units = {row["unit_code"]: row["alias"] for row in rows("unit_aliases")}
    return [
        f"{row['name_zh']}({units[row['unit_code']]})"
        for row in rows("indicators")
        if row["indicator_code"] not in used and row["unit_code"] in units and not row["upper_bound"]
    ]


def drop(project, release, name, indicator, first):
    lines = ["数据库：分省年度数据", f"指标：{indicator}", "时间：最近3年", "地区,2020年,2019年,2018年"]
    lines += [
        f"{province},{first + 3 * at},{first + 2 * at},{first + at}"
        for at, province in enumerate(PROVINCES, 1)
    ]
    path = project.folder / "data" / "landing" / "nbs" / release / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*lines, "数据来源：国家统计局"]), encoding="gb18030")


def nodes(project, column):
    return dict(project.query(f"select node_id, {column} from build.nodes where content_hash is not null"))


def run(project, command):
    done = project.run("nianjian", command, "--no-sample")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_one_more_file_among_two_hundred(copy_project):
    project = copy_project("two_hundred")
    names = indicators(project)
    for at in range(200):
        drop(project, f"20{18 + at % 4}", f"file{at}", names[at % 100], 100 + at)
    run(project, "build")
    before = nodes(project, "built_at")
    drop(project, "2026-02", "one_more", names[0], 9000)
    said = run(project, "refresh")
    assert "201 files, 1 read anew" in said

    again = {
        name.split(".")[-1]
        for name, moment in nodes(project, "built_at").items()
        if moment != before.get(name)
    }
    assert {
        "stg_landing__cells",
        "norm_judged_figures",
        "fct_observation",
        "fct_revision",
        "fct_landed_file",
    } <= again
    # No system reads the file: panels stay, and with them all that the methods computed from panels.
    assert not again & {
        "ind_panel",
        "calc_normalised",
        "calc_weights",
        "calc_scores",
        "calc_inequality",
        "fct_score",
    }
    assert project.query("select count(*) from marts.fct_observation where value = 9015") == [(1,)]

    refreshed = nodes(project, "content_hash")
    run(project, "build")
    assert refreshed == nodes(project, "content_hash")
