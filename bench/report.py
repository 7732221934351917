"""Timing, peak memory and tables for the benchmarks."""

import os
import platform
import time
import tracemalloc
from collections.abc import Callable, Sequence

import numpy as np


def best_of(times: int, *functions: Callable[[], object]) -> list[float]:
    """Best time in seconds of each function, run in turns so that a busy spell hits all of them."""
    best = [float("inf")] * len(functions)
    for _ in range(times):
        for at, function in enumerate(functions):
            start = time.perf_counter()
            function()
            best[at] = min(best[at], time.perf_counter() - start)
    return best


def peak_mb(function: Callable[[], object]) -> float:
    """Largest memory in MB that the function itself allocated at one time, its input not counted."""
    tracemalloc.start()
    function()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{value * 1e3:.2f} ms"


def times_faster(slow: float, fast: float) -> str:
    ratio = slow / fast
    return f"{ratio:,.0f}x" if ratio >= 10 else f"{ratio:.1f}x"


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A Markdown table, so that it can be pasted into README.md."""
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    print(f"\n{title}\n")
    for row in (head, ["-" * width for width in widths], *rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")


def print_machine() -> None:
    print(
        f"Python {platform.python_version()}, numpy {np.__version__}, "
        f"{os.cpu_count()} cores, {platform.machine()}"
    )
