# The face of nianjian. `make` alone lists what there is.
PYTHON ?= python3.11
BIN := .venv/bin
# Shells have names like TARGET and LANGUAGE for other ends: of these, only what is said at make's own command counts.
SAID := AS_OF LANDING SAMPLE TARGET MEMORY SPILL FILE CHECK REMOVE SAVE WATCH TABLE SYSTEM REGION YEAR VARIANT FORMAT FROM TO OUT LANGUAGE INDICATORS YEARS REGIONS
$(foreach name,$(SAID),$(if $(filter command,$(firstword $(origin $(name)))),,$(eval unexport $(name))$(eval override $(name) :=)))
# What works on firm rows: duckdb, or a Spark target of profiles.yml.
ENGINE = $(if $(filter-out duckdb,$(filter $(TARGET),$(shell sed -n 's/^    \([a-z_]*\):$$/\1/p' profiles.yml))),.venv-spark/ready)
SPARK = $(if $(shell command -v java),.venv-spark/ready)
# How much memory engines may use for firm rows, and where they put the rest.
export NIANJIAN_MEMORY := $(MEMORY)
export NIANJIAN_SPILL := $(SPILL)
ifeq ($(filter $(or $(SAMPLE),1),0 1),)
$(error SAMPLE is 0 or 1, not "$(SAMPLE)")
endif
AS_KNOWN = $(if $(AS_OF),--as-of "$(AS_OF)")
LANDED = $(if $(LANDING),--landing "$(LANDING)") $(if $(filter 0,$(SAMPLE)),--no-sample)
BUILT = $(AS_KNOWN) $(LANDED) $(if $(TARGET),--target "$(TARGET)")
# What `make help` speaks: as the commands do.
LOCALE = $(or $(NIANJIAN_LANGUAGE),$(LC_ALL),$(LC_MESSAGES),$(LANG))
SPOKEN = $(if $(filter zh%,$(LOCALE)),2,1)

.DEFAULT_GOAL := help
.PHONY: help build refresh land fetch try new-system test quick parity check trace diff due docs dictionary figures bench lint format messages lock clean

help:  ## List the targets / 列出各命令
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## | / ' '{printf "  make %-10s %s\n", $$1, $$(1 + $(SPOKEN))}'

build: .venv/runtime $(ENGINE)  ## Install, build, test, check and publish the warehouse (AS_OF=YYYY-MM-DD: as known on that day; TARGET=spark: firm rows on Spark) / 安装、构建、测试、检查并发布数据仓库（AS_OF=YYYY-MM-DD：只用当日已公布的数据；TARGET=spark：用 Spark 处理企业数据）
	@$(BIN)/nianjian build $(BUILT)

refresh: .venv/runtime $(ENGINE)  ## Take in new files and build again only what depends on what has changed (LANDING=, SAMPLE=0) / 导入新文件，只重建受影响的表（LANDING=、SAMPLE=0）
	@$(BIN)/nianjian refresh $(BUILT)

land: .venv/runtime  ## Take in what lies in data/landing (LANDING=folder) and report, file by file; SAMPLE=0: no sample / 导入 data/landing 中的文件并逐个报告（LANDING=文件夹）；SAMPLE=0：不用示例年鉴
	@$(BIN)/nianjian land $(LANDED)

fetch: .venv/runtime .venv-fetch/ready  ## Ask the bureau's query service for real figures and put them into data/landing (SYSTEM=code, or INDICATORS="gdp, cpi"; YEARS=2010-2019 REGIONS=provinces|cities|nation) / 向国家统计局查询服务获取数据，放入 data/landing（SYSTEM=代码，或 INDICATORS="gdp, 年末常住人口"；YEARS=2010-2019 REGIONS=provinces|cities|nation）
	@$(BIN)/nianjian fetch $(if $(SYSTEM),--system "$(SYSTEM)") $(if $(INDICATORS),--indicators "$(INDICATORS)") $(if $(YEARS),--years "$(YEARS)") $(if $(REGIONS),--regions "$(REGIONS)")

try: .venv/runtime  ## What a study gives, in seconds and published nowhere (FILE=study.yml; WATCH=1: again whenever it is saved; TABLE=fct_moran: a table as CSV) / 数秒内试算一项研究，不发布（FILE=study.yml；WATCH=1：每次保存后重算；TABLE=fct_moran：以 CSV 输出一张表）
	@$(BIN)/nianjian try "$(FILE)" $(if $(WATCH),--watch) $(if $(TABLE),--table "$(TABLE)")

new-system: .venv/runtime  ## Make an indicator system of a study, or take in what was edited (FILE=study.yml; asks without one; CHECK=1: only check; REMOVE=code: take it out) / 由研究文件建立或更新指标体系（FILE=study.yml，省略则逐项提问；CHECK=1：只检查；REMOVE=代码：移除）
	@$(BIN)/nianjian new-system $(if $(FILE),"$(FILE)") $(if $(REMOVE),--remove "$(REMOVE)") $(if $(CHECK),--check) $(if $(SAVE),--save "$(SAVE)")

test: .venv/test .venv-fetch/ready $(SPARK)  ## Run every test: library, dbt, whole builds from seeds to the published file, Spark beside DuckDB / 运行全部测试：库、dbt、从种子表到发布文件的完整构建、Spark 与 DuckDB 对照
	@$(if $(SPARK),,echo 'NO JAVA HERE: Spark is not compared with DuckDB')
	@$(BIN)/python -m pytest

# Beside the tests that need a build: not the figures, the packages that methods are compared with, and their pages.
QUICK = tests/unit nianjian/methods --ignore=tests/unit/figures --ignore-glob='*peers.py' --ignore=tests/unit/methods/test_pages.py

