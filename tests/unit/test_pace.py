"""No test looks at a clock: on a busy machine it would fail for that alone."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
CLOCKS = {"perf_counter", "monotonic", "process_time", "thread_time", "sleep", "alarm", "setitimer"}
LIMITS = {"timeout", "deadline"}


def clocks_in(text):
    """Each clock and each limit of time in a source text, by line."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.keyword) and node.arg in LIMITS:
            if not (isinstance(node.value, ast.Constant) and node.value.value is None):
                found.append((node.lineno, node.arg))
        elif isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            found.append((node.lineno, node.attr))
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            found += [(node.lineno, name.name) for name in node.names if name.name in CLOCKS]
    return sorted(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("run(command, timeout=300)", [(1, "timeout")]),
        ("settings(deadline=None)", []),
        ("settings(deadline=200)", [(1, "deadline")]),
        ("import time\ntime.sleep(2)", [(2, "sleep")]),
        ("from time import perf_counter", [(1, "perf_counter")]),
    ],
)
def test_a_clock_is_found(text, found):
    assert clocks_in(text) == found


def test_no_test_looks_at_a_clock():
    found = {
        str(path.relative_to(TESTS)): clocks
        for path in TESTS.rglob("*.py")
        if (clocks := clocks_in(path.read_text(encoding="utf-8")))
    }
    assert found == {}
