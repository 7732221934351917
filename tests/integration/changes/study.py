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
# What a study makes itself: indicators, regions in groups, periods, and all years that have figures.
OWN = """\
system: own_13
name: {zh: 十三省市自编指数, en: Thirteen provinces by derived indicators}
regions:
  groups:
    - {code: delta, name: {zh: 长三角, en: Yangtze River Delta}, regions: [上海, 江苏省, Zhejiang, 安徽]}
    - {code: capital, name: {zh: 京津冀, en: Capital region}, regions: [北京, 天津, 河北]}
    - {code: central, name: {zh: 中部, en: Central}, regions: [山西, 江西, 河南, 湖北, 湖南, 辽宁]}
years: all
variants: [entropy_pooled, equal_pooled]
derived:
  - code: services_per_built_up
    name: {zh: 地均第三产业增加值, en: Tertiary value added per built-up area}
    unit: cny_per_square_metre
    ratio: {of: value_added_tertiary, to: built_up_area}
  - {code: services_growth, name: {zh: 三产增速, en: Growth of services}, growth: value_added_tertiary}
  - {code: services_times, name: {zh: 积, en: Product}, unit: cny_100m, product: [value_added_tertiary, secondary_tertiary_share]}
indicators:
  - {indicator: 三产增速, direction: +}
  - {indicator: services_times, direction: +}
  - {indicator: services_per_built_up, direction: +}
  - {indicator: 城镇登记失业率, direction: 负}
drivers: [第三产业增加值, 建成区面积, 每万人拥有公共交通车辆]
pressures: [{code: waste, name: {zh: 废水, en: Waste water}, indicator: 工业废水排放量}]
growth: [2008-2012, 2012-2019]
"""


def write(project):
    """What the command says is kept beside the study."""
    (project.folder / "own.yml").write_text(OWN, encoding="utf-8")
    done = project.run("nianjian", "new-system", "own.yml")
    assert done.returncode == 0, done.stdout + done.stderr
    (project.folder / "study.yml").write_text(STUDY, encoding="utf-8")
    done = project.run("nianjian", "new-system", "study.yml")
    assert done.returncode == 0, done.stdout + done.stderr
    (project.folder / "study.txt").write_text(done.stdout, encoding="utf-8")