quick: lint  ## What a change most likely breaks: style, dbt's parsing, tests that need no build / 查出改动最可能破坏之处：写法、dbt 解析、无需构建的测试
	@$(BIN)/dbt --quiet parse --no-write-json & parsing=$$!; \
	EXAMPLES=10 $(BIN)/python -m pytest $(QUICK); tested=$$?; \
	wait $$parsing && exit $$tested

parity: .venv/runtime .venv-spark/ready  ## Work out the firm tables on DuckDB and on Spark and compare every column / 分别用 DuckDB 与 Spark 计算企业结果表，逐列比较
	@$(BIN)/nianjian parity

check: .venv/runtime  ## Failed checks, open findings, printed results against recomputed (AS_OF=YYYY-MM-DD: of the build as of that day; SYSTEM=code: of one system) / 未通过的检查、未结问题、刊载值与重算值的比较（AS_OF=YYYY-MM-DD：该截止日的构建；SYSTEM=代码：单个体系）
	@$(BIN)/nianjian check $(AS_KNOWN) $(if $(SYSTEM),--system "$(SYSTEM)")

trace: .venv/runtime  ## From a score down to its cells (SYSTEM= REGION= YEAR= [VARIANT=] [FORMAT=json]) / 从得分追溯到单元格（SYSTEM= REGION= YEAR= [VARIANT=] [FORMAT=json]）
	@$(BIN)/nianjian trace "$(SYSTEM)" "$(REGION)" "$(YEAR)" $(if $(VARIANT),--variant "$(VARIANT)") $(if $(FORMAT),--format "$(FORMAT)")

diff: .venv/runtime  ## What changed between two releases or two published files (FROM= TO= [FORMAT=json]) / 比较两个发布批次或两个已发布的文件（FROM= TO= [FORMAT=json]）
	@$(BIN)/nianjian diff "$(FROM)" "$(TO)" $(if $(FORMAT),--format "$(FORMAT)")

due: .venv/runtime  ## What the release calendar lets expect and has not landed, what came in since, which studies it concerns (AS_OF=YYYY-MM-DD, FORMAT=json) / 按发布日历应到未到的数据、此后新到的批次及所涉研究（AS_OF=YYYY-MM-DD、FORMAT=json）
	@$(BIN)/nianjian due $(AS_KNOWN) $(if $(FORMAT),--format "$(FORMAT)")

docs: .venv/docs  ## Write the documentation as a site that needs no network, with a page of every table (warehouse/site) / 写出说明文档网站，含每张表一页，无需联网（warehouse/site）
	@$(BIN)/nianjian docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@echo 'Site         warehouse/site/index.html'

dictionary: .venv/runtime  ## Write the doc blocks of every column from seeds/reference/dictionary.csv / 由 seeds/reference/dictionary.csv 写出各列的文档块
	@$(BIN)/nianjian dictionary

figures: .venv/figures  ## Draw every figure with Chinese and English labels, SVG and PNG (SYSTEM=code LANGUAGE=zh|en OUT=folder) / 绘制全部图件，中英文各一套，SVG 与 PNG（SYSTEM=代码 LANGUAGE=zh|en OUT=文件夹）
	@$(BIN)/nianjian figures $(if $(SYSTEM),--system $(SYSTEM)) $(if $(LANGUAGE),--language "$(LANGUAGE)") $(if $(OUT),--out "$(OUT)")

bench: .venv/test  ## Time the methods beside their peers and print ratios / 与同类库比较各方法的用时
	@for bench in dagum topsis robustness networks change space drivers landing firms; do $(BIN)/python -m bench.$$bench || exit 1; done

lint: .venv/test  ## Check the style of Python and SQL / 检查 Python 与 SQL 的写法
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/sqlfmt --check models tests/data analyses

format: .venv/test  ## Put Python and SQL in style / 统一 Python 与 SQL 的写法
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format . && $(BIN)/sqlfmt models tests/data analyses

messages: .venv/runtime  ## Bring the catalogue of Chinese texts in line with the code / 使命令提示的中文目录与代码一致
	@$(BIN)/python -m nianjian.locale.collect

lock:  ## Write the lock files anew after changing a version (needs uv) / 改动版本后重写锁定文件（需要 uv）
	@requirements/lock.sh

clean:  ## Remove what builds wrote; the environment and what has landed stay / 删除构建产物；环境与已导入的文件保留
	rm -rf target logs warehouse/fetched warehouse/nianjian.duckdb warehouse/*.html warehouse/site warehouse/as_of warehouse/sample warehouse/tries warehouse/figures warehouse/work/*.duckdb*

# Each environment is installed once and again only after its lock file or pyproject.toml changed.
.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo 'nianjian needs Python 3.11: call make with PYTHON=/path/to/python3.11'; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/runtime: .venv/python requirements/runtime.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test: .venv/runtime requirements/test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.lock
	@touch $@

# Figures need packages that a build does not.
.venv/figures: .venv/runtime requirements/figures.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/figures.lock
	@touch $@

# The site needs packages that a build does not.
.venv/docs: .venv/runtime requirements/docs.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/docs.lock
	@touch $@

# Spark needs packages that do not go together with the rest. Byte code is not written ahead: it is used seldom.
.venv-spark/ready: requirements/spark.lock
	@command -v java > /dev/null || { echo 'Spark needs Java 17, and there is no java here'; exit 1; }
	$(PYTHON) -m venv .venv-spark
	.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements/spark.lock
	@touch $@

# What speaks to the bureau's service brings packages that nothing else needs.
.venv-fetch/ready: requirements/fetch.lock
	$(PYTHON) -m venv .venv-fetch
	.venv-fetch/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements/fetch.lock
	@touch $@
