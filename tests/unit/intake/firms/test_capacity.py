"""A run that would not fit says so before it starts."""

import shutil
from types import SimpleNamespace

import pytest

from nianjian.intake.firms import capacity


@pytest.fixture(autouse=True)
def settings(monkeypatch):
    monkeypatch.delenv("NIANJIAN_MEMORY", raising=False)
    monkeypatch.delenv("NIANJIAN_SPILL", raising=False)


def free(monkeypatch, gigabytes):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=gigabytes * 2**30))


def test_rows_that_fit(tmp_path, monkeypatch):
    free(monkeypatch, 100)
    capacity.check(10**8, tmp_path)


def test_rows_that_do_not_fit_on_the_disk(tmp_path, monkeypatch):
    free(monkeypatch, 1)
    with pytest.raises(
        capacity.CapacityError,
        match=r"200,000,000 firm rows need about .* GB of disk.*has 1.0 GB.*NIANJIAN_SPILL",
    ):
        capacity.check(2 * 10**8, tmp_path)


def test_two_folders_of_one_disk_share_its_room(tmp_path, monkeypatch):
    rows = 10**9
    stored = rows * capacity.STORED_PER_ROW / 2**30
    free(monkeypatch, stored + 1)
    with pytest.raises(capacity.CapacityError):
        capacity.check(rows, tmp_path)


@pytest.mark.parametrize(
    ("memory", "why"),
    [("9999GB", "the machine has"), ("100MB", "at least 1.0 GB"), ("much", "write it like 4GB")],
)
def test_memory_that_cannot_be(tmp_path, monkeypatch, memory, why):
    monkeypatch.setenv("NIANJIAN_MEMORY", memory)
    with pytest.raises(capacity.CapacityError, match=why):
        capacity.check(1, tmp_path)


def test_settings_come_from_the_environment(tmp_path, monkeypatch):
    assert (capacity.memory_limit(), capacity.spill_folder(tmp_path)) == (
        "4GB",
        (tmp_path / "spill").resolve(),
    )
    monkeypatch.setenv("NIANJIAN_MEMORY", "2GB")
    monkeypatch.setenv("NIANJIAN_SPILL", str(tmp_path / "elsewhere"))
    assert (capacity.memory_limit(), capacity.spill_folder(tmp_path)) == (
        "2GB",
        (tmp_path / "elsewhere").resolve(),
    )
