"""The review page of a gold file, served to this machine's browser alone."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import asdict, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from extractor.extract import extract
from extractor.facts import KINDS
from extractor.gold import FIELDS, as_document, from_json, gold_value, read_gold, to_json, write_gold
from extractor.gold_tools.check import check
from extractor.show.words import LABEL

_LARGEST = 32 * 2**20  # bytes of a gold that the page may send
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; "
    "img-src data:; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
)


class Review:
    """A server on the loopback address, for one gold file, behind a token that only its own page knows."""

    def __init__(self, path: Path) -> None:
        read_gold(path)  # what is not gold is said before a page opens
        self.path = path
        self.token = secrets.token_urlsafe(24)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._writing = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/{self.token}/"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Review:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def wait(self) -> None:
        """Until the program is interrupted."""
        self._thread.join()

    def state(self) -> dict[str, Any]:
        """The gold as the page needs it: its JSON, what `check` says, and what the rules would mark."""
        gold = read_gold(self.path)
        proposals = [
            {"block": f.block_id, "start": f.start, "end": f.end, "kind": f.kind, "value": gold_value(f)}
            for f in extract(as_document(replace(gold, facts=())))
        ]
        return {"gold": to_json(gold), "problems": _problems(self.path), "proposals": proposals}

    def save(self, data: Any) -> list[dict[str, Any]]:
        """Write what the page sends, if it is gold; gives what `check` says of it."""
        gold = from_json(data, self.path.stem)
        with self._writing:
            write_gold(gold, self.path)
        return _problems(self.path)


def serve(path: Path) -> Review:
    """The review of a gold file, to be entered with `with`. Raises ExtractorError where it is no gold."""
    return Review(path)


def _problems(path: Path) -> list[dict[str, Any]]:
    return [asdict(problem) for problem in check(read_gold(path))]


def page() -> str:
    """The page; it asks its own address for the gold."""
    fields = {kind: list(FIELDS[kind].values()) for kind in KINDS}
    read = files("extractor.gold_tools").joinpath
    html: str = (
        Environment(autoescape=True)
        .from_string(read("edit.html").read_text(encoding="utf-8"))
        .render(
            style=Markup(read("edit.css").read_text(encoding="utf-8")),
            script=Markup(read("edit.js").read_text(encoding="utf-8")),
            kinds=Markup(json.dumps([{"name": k, "label": LABEL[k], "fields": fields[k]} for k in KINDS])),
        )
    )
    return html


def _handler(review: Review) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({"": lambda: ("text/html", page()), "gold": lambda: _json(review.state())})

        def do_PUT(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            if length > _LARGEST:
                self._send(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "text/plain", "too large")
                return
            body = self.rfile.read(length)
            self._answer({"gold": lambda: _json(review.save(json.loads(body)))})

        def _answer(self, routes: dict[str, Callable[[], tuple[str, str]]]) -> None:
            token, _, route = self.path.removeprefix("/").partition("/")
            # Another site's page can reach a loopback port, but not the token, nor (rebinding) our name.
            known = secrets.compare_digest(token.encode(), review.token.encode())
            own = self.headers.get("Origin") in (None, f"http://{review.host}")
            if not known or not own or self.headers.get("Host") != review.host:
                self._send(HTTPStatus.FORBIDDEN, "text/plain", "forbidden")
            elif route not in routes:
                self._send(HTTPStatus.NOT_FOUND, "text/plain", "not found")
            else:
                try:
                    self._send(HTTPStatus.OK, *routes[route]())
                except ValueError as error:
                    self._send(HTTPStatus.BAD_REQUEST, "text/plain", str(error))

        def _send(self, status: HTTPStatus, kind: str, text: str) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("Referrer-Policy", "no-referrer")
            self.send_header("Content-Security-Policy", _POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: the token stands in every address."""

    return Handler


def _json(value: Any) -> tuple[str, str]:
    return "application/json", json.dumps(value, ensure_ascii=False)
