"""How calls reach Twilio: its library speaks through our client, which tells failures apart."""

from __future__ import annotations

import asyncio
import logging
from http import HTTPStatus
from typing import Any, Final

import httpx
from twilio.http import AsyncHttpClient
from twilio.http.response import Response

from analysis.reading import MOST_BYTES
from bot.gateway.channel import FetchError, TooLargeError, TryLaterError, UncertainError

PATIENCE: Final = httpx.Timeout(15, connect=5)
LIMITS: Final = httpx.Limits(max_connections=50, max_keepalive_connections=20)
# Twilio waits 15 seconds for the answer to a delivery, in which the photograph is looked at too.
FETCH_SECONDS: Final = 8.0
# Of what the library says with a call; how long to wait and where to follow is ours to say.
TAKEN: Final = ("params", "data", "headers", "auth")
MOST_REDIRECTS: Final = 3
MEDIA_HOST: Final = "https://api.twilio.com"


class Connection(AsyncHttpClient):  # type: ignore[misc]  # the library has no types
    """Twilio's API for its library: one attempt a call, no log, and no proxy of the environment."""

    def __init__(self, patience: httpx.Timeout = PATIENCE) -> None:
        super().__init__(logging.getLogger(__name__), is_async=True)
        self.client = httpx.AsyncClient(timeout=patience, limits=LIMITS, trust_env=False)

    async def request(self, method: str, url: str, **call: Any) -> Response:
        """Return the answer to a call of the library.

        Raises:
            TryLaterError: Twilio was not reached, or wants us to wait.
            UncertainError: the connection ended before there was an answer.
        """
        taken: dict[str, Any] = {name: call.get(name) for name in TAKEN}
        try:
            answer = await self.client.request(method, url, **taken)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise TryLaterError(f"Twilio is out of reach: {type(error).__name__}") from None
        except httpx.HTTPError as error:
            raise UncertainError(f"Twilio did not answer: {type(error).__name__}") from None
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            after = answer.headers.get("retry-after", "")
            seconds = float(after) if after.isdecimal() else None
            raise TryLaterError("Twilio takes no more just now", seconds=seconds)
        return Response(answer.status_code, answer.text, answer.headers)

    async def close(self) -> None:
        """Close the connections."""
        await self.client.aclose()


class MediaSource:
    """Reads what patients sent; account and token go to Twilio alone, not where it points to."""

    def __init__(self, client: httpx.AsyncClient, api: str, auth: tuple[str, str]) -> None:
        self._client, self._auth = client, httpx.BasicAuth(*auth)
        self._hosts = {_origin(httpx.URL(each)) for each in (MEDIA_HOST, api)}
        self._schemes = {"https", httpx.URL(api).scheme}

    async def read(self, media: str) -> bytes:
        """Return the picture behind an address, at most `MOST_BYTES` of it.

        Raises:
            FetchError: it is not at Twilio, gone, no picture, out of reach or late.
            TooLargeError: it is larger.
        """
        try:
            url = httpx.URL(media)
        except httpx.InvalidURL:
            raise FetchError("its address is none", again=False) from None
        if _origin(url) not in self._hosts:
            raise FetchError("it is not at Twilio", again=False)
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                return await self._follow(url)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            raise FetchError("Twilio points to no address", again=False) from None
        except (httpx.HTTPError, TimeoutError) as error:
            raise FetchError(f"out of reach: {type(error).__name__}", again=True) from None

    async def _follow(self, url: httpx.URL) -> bytes:
        for _ in range(MOST_REDIRECTS + 1):
            if url.scheme not in self._schemes:
                raise FetchError("Twilio points to an open connection", again=False)
            # whatever comes is as it lies there: a compressed answer could be of any size
            request = self._client.build_request(
                "GET", url, headers={"Accept-Encoding": "identity"}
            )
            auth = self._auth if _origin(url) in self._hosts else None
            answer = await self._client.send(request, auth=auth, stream=True)
            try:
                if answer.has_redirect_location:
                    url = url.join(answer.headers["location"])
                    continue
                return await _picture(answer)
            finally:
                await answer.aclose()
        raise FetchError("Twilio points in circles", again=False)


async def _picture(answer: httpx.Response) -> bytes:
    if not answer.is_success:
        may_work_later = answer.is_server_error or answer.status_code in (
            HTTPStatus.TOO_MANY_REQUESTS,
            HTTPStatus.UNAUTHORIZED,
        )
        raise FetchError(f"status {answer.status_code}", again=may_work_later)
    if not answer.headers.get("content-type", "").lower().startswith("image/"):
        raise FetchError("it is no picture", again=False)
    data = bytearray()
    async for part in answer.aiter_raw():
        data += part
        if len(data) > MOST_BYTES:
            raise TooLargeError
    return bytes(data)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
