"""Which site a browser sends a request for: nobody's cookie is misused by another's page."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from fastapi import Request


def is_foreign(request: Request, allowed: Collection[str] = ()) -> bool:
    """Tell whether a browser sends a request for a site that is neither ours nor allowed.

    A browser states the site in `Origin`, or where it sends none in `Sec-Fetch-Site`; a client that
    states neither is no browser, so nobody's cookie is misused.

    Args:
        request: the request.
        allowed: the origins of the clinic's websites, such as `https://clinic.example`.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    return origin.lower() not in allowed and not _is_own(origin, request)


def _is_own(origin: str, request: Request) -> bool:
    # the scheme is the proxy's affair; host and port say which site it is
    own = urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower() != ""
    return own and request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
