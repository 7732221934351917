"""A stand-in for the bureau's query service on this machine: it answers in the form of the service, with invented figures.

What goes wrong is said by the address: below `<address>/captcha` it asks for a captcha, below `<address>/` all is well.
"""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

PROVINCES = {"北京市": "110000000000", "天津市": "120000000000", "河北省": "130000000000"}
# Place in the catalogue -> its indicators.
CATALOGUE = {
    ("国民经济核算", "地区生产总值"): ["地区生产总值(亿元)", "第二产业增加值(亿元)", "第三产业增加值(亿元)"],
    ("国民经济核算", "国内生产总值"): ["国内生产总值(亿元)", "第一产业增加值(亿元)"],
    ("人口", "总人口"): ["年末常住人口(万人)"],
}
CAPTCHA = "<html><title>安全验证</title><body>请输入验证码</body></html>"

# What figures become: text, status, how many bytes are sent before the line goes dead.
TROUBLES = {
    "refusal": lambda text: ("Forbidden", 403, None),
    "captcha": lambda text: (CAPTCHA, 200, None),
    "web-page": lambda text: ("<html>维护中</html>", 200, None),
    "refusal-in-words": lambda text: ('{"message": "请求过于频繁", "data": null}', 200, None),
    "line-dead": lambda text: (text, 200, 100),
    "cut": lambda text: (text[: len(text) // 2], 200, None),
    "changed-form": lambda text: (text.replace('"values"', '"figures"'), 200, None),
    "no-data": lambda text: ('{"rows": []}', 200, None),
}


class Bureau:
    """What the stand-in answers, and what it was asked."""

    def __init__(self):
        self.address, self.asked = "", []
        # What waits for an answer that never comes is let go at the end.
        self.over = threading.Event()

    def tree(self, pid):
        found = {}
        for places in CATALOGUE:
            names = ["root", *places]
            ids = ["/".join(names[: depth + 1]) for depth in range(len(names))]
            if pid in ("", *ids[:-1]):
                depth = 0 if pid == "" else ids.index(pid) + 1
                found[ids[depth]] = {"_id": ids[depth], "name": names[depth]}
        return list(found.values())

    def indicators(self, cid):
        names = CATALOGUE[tuple(cid.split("/")[1:])]
        return {"list": [{"_id": f"{cid}#{name}", "i_showname": name} for name in names]}

    def figures(self, asked, trouble):
        (span,) = asked["dts"]
        first, last = (int(code[:4]) for code in span.split("-"))
        regions = asked["das"][:2] if trouble == "regions-lack" else asked["das"]
        return [
            {
                "name": f"{year}年",
                "values": [
                    {"i_showname": name.split("#")[1], "area": area["text"], "value": self.value(year, area)}
                    for name in asked["indicatorIds"]
                    for area in regions
                ],
            }
            for year in range(last, first - 1, -1)
        ]

    def value(self, year, area):
        # The last province has nothing for the first year; figures have decimals, or none.
        return "" if (area["text"], year) == ("河北省", 2018) else str(year - 2000 + (0.5 if year % 2 else 0))

    def answer(self, name, query, asked, trouble):
        """What is sent if all is well, but for regions that lack."""
        if name == "page.html":
            data = None
        elif name == "queryIndexTreeAsync":
            data = self.tree(query.get("pid", ""))
        elif name == "queryIndicatorsByCid":
            data = self.indicators(query["cid"])
        elif name == "getDaCatalogTreeByIndicatorCid":
            data = [{"_id": "all", "name": "全部地区"}]
        elif name == "getDasByDaCatalogId":
            data = [{"show_name": name, "name_value": code} for name, code in PROVINCES.items()]
        else:
            data = self.figures(asked, trouble)
        return json.dumps({"data": data}, ensure_ascii=False) if data is not None else "<html></html>"


@contextmanager
def bureau():
    """A stand-in that serves while this lasts; `address` is where."""
    service = Bureau()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.respond(None)

        def do_POST(self):
            self.respond(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def respond(self, asked):
            place = urlparse(self.path)
            query = {key: values[0] for key, values in parse_qs(place.query).items()}
            trouble, name = place.path.split("/")[1], place.path.rsplit("/", 1)[-1]
            service.asked.append(name)
            text, status, sent = service.answer(name, query, asked, trouble), 200, None
            if asked is not None:
                if trouble == "no-answer":
                    service.over.wait()
                    return
                text, status, sent = TROUBLES.get(trouble, lambda text: (text, 200, None))(text)
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[:sent])

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    service.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        service.over.set()
        server.shutdown()
        server.server_close()
