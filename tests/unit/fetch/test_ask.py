"""akshare, as it is pinned, speaks to a stand-in of the service: what it gives of each answer, and of each trouble."""

import json
import subprocess
from pathlib import Path

import pytest

import nianjian.fetch
from tests.bureau import bureau

PROJECT = Path(__file__).parents[3]
PYTHON = PROJECT / ".venv-fetch" / "bin" / "python"
pytestmark = pytest.mark.skipif(
    not (PROJECT / ".venv-fetch" / "ready").exists(),
    reason="AKSHARE IS NOT TRIED: there is no .venv-fetch (`make .venv-fetch/ready` installs it)",
)
# Asks each service in turn, in one process, since akshare takes long to import; what it remembers is forgotten between.
DRIVER = """
import io, json, sys
import ask
pauses = []
ask.time = type("Clock", (), {"sleep": pauses.append})
for asked in json.load(sys.stdin):
    for kept in vars(ask.nbs).values():
        getattr(kept, "cache_clear", lambda: None)()
    sys.stdin = io.StringIO(json.dumps(asked))
    print(json.dumps(asked["service"]), flush=True)
    try:
        ask.main()
    except SystemExit:
        pass
print(json.dumps("pauses"), json.dumps(pauses), sep="\\n")
"""
GDP = {"database": "分省年度数据", "path": "国民经济核算 > 地区生产总值", "label": "地区生产总值(亿元)", "period": "2018-2020"}  # fmt: skip
NATION = {**GDP, "database": "年度数据", "path": "国民经济核算 > 国内生产总值", "label": "国内生产总值(亿元)"}
WELL = [GDP, {**GDP, "path": "国民经济核算 > 无"}, {**GDP, "label": "无"}, NATION, {**NATION, "label": "无"}]
STOPPED = {
    "refusal": "the service refused: HTTP 403",
    "captcha": "the service asks for a captcha (验证码): open it in a browser, or try again later",
    "web-page": "the service answers with a web page instead of data",
    "refusal-in-words": "the service refused: 请求过于频繁",
    "line-dead": "the answer of the service breaks off",
    "cut": "the answer of the service breaks off",
    "changed-form": "the service answers in another form than akshare reads: KeyError 'values'",
    "no-data": "the service answers in another form than akshare reads: no key 'data'",
    "no-answer": "the service did not answer within 0.5 seconds",
}
TROUBLES = [*STOPPED, "regions-lack"]


@pytest.fixture(scope="module")
def answered():
    """The answers by trouble, and what the stand-in was asked while all was well."""
    folder = Path(nianjian.fetch.__file__).parent
    with bureau() as service:
        asked = [
            {
                "service": f"{service.address}/{trouble}",
                "pause": 3,
                "limit": 0.5 if trouble == "no-answer" else 60,
            }
            | {"requests": [GDP, GDP] if trouble else WELL}
            for trouble in ["", *TROUBLES]
        ]
        asked.append({"service": "http://127.0.0.1:1/closed", "pause": 3, "limit": 60, "requests": [GDP]})
        done = subprocess.run(
            [PYTHON, "-c", DRIVER],
            cwd=folder,
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=False,
            env={"NO_PROXY": "*"},
        )
        assert done.returncode == 0, done.stderr
    found, trouble = {}, ""
    for line in map(json.loads, done.stdout.splitlines()):
        if isinstance(line, str):
            trouble = line.rsplit("/", 1)[-1]
        else:
            found.setdefault(trouble, []).append(line)
    return found | {"asked": service.asked}


def test_provinces_come_by_year_with_their_unit_and_blanks(answered):
    assert answered[""][0] == {
        "place": 0,
        "title": "地区生产总值(亿元)",
        "rows": ["北京市", "天津市", "河北省"],
        "columns": ["2020年", "2019年", "2018年"],
        "values": [[20.0, 19.5, 18.0], [20.0, 19.5, 18.0], [20.0, 19.5, None]],
    }


def test_of_the_nation_the_indicator_that_was_asked_for_comes(answered):
    table = answered[""][3]
    assert (table["title"], table["rows"]) == (None, ["国内生产总值(亿元)"])
    assert table["values"] == [[20.0, 19.5, 18.0]]


@pytest.mark.parametrize("place", [1, 2, 4])
def test_what_the_catalogue_does_not_have_is_told_and_the_rest_goes_on(answered, place):
    assert answered[""][place] == {
        "place": place,
        "error": "the catalogue of the service has no such path or indicator",
    }


@pytest.mark.parametrize("trouble", STOPPED)
def test_a_service_that_does_not_answer_as_it_should_is_asked_no_more(answered, trouble):
    assert answered[trouble] == [{"place": 0, "error": STOPPED[trouble], "stop": True}]


def test_an_answer_that_lacks_regions_is_none(answered):
    assert [answer["error"] for answer in answered["regions-lack"]] == [
        "the answer has 2 of 3 regions, it lacks 河北省"
    ] * 2


def test_a_service_that_is_not_there_is_told(answered):
    (answer,) = answered["closed"]
    assert answer["error"].startswith("the service cannot be reached: ") and answer["stop"]


def test_there_is_a_pause_before_each_request(answered):
    # The last one reaches nobody.
    assert answered["pauses"] == [[3] * (len(answered["asked"]) + 1)]


def test_what_akshare_knows_is_not_asked_again(answered):
    first = answered["asked"][: answered["asked"].index("page.html", 1)]
    assert first.count("esData") == 3
    assert first.count("getDasByDaCatalogId") == 1
