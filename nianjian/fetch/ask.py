"""Asks the query service of the statistics bureau through akshare, which has an environment of its own: run by `fetch.py`.

Standard input has one JSON object: `service`, `pause` and `limit` in seconds, and `requests` with `database`, `path`,
`label` and `period`. Standard output has one line of JSON for each answer: `place` of the request and either the table
(`title`, `rows`, `columns`, `values`) or an `error`; with `stop` the service is not asked any further.
"""

import json
import sys
import time
from typing import Any, NoReturn

from akshare.economic import macro_china_nbs as nbs
from curl_cffi import requests
from curl_cffi.requests import exceptions

SERVICE = "https://data.stats.gov.cn"
# akshare knows some of these for the nation; all others have regions.
NATION = "年度数据"
CAPTCHA = ("验证码", "安全验证", "captcha")


class Stop(Exception):
    """The service does not answer as it should: ask it nothing more today."""


class Incomplete(Exception):
    """An answer lacks some of what was asked."""


class Session(requests.Session):
    """The session that akshare speaks through: one request at a time with a pause before each, every answer looked at.

    akshare has one session for all requests and no setting for its address, so this takes the place of that session.
    """

    def __init__(self, service: str, pause: float, limit: float) -> None:
        super().__init__(impersonate="chrome")
        self.service, self.pause, self.limit = service.rstrip("/"), pause, limit

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        """As curl_cffi. Errors: Stop, Incomplete."""
        time.sleep(self.pause)
        try:
            answer = super().request(
                method, url.replace(SERVICE, self.service), **options | {"timeout": self.limit}
            )
        except exceptions.Timeout as error:
            raise Stop(f"the service did not answer within {self.limit:g} seconds") from error
        except exceptions.IncompleteRead as error:
            raise Stop("the answer of the service breaks off") from error
        except exceptions.RequestException as error:
            raise Stop(f"the service cannot be reached: {str(error).split('. See')[0]}") from error
        look_at(answer, options.get("json"), "/external/" in url)
        return answer


def look_at(answer: requests.Response, asked: dict[str, Any] | None, is_data: bool) -> None:
    """Errors: Stop, if an answer is none that akshare can read; Incomplete, if it lacks regions that were asked for."""
    text = answer.text
    if any(word in text[:5000].lower() for word in CAPTCHA) and text.lstrip().startswith("<"):
        raise Stop("the service asks for a captcha (验证码): open it in a browser, or try again later")
    if answer.status_code != 200:
        raise Stop(f"the service refused: HTTP {answer.status_code}")
    if not is_data:
        return
    if text.lstrip().startswith("<"):
        raise Stop("the service answers with a web page instead of data")
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Stop("the answer of the service breaks off") from error
    if not isinstance(found, dict) or found.get("data") is None:
        said = isinstance(found, dict) and (found.get("message") or found.get("msg"))
        raise Stop(f"the service refused: {said}" if said else changed("no key 'data'"))
    regions = {area["text"] for area in (asked or {}).get("das", [])}
    if len(regions) > 1 and found["data"]:
        values = [value for period in found["data"] for value in period["values"]]
        lacking = regions - {value.get("area", value.get("da_name")) for value in values}
        if lacking:
            raise Incomplete(
                f"the answer has {len(regions) - len(lacking)} of {len(regions)} regions, it lacks {min(lacking)}"
            )


def changed(what: str) -> str:
    """What is said of an answer whose form is not known."""
    return f"the service answers in another form than akshare reads: {what}"


def table(request: dict[str, str]) -> dict[str, Any]:
    """What the service has for a request, as akshare gives it. Errors: ValueError, if its catalogue has no such place or
    indicator; Stop; Incomplete."""
    place = {"kind": request["database"], "path": request["path"], "period": request["period"]}
    try:
        if request["database"] == NATION:
            found = nbs.macro_china_nbs_nation(**place)
            names = {plain(name): name for name in found.index}
            if len(found) and plain(request["label"]) not in names:
                raise ValueError("no such indicator")
            found = found.loc[[names[plain(request["label"])]]] if len(found) else found
        else:
            found = nbs.macro_china_nbs_region(**place, indicator=request["label"])
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise Stop(changed(f"{type(error).__name__} {error}")) from error
    return {
        "title": found.columns.name,
        "rows": [str(name) for name in found.index],
        "columns": [str(name) for name in found.columns],
        "values": found.astype(object).where(found.notna(), None).to_numpy().tolist(),
    }


def plain(name: str) -> str:
    """A name as akshare compares it."""
    return "".join(name.split()).replace("_", "")


def main() -> None:
    """Answer each request, until the service does not answer as it should."""
    asked = json.load(sys.stdin)
    session = Session(asked["service"], asked["pause"], asked["limit"])
    try:
        session.get(f"{SERVICE}/dg/website/page.html")
    except Stop as error:
        stop(0, error)
    nbs._NBS_SESSION = session
    for place, request in enumerate(asked["requests"]):
        try:
            say(place=place, **table(request))
        except ValueError:
            say(place=place, error="the catalogue of the service has no such path or indicator")
        except Incomplete as error:
            say(place=place, error=str(error))
        except Stop as error:
            stop(place, error)


def stop(place: int, error: Stop) -> NoReturn:
    """Say why, and end."""
    say(place=place, error=str(error), stop=True)
    sys.exit(0)


def say(**answer: Any) -> None:
    """A line of the output, at once."""
    print(json.dumps(answer, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
