"""The files of the widget and the pages, without what only their readers need."""

from __future__ import annotations

import functools
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from rcssmin import cssmin
from rjsmin import jsmin
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from bot.channels.web.templates import CHAT

# Any website may load them; what they show is asked for by origin.
FOR_EVERY_SITE: Final = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    # browsers keep them, and ask whether they changed
    "Cache-Control": "no-cache",
}


class Files(StaticFiles):
    """Files for every site."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return a file, to be asked for again."""
        response = super().file_response(*args, **kwargs)
        response.headers.update(FOR_EVERY_SITE)
        return response


def files() -> ASGIApp:
    """Return what is served under /widget."""
    return GZipMiddleware(Files(directory=_small().name))


@functools.cache
def _small() -> TemporaryDirectory[str]:
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
