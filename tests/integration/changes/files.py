"""Five releases of files in as many forms, some of them bad, in the landing folder."""

import io
from functools import partial

import openpyxl

PROVINCES = ["北京市", "天津市", "河北省", "山西省", "内蒙古自治区", "辽宁省", "吉林省"]


def export(indicator, years, rows, notes=(), encoding="gb18030"):
    """A bureau export as bytes."""
    lines = ["数据库：分省年度数据", f"指标：{indicator}", "时间：最近若干年"]
    lines.append(",".join(["地区", *(f"{year}年" for year in years)]))
    lines += [",".join([name, *map(str, values)]) for name, values in rows.items()]
    return "\n".join([*lines, *notes, "数据来源：国家统计局", ""]).encode(encoding)


def gdp(factor=1.0, tianjin=None):
    """Seven provinces that grow by 5 % or so; Tianjin can be given figures of its own."""
    rows = {
        name: [round(factor * 100 * (at + 1) * 1.05**year * (1 + 0.002 * at * year), 2) for year in (2, 1, 0)]
        for at, name in enumerate(PROVINCES)
    }
    return rows | ({"天津市": tianjin} if tianjin else {})


def drop_into(project, place, content):
    path = project.folder / "data" / "landing" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def gdp_lines(factor=1):
    yield "地区,2019年,2018年".encode()
    for at, name in enumerate(PROVINCES):
        yield f"{name},{factor * (at + 1)},{factor * (at + 2)}".encode()


def yearbook():
    """A sheet of cities by two indicators, with a subtotal, a county, padded names and a space inside a number."""
    book = openpyxl.Workbook()
    for row in [
        ["2-12  各市国民经济主要指标（2018年）"],
        ["地  区", "Region", "年末常住人口", "生产总值"],
        ["", "", "(万人)", "(亿元)"],
        ["苏南", "Southern Jiangsu", 3300, 53956.76],
        ["南  京", "Nanjing", 843.6, "12 820. 40"],
        ["无 锡", "Wuxi", 657.5, 11438.62],
        ["昆山市", "Kunshan", 166.6, 3832.1],
        ["不知何处", "Nowhere", 1, 2],
    ]:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def drop_all(project):
    """All of them, and a correction of one cell."""
    drop = partial(drop_into, project)
    years = [2019, 2018, 2017]
    broken = gdp(tianjin=["211.05", 200.9, 330.0])
    drop("nbs/2020-05/population.csv", export("地区生产总值(亿元)", years, broken))
    note = ["注：第四次全国经济普查后对历史数据进行了修订。"]
    drop("nbs/2021-03/gdp.csv", export("地区生产总值(亿元)", years, gdp(1.02), note, "utf-8-sig"))
    drop("nbs/2021-03/silent.csv", b"\n".join(gdp_lines()))
    drop("nbs/2021-03/named.csv", b"\n".join(gdp_lines(2)))
    drop("nbs/2021-03/release.yml", "files: {named.csv: {indicator: 年末常住人口(万人)}}\n".encode())
    drop("nbs/2021-03/garbage.csv", bytes(range(256)))
    drop("yearbook/jiangsu/sheet.xlsx", yearbook())
    project.add_rows(
        "corrections",
        {"cell_id": "nbs_2020_05|nbs/2020-05/population.csv||6|2", "expect_text": "211.05", "corrected_text": "220.5",
         "reason_zh": "试验", "reason_en": "a test", "steward": "tests", "expires_on": "2099-12-31"},
    )  # fmt: skip
