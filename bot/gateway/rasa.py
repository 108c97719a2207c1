"""Asks Rasa over its REST channel; whatever is no answer is one clear error."""

from __future__ import annotations

from typing import Any, Final

import httpx

from clinic.settings import Settings

# A turn takes milliseconds; one that hangs is given up, so that the talk can go on.
PATIENCE: Final = httpx.Timeout(20, connect=3)
LIMITS: Final = httpx.Limits(max_connections=200, max_keepalive_connections=50)
PROBE_SECONDS: Final = 2

Elements = list[dict[str, Any]]


class RasaUnavailableError(Exception):
    """Rasa did not answer a message; says how, never what the message was."""


class Rasa:
    """The dialogue, as the gateway sees it."""

    def __init__(self, settings: Settings, *, patience: httpx.Timeout = PATIENCE) -> None:
        """Speak to Rasa and the action server where the settings say."""
        self._rasa_url, self._actions_url = settings.rasa_url, settings.actions_url
        # our own loopback: a proxy of the environment has no business here
        self._client = httpx.AsyncClient(timeout=patience, limits=LIMITS, trust_env=False)

    async def ask(self, sender: str, message: str, *, channel: str) -> Elements:
        """Return Rasa's answer to a message, at least one element of its REST channel.

        Args:
            sender: the conversation's unguessable name.
            message: the patient's words.
            channel: where they come from: `web`, `telegram`, ...

        Raises:
            RasaUnavailableError: it refused, failed, was late, or answered nothing, which is how
                its REST channel reports an error inside.
        """
        try:
            answer = await self._client.post(
                f"{self._rasa_url}/webhooks/rest/webhook",
                json={"sender": sender, "message": message, "input_channel": channel},
            )
        except httpx.TimeoutException:
            raise RasaUnavailableError("Rasa took too long") from None
        except httpx.HTTPError as error:
            raise RasaUnavailableError(f"Rasa is out of reach: {type(error).__name__}") from None
        if answer.status_code != httpx.codes.OK:
            raise RasaUnavailableError(f"Rasa answered with status {answer.status_code}")
        return _elements(answer)

    async def parts(self) -> dict[str, bool]:
        """Return whether Rasa and the action server are well."""
        return {
            "rasa": await self._is_well(f"{self._rasa_url}/webhooks/rest/"),
            "actions": await self._is_well(f"{self._actions_url}/health"),
        }

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _is_well(self, url: str) -> bool:
        try:
            answer = await self._client.get(url, timeout=PROBE_SECONDS)
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.OK


def _elements(answer: httpx.Response) -> Elements:
    try:
        elements = answer.json()
    except ValueError:
        raise RasaUnavailableError("Rasa answered with no JSON") from None
    if not isinstance(elements, list) or not all(isinstance(each, dict) for each in elements):
        raise RasaUnavailableError("Rasa answered with something that is no list of messages")
    if not elements:
        raise RasaUnavailableError("Rasa answered nothing")
    return elements
