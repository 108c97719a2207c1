"""Asks Rasa over its REST channel; whatever is no answer is one clear error."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeVar

import httpx
from pydantic import TypeAdapter, ValidationError

from bot.gateway.messages import Element
from clinic.records import TalkTurn
from clinic.settings import Settings

T = TypeVar("T")


@dataclass(frozen=True)
class Read:
    """What a message states."""

    facts: dict[str, Any]


# A turn takes milliseconds; one that hangs is asked for again, and answered once all the same.
PATIENCE: Final = httpx.Timeout(20, connect=3)
LIMITS: Final = httpx.Limits(max_connections=200, max_keepalive_connections=50)
PROBE_SECONDS: Final = 2
LOOK_SECONDS: Final = 1.0
ELEMENTS: Final = TypeAdapter(list[Element])
READ: Final = TypeAdapter(Read)
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class RasaUnavailableError(Exception):
    """Rasa did not answer a message; says how, never what the message was.

    `was_reached` tells whether it was there, and failed at this very message.
    """

    def __init__(self, how: str, *, was_reached: bool) -> None:
        super().__init__(how)
        self.was_reached = was_reached


class Rasa:
    """The dialogue, as the gateway sees it."""

    def __init__(self, settings: Settings, *, patience: httpx.Timeout = PATIENCE) -> None:
        """Speak to Rasa and the action server where the settings say."""
        self._rasa_url, self._actions_url = settings.rasa_url, settings.actions_url
        # our own loopback: a proxy of the environment has no business here
        self._client = httpx.AsyncClient(timeout=patience, limits=LIMITS, trust_env=False)
        self._recovery: asyncio.Task[None] | None = None

    async def ask(
        self, sender: str, turn: TalkTurn, told: Mapping[str, Any] = NOTHING
    ) -> list[Element]:
        """Return Rasa's answer to a message, at least one element of its REST channel.

        Args:
            sender: the conversation's unguessable name.
            turn: the patient's message; Rasa answers one of its id once, however often it is asked.
            told: what it is told beside the words (metadata): `more`, where another photograph of
                the same album follows; `corrects`, the words that these replace and what was
                asked before those; `check_in`, the one that is due.

        Raises:
            RasaUnavailableError: it refused, failed, was late, or answered nothing, which is how
                its REST channel reports an error inside.
        """
        metadata = {**told, "message_id": turn.message_id}
        if turn.photo:
            metadata["photo"] = turn.photo
        said = {
            "sender": sender,
            "message": turn.text,
            "input_channel": turn.channel,
            "metadata": metadata,
        }
        elements = _checked(ELEMENTS, await self._post("webhook", said))
        if not elements:
            raise RasaUnavailableError("Rasa answered nothing", was_reached=True)
        return elements

    async def facts(self, text: str) -> dict[str, Any]:
        """Return what a message states (contract/facts.md); the dialogue hears nothing of it.

        Raises:
            RasaUnavailableError: it refused, failed or was late.
        """
        return _checked(READ, await self._post("read", {"message": text})).facts

    async def parts(self) -> dict[str, bool]:
        """Return whether Rasa and the action server are well."""
        rasa, actions = await asyncio.gather(
            self._is_well(f"{self._rasa_url}/webhooks/rest/"),
            self._is_well(f"{self._actions_url}/health"),
        )
        return {"rasa": rasa, "actions": actions}

    async def until_well(self) -> None:
        """Wait until both are well; all who wait share one watch."""
        if self._recovery is None or self._recovery.done():
            self._recovery = asyncio.create_task(self._watch())
        await asyncio.shield(self._recovery)

    async def close(self) -> None:
        """Close the connections."""
        if self._recovery:
            self._recovery.cancel()
        await self._client.aclose()

    async def _post(self, path: str, said: Mapping[str, Any]) -> httpx.Response:
        try:
            return await self._client.post(f"{self._rasa_url}/webhooks/rest/{path}", json=said)
        except httpx.TimeoutException:
            raise RasaUnavailableError("Rasa took too long", was_reached=True) from None
        except httpx.HTTPError as error:
            kind = type(error).__name__
            raise RasaUnavailableError(f"Rasa is out of reach: {kind}", was_reached=False) from None

    async def _watch(self) -> None:
        while not all((await self.parts()).values()):
            await asyncio.sleep(LOOK_SECONDS)

    async def _is_well(self, url: str) -> bool:
        try:
            answer = await self._client.get(url, timeout=PROBE_SECONDS)
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.OK


def _checked(shape: TypeAdapter[T], answer: httpx.Response) -> T:
    if answer.status_code != httpx.codes.OK:
        # 503 is how it says that there is no model yet
        was_reached = answer.status_code != httpx.codes.SERVICE_UNAVAILABLE
        raise RasaUnavailableError(
            f"Rasa answered with status {answer.status_code}", was_reached=was_reached
        )
    try:
        return shape.validate_json(answer.content)
    except ValidationError:
        raise RasaUnavailableError(
            "Rasa answered with something that is no answer", was_reached=True
        ) from None
