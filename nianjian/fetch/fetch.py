"""From the bureau's query service to the landing folder: asked once a day, landed whole or not at all.

    nbs_paths -> requests -> akshare (`ask.py`, another environment) -> warehouse/fetched/<day> -> data/landing/nbs/<day>

An answer is kept for the day, so that a run that was stopped goes on where it ended.
"""

import csv
import io
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

import yaml

from nianjian.fetch.plan import Request
from nianjian.language import message
from nianjian.pipeline.paths import Paths
from nianjian.processes import ended_with_this

SOURCE = "nbs"
SERVICE = "https://data.stats.gov.cn"
# Where else to ask, and how: for a stand-in of the service, and for slow lines.
SETTINGS = {"service": ("NIANJIAN_NBS_URL", SERVICE), "pause": ("NIANJIAN_NBS_PAUSE", "2"), "limit": ("NIANJIAN_NBS_LIMIT", "30")}  # fmt: skip

# What `ask.py`, which knows no translator, says otherwise than by raising it.
SAID = (
    message("the catalogue of the service has no such path or indicator"),
    message("the service answers in another form than akshare reads: {1}"),
)


class NotFetched(Exception):
    """The service could not be asked to the end; nothing has landed."""


@dataclass
class Fetched:
    """What came of the requests: a table for each that was answered, a reason for each that was not, where it landed."""

    tables: dict[Request, dict[str, Any]] = field(default_factory=dict)
    failed: dict[Request, str] = field(default_factory=dict)
    folder: Path | None = None


def fetch(
    paths: Paths, requests: list[Request], day: date, tell: Callable[[Request], None] = lambda _: None
) -> Fetched:
    """Ask for what has not been answered today, one request after the other, and land all answers at once.

    `tell` hears of each answer as it comes. Errors: NotFetched with one line.
    """
    python = paths.project / ".venv-fetch" / "bin" / "python"
    kept = paths.project / "warehouse" / "fetched" / day.isoformat()
    fetched = Fetched()
    missing = []
    for request in requests:
        answer = _kept(kept / f"{request.name}.json", _asked(request))
        if answer is None:
            missing.append(request)
        else:
            fetched.tables[request] = answer
    if missing and not python.exists():
        raise NotFetched("akshare is not installed in .venv-fetch: run `make fetch`, which does so")
    with _asking(python, missing) as answers:
        for answer in answers:
            request = missing[answer.pop("place")]
            if answer.get("stop"):
                raise NotFetched(
                    f"{answer['error']}; {len(fetched.tables)} of {len(requests)} tables have come and wait, nothing has "
                    "landed: the same command goes on from there"
                )
            if "error" in answer:
                fetched.failed[request] = answer["error"]
                continue
            _replace(kept / f"{request.name}.json", json.dumps({"asked": _asked(request), "table": answer}))
            fetched.tables[request] = answer
            tell(request)
    if any(table["values"] for table in fetched.tables.values()):
        fetched.folder = _land(paths.landing / SOURCE / day.isoformat(), fetched.tables, day)
    return fetched


def as_export(request: Request, table: dict[str, Any]) -> str:
    """An answer in the form of the bureau's own exports: lines that say database and indicator, then regions by year."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow([f"数据库：{request.database}"])
    if table["title"]:
        lines.writerow([f"指标：{table['title']}"])
    lines.writerow([f"时间：{request.years}"])
    lines.writerow(["地区" if table["title"] else "指标", *table["columns"]])
    for name, values in zip(table["rows"], table["values"], strict=True):
        lines.writerow([name, *map(_text, values)])
    lines.writerow(["数据来源：国家统计局"])
    return written.getvalue()


def _text(value: float | None) -> str:
    """A figure as it came: with the digits that it needs and no more."""
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(value)


def _service() -> str:
    variable, usual = SETTINGS["service"]
    return os.environ.get(variable, usual)


def _asked(request: Request) -> dict[str, str]:
    """What an answer is kept under: the request, and whom it was put to."""
    return asdict(request) | {"service": _service()}


def _kept(path: Path, asked: dict[str, str]) -> dict[str, Any] | None:
    """The answer of today to just this request."""
    if not path.exists():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))
    return found["table"] if found["asked"] == asked else None


@contextmanager
def _asking(python: Path, requests: list[Request]) -> Iterator[Iterator[dict[str, Any]]]:
    """The answers to requests, as they come. Errors: NotFetched, if the process that asks ends before its time."""
    if not requests:
        yield iter(())
        return
    asked = {name: os.environ.get(variable, usual) for name, (variable, usual) in SETTINGS.items()}
    for name in ("pause", "limit"):
        try:
            asked[name] = float(asked[name])
        except ValueError as error:
            raise NotFetched(f"{SETTINGS[name][0]} is seconds, not {asked[name]!r}") from error
    asked["requests"] = [
        {"database": each.database, "path": each.path, "label": each.label, "period": each.years}
        for each in requests
    ]
    command = ended_with_this([python, "-P", Path(__file__).with_name("ask.py")])
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said, tempfile.TemporaryFile("w+") as given:
        json.dump(asked, given)
        given.seek(0)
        process = subprocess.Popen(
            command, stdin=given, stdout=subprocess.PIPE, stderr=said, text=True, encoding="utf-8"
        )
        try:
            yield _answers(process, said)
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


def _answers(process: subprocess.Popen, said: IO[str]) -> Iterator[dict[str, Any]]:
    for line in process.stdout:
        yield json.loads(line)
    if process.wait():
        said.seek(0)
        last = said.read().strip().splitlines()[-1:] or [f"code {process.returncode}"]
        raise NotFetched(f"what asks the service has ended: {last[0]}")


def _land(folder: Path, tables: dict[Request, dict[str, Any]], day: date) -> Path:
    """Put every table into the release of the day: written beside it, then moved.

    Errors: NotFetched, if a file has landed today with other figures.
    """
    release = {
        "title": f"国家统计局查询服务 {day.isoformat()}",
        "published_on": day,
        "licence": "© 国家统计局 / National Bureau of Statistics",
        "note": f"Fetched through akshare from {_service()} / 经 akshare 从该地址获取",
        # What answers in the place of the service has no figures of the bureau.
        "is_synthetic": _service() != SERVICE,
    }
    texts = {
        f"{request.name}.csv": as_export(request, table)
        for request, table in tables.items()
        if table["values"]
    }
    texts["release.yml"] = yaml.safe_dump(release, allow_unicode=True, sort_keys=False)
    for name, text in texts.items():
        if (folder / name).exists() and (folder / name).read_text(encoding="utf-8") != text:
            raise NotFetched(
                f"{folder / name} has landed with other content, and what has landed does not change"
            )
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".fetch-", dir=folder.parent))
    try:
        for name, text in texts.items():
            (beside / name).write_text(text, encoding="utf-8")
        beside.chmod(0o755)
        if not folder.exists():
            beside.rename(folder)
        else:
            for name in texts:
                (beside / name).replace(folder / name)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return folder


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
