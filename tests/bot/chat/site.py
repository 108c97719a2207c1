"""A clinic's own website on another origin: strict about what it loads, rough with everybody's styles."""

from __future__ import annotations

import html
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qsl, urlencode, urlsplit

# as a theme of another century, and as one that hides what it does not know
ROUGH = """
html { font-size: 62.5%; }
body { transform: scale(1); line-height: 3; text-transform: uppercase; --ink: lime; --surface: red; }
* { color: lime !important; font: 30px cursive !important; letter-spacing: 9px; box-sizing: content-box !important; }
button, textarea { background: red !important; border-radius: 0 !important; padding: 50px !important; }
body > :not(main) { display: none !important; visibility: hidden !important; opacity: 0 !important; }
"""


class Site:
    """Serves one page; `door` is whose widget it shows."""

    door: str

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def page(self, *, tags: int = 1, **attributes: str) -> str:
        """Return the address of the page with the script's attributes, and so many of its tags."""
        return f"{self.origin}/?{urlencode({'tags': tags, **attributes})}"

    def _html(self, query: str) -> str:
        asked = dict(parse_qsl(query))
        tags = int(asked.pop("tags", 1))
        given = "".join(f' data-{name}="{html.escape(value)}"' for name, value in asked.items())
        script = f'<script src="{self.door}/widget/dewy.js"{given} async></script>'
        return f"""<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>A clinic</title>
            <link rel="stylesheet" href="/rough.css">{script * tags}</head>
            <body><main><h1>A clinic</h1><p>{"Words of the clinic. " * 900}</p></main></body></html>"""

    @property
    def _policy(self) -> str:
        return (
            f"default-src 'none'; style-src 'self'; script-src {self.door}; connect-src {self.door};"
            " require-trusted-types-for 'script'; trusted-types 'none'"
        )

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                url = urlsplit(self.path)
                is_page = url.path == "/"
                body = (site._html(url.query) if is_page else ROUGH).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html" if is_page else "text/css")
                self.send_header("Content-Security-Policy", site._policy)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
