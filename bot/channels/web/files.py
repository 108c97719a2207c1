"""The files of the widget and the pages, without what only their readers need."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from rcssmin import cssmin
from rjsmin import jsmin
from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import NotModifiedResponse
from starlette.types import ASGIApp, Scope

from bot.channels.web.templates import CHAT
from clinic.colours import OWN_ACCENT
from clinic.settings import Settings

# Any website may load them; what they show is asked for by origin.
FOR_EVERY_SITE: Final = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    # browsers keep them, and ask whether they changed
    "Cache-Control": "no-cache",
}


# Shows the launcher before anything is asked for, so that the accent stands in it.
LAUNCHER: Final = "dewy.js"


class Files(StaticFiles):
    """Files for every site."""

    def __init__(self, settings: Settings, directory: str) -> None:
        super().__init__(directory=directory)
        self._settings, self._launcher = settings, Path(directory, LAUNCHER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file, the launcher's script in the clinic's accent."""
        response = await super().get_response(path, scope)
        accent = self._settings.accent
        if path != LAUNCHER or not accent:
            return response
        script = self._launcher.read_text("utf-8").replace(OWN_ACCENT, accent).encode()
        name = hashlib.sha256(script).hexdigest()
        return unless_known(Headers(scope=scope), name, script, "text/javascript")

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return a file, to be asked for again."""
        response = super().file_response(*args, **kwargs)
        response.headers.update(FOR_EVERY_SITE)
        return response


def unless_known(asked: Headers, name: str, content: bytes, media_type: str) -> Response:
    """Return content for every site, or that a browser has it already.

    Args:
        asked: the request's headers.
        name: of the content; other content has another name.
        content: what is answered.
        media_type: its kind.
    """
    answer = Response(content, headers=FOR_EVERY_SITE, media_type=media_type)
    answer.headers["ETag"] = f'"{name}"'
    # a proxy that packs what passes marks the tag as weak (RFC 9110, 8.8.3)
    is_known = name in asked.get("if-none-match", "")
    return NotModifiedResponse(answer.headers) if is_known else answer


def files(settings: Settings) -> ASGIApp:
    """Return what is served under /widget."""
    return GZipMiddleware(Files(settings, _made_small().name))


@functools.cache
def _made_small() -> TemporaryDirectory[str]:
    """Return a folder with the files, made small once; it goes with the process."""
    folder = TemporaryDirectory(prefix="dewy-widget-")
    for file in (CHAT / "static").iterdir():
        Path(folder.name, file.name).write_text(small(file), "utf-8")
    return folder


def small(file: Path) -> str:
    """Return a file's text without comments and white space that no browser needs."""
    text = file.read_text("utf-8")
    make: Any = {".js": jsmin, ".css": cssmin}.get(file.suffix)
    return str(make(text)) if make else text
