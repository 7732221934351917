"""A study of eight indicators of the sample, written into the seeds."""

STUDY = """\
system: urban_8
name: {zh: 八项指标的新型城镇化, en: New-type urbanization by eight indicators}
regions: {scheme: east_central_west_11_8_11}
years: 2006-2019
variants: [entropy_pooled, topsis_entropy_pooled]
indicators:
  - {indicator: 第二、三产业产值比重, direction: +}
  - {indicator: 居民人均可支配收入（元）, direction: +}
  - {indicator: 建成区绿化覆盖率(%), direction: +}
  - {indicator: Park green space per capita, direction: +}
  - {indicator: health_institution_beds, direction: +}
  - {indicator: 公共图书馆数量, direction: +}
  - {indicator: 城镇登记失业率, direction: 负}
  - {indicator: 工业废水排放量, direction: "-"}
groupings: [东中西三大地带（11/8/11，不含西藏）]
drivers: [第三产业增加值, 建成区面积, 每万人拥有公共交通车辆]
pressures: [{code: waste, name: {zh: 废水, en: Waste water}, indicator: 工业废水排放量}]
"""


def write(project):
    """What the command says is kept beside the study."""
    (project.folder / "study.yml").write_text(STUDY, encoding="utf-8")
    done = project.run("nianjian", "new-system", "study.yml")
    assert done.returncode == 0, done.stdout + done.stderr
    (project.folder / "study.txt").write_text(done.stdout, encoding="utf-8")
