"""Files that would take all time or memory are stopped; those around them are read."""

import signal

import pytest

from nianjian.intake.tables import pool
from nianjian.intake.tables.cells import Cell

GOOD = "地区,2019年,2018年\n北京市,1.1,1.2\n"


def long(path):
    """A table of 1.5 million cells, which takes some seconds."""
    row = ",".join(["北京市", *["1"] * 1499])
    path.write_text("\n".join([",".join(["地区", *["2019年"] * 1499]), *[row] * 1000]), encoding="utf-8")


def large(path):
    """A table with 60 MB of notes."""
    path.write_text(GOOD + f"注：{'甲' * 33_000}\n" * 600, encoding="utf-8")


def test_files_are_read_in_order_beside_each_other(tmp_path, vocabulary):
    paths = []
    for number in range(3 * pool.AHEAD):
        paths.append(tmp_path / f"{number}.csv")
        paths[-1].write_text(GOOD.replace("1.1", f"{number}.5") if number % 3 else "x", encoding="utf-8")
    results = list(pool.read_all([pool.Task(path, {}) for path in paths], vocabulary))
    assert len(results) == len(paths)
    for number, result in enumerate(results):
        if number % 3:
            assert f"{number}.5" in result.columns[Cell._fields.index("text")]
        else:
            assert result == "it holds no table of figures by region, year or indicator"


@pytest.mark.parametrize(
    ("limit", "value", "write", "message"),
    [
        ("MAX_SECONDS", 1, long, "reading it takes more than 1 s or 4 GB"),
        ("MAX_MEMORY", 200 * 2**20, large, "reading it takes more than"),
    ],
)
def test_a_file_beyond_the_limits_stops_alone(
    limit, value, write, message, tmp_path, vocabulary, monkeypatch
):
    good, big = tmp_path / "good.csv", tmp_path / "big.csv"
    good.write_text(GOOD, encoding="utf-8")
    write(big)
    monkeypatch.setattr(pool, limit, value)
    before, refused, *after = pool.read_all(
        [pool.Task(path, {}) for path in [good, big, good, good]], vocabulary
    )
    assert refused.startswith(message)
    assert all(file.cells == 6 for file in [before, *after])


def test_the_limit_of_time_counts_work_so_that_a_busy_machine_refuses_nothing(
    tmp_path, vocabulary, monkeypatch
):
    running = {}

    def read(*arguments):
        for name in ("ITIMER_REAL", "ITIMER_PROF"):
            running[name] = signal.getitimer(getattr(signal, name))[0] > 0
        raise pool.Refused("enough")

    monkeypatch.setattr(pool, "_vocabulary", vocabulary, raising=False)
    monkeypatch.setattr(pool.reading, "read", read)
    assert pool._read(pool.Task(tmp_path / "any.csv", {})) == "enough"
    assert running == {"ITIMER_REAL": False, "ITIMER_PROF": True}
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0


def test_garbage_of_300_mb_is_refused_without_being_read(tmp_path, vocabulary):
    path = tmp_path / "garbage.csv"
    with path.open("wb") as file:
        file.truncate(300 * 2**20)
    assert list(pool.read_all([pool.Task(path, {})], vocabulary)) == [
        "it has 300 MB; a yearbook table has at most 64 MB"
    ]


def test_a_file_that_cannot_be_opened_or_on_which_a_reader_fails(tmp_path, vocabulary, monkeypatch):
    monkeypatch.setattr(pool, "_vocabulary", vocabulary, raising=False)
    assert (
        pool._read(pool.Task(tmp_path / "none.csv", {})) == "it cannot be opened: No such file or directory"
    )

    class PanicException(BaseException):
        pass

    def panics(*arguments):
        raise PanicException("index out of\nbounds")

    monkeypatch.setattr(pool.reading, "read", panics)
    said = pool._read(pool.Task(tmp_path / "none.csv", {}))
    assert said == "the readers failed on it, please report: PanicException: index out of bounds"
