"""The commands in Chinese, on what is published; what programs read is the same in every language."""

import json
import re

import pytest

TRACE = ("nianjian", "trace", "new_urbanization", "北京", "2019")
DIFF = ("nianjian", "diff", "sample_2020_10", "sample_2021_10")


def said(built, *command, language):
    done = built.run(*command, NIANJIAN_LANGUAGE=language)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("command", [TRACE, DIFF], ids=["trace", "diff"])
def test_json_is_the_same_in_every_language(command, built):
    english, chinese = (
        said(built, *command, "--format", "json", language=language) for language in ("en", "zh")
    )
    assert english == chinese
    assert json.loads(english)


@pytest.mark.parametrize(
    ("command", "lines"),
    [
        (TRACE, [r"得分: 0\.\d+, 位次 \d+/30，第 \d 档", r"  = TOPSIS 贴近度，不是各部分之和 = 0\.\d+, 与库中得分一致"]),
        (DIFF, [r"数据：有修订 \d+, .*", r"有修订，按相对变化由大到小", r"地区 +指标 +年份 +前 +后 +变化 +% +原单元格 +新单元格"]),
        (("nianjian", "check"), [r"论文 +相符 +在输入舍入之内 +不符 +无法重算 +刊载结果", r"详见 warehouse/quality\.html"]),
        (
            ("nianjian", "land"),
            [r"文件 +形式 +发布批次 +指标 +地区 +年份 +单元格 +采用 .*", r"\d+ 个文件，其中新读 0 个。", r"尚未发布；.*"],
        ),
    ],
    ids=["trace", "diff", "check", "land"],
)  # fmt: skip
def test_commands_speak_chinese(command, lines, built):
    text = said(built, *command, language="zh")
    for line in lines:
        assert re.search(rf"^{line} *$", text, re.MULTILINE), text
