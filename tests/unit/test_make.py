"""The Makefile hands on what is said at its command, and nothing that the shell happens to know."""

import os
import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
NAMES = {"NIANJIAN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "MAKEFLAGS", "MAKELEVEL"}


def make(*arguments, **environment):
    kept = {name: value for name, value in os.environ.items() if name not in NAMES}
    return subprocess.run(
        ["make", "-C", PROJECT, "--no-print-directory", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**kept, **environment},
    )


def commands(*arguments, **environment):
    """What make would run of ours, with the environments taken as installed."""
    installed = [part for name in ("runtime", "figures", "docs", "test") for part in ("-o", f".venv/{name}")]
    installed += ["-o", ".venv-fetch/ready"]
    done = make("-n", *installed, *arguments, **environment)
    assert done.returncode == 0, done.stderr
    return [" ".join(line.split()) for line in done.stdout.splitlines() if "nianjian" in line]


def test_what_is_said_at_the_command_is_handed_on():
    said = ["AS_OF=2024-12-31", "LANDING=my yearbooks", "SAMPLE=0", "TARGET=duckdb"]
    options = '--as-of "2024-12-31" --landing "my yearbooks" --no-sample --target "duckdb"'
    assert commands("build", *said) == [f".venv/bin/nianjian build {options}"]
    assert commands("refresh", *said) == [f".venv/bin/nianjian refresh {options}"]
    assert commands("check", "AS_OF=2024-12-31") == ['.venv/bin/nianjian check --as-of "2024-12-31"']
    assert commands("fetch", "INDICATORS=gdp, 年末常住人口", "YEARS=2019") == [
        '.venv/bin/nianjian fetch --indicators "gdp, 年末常住人口" --years "2019"'
    ]
    assert commands("due", "AS_OF=2024-12-31") == ['.venv/bin/nianjian due --as-of "2024-12-31"']
    assert commands("figures", "LANGUAGE=zh") == ['.venv/bin/nianjian figures --language "zh"']


# `make -e` would let the environment win over the Makefile.
@pytest.mark.parametrize("options", [[], ["-e"]])
def test_what_the_shell_happens_to_know_is_not(options):
    names = (
        "AS_OF LANDING SAMPLE TARGET MEMORY SPILL FILE CHECK REMOVE SAVE SYSTEM VARIANT FORMAT OUT LANGUAGE "
        "INDICATORS YEARS REGIONS"
    )
    shell = dict.fromkeys(names.split(), "accident")
    targets = ["build", "refresh", "land", "check", "fetch", "new-system", "figures"]
    expected = [f".venv/bin/nianjian {target}" for target in targets]
    assert commands(*options, *targets, **shell) == expected


def test_a_sample_that_is_neither_is_refused():
    done = make("-n", "build", "SAMPLE=2")
    assert done.returncode == 2
    assert 'SAMPLE is 0 or 1, not "2"' in done.stderr


def test_spark_is_installed_for_a_spark_target_and_for_no_other_name():
    """A name that is none is refused by the command, which knows the targets."""
    needed = make("-n", "-W", "requirements/spark.lock", "build", "TARGET=spark").stdout
    assert "requirements/spark.lock" in needed
    assert (
        "requirements/spark.lock"
        not in make("-n", "-W", "requirements/spark.lock", "build", "TARGET=no_such_target").stdout
    )


def test_help_lists_every_target_in_both_languages():
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    english, chinese = make("help"), make("help", NIANJIAN_LANGUAGE="zh")
    for listed in (english, chinese):
        assert re.findall(r"^  make ([a-z-]+) +\S", listed.stdout, re.MULTILINE) == phony.split()
    assert not re.search(r"[\u4e00-\u9fff]", english.stdout)
    assert all(re.search(r"[\u4e00-\u9fff]", line) for line in chinese.stdout.splitlines())
    assert make("help", LANG="zh_CN.UTF-8").stdout == chinese.stdout
    assert make("help", LANG="zh_CN.UTF-8", LC_ALL="C.UTF-8").stdout == english.stdout


def test_every_variable_that_targets_take_is_guarded():
    """A name that stands in a recipe is set in the Makefile, or is one that only counts at the command."""
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")
    used = set(re.findall(r"\$\(([A-Z][A-Z_]*)\)", text))
    defined = set(re.findall(r"^(?:export )?([A-Z_]+) *[:?]?=", text, re.MULTILINE))
    (said,) = re.findall(r"^SAID := (.*)$", text, re.MULTILINE)
    ours = used - defined - {"MAKEFILE_LIST", "NIANJIAN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}
    assert ours == set(said.split())
