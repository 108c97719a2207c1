"""A client of Rasa's REST channel: one conversation, its answers and what they carry."""

from __future__ import annotations

import uuid
from typing import Any, Self

import httpx

TIMEOUT_SECONDS = 60


class NoAnswerError(RuntimeError):
    """A turn had no answer, which is how Rasa's REST channel reports a failure."""


class Client:
    """Says things, and remembers what the assistant answered last and asked so far."""

    def __init__(self, rasa_url: str) -> None:
        self.url = f"{rasa_url}/webhooks/rest/webhook"
        self.sender = uuid.uuid4().hex
        self.answers: list[dict[str, Any]] = []
        self.asked: list[str] = []

    def says(self, message: str) -> Self:
        """Send a message and take its answer.

        Raises:
            NoAnswerError: there was none.
        """
        answer = httpx.post(
            self.url, json={"sender": self.sender, "message": message}, timeout=TIMEOUT_SECONDS
        )
        self.answers = answer.json()
        if not self.answers:
            raise NoAnswerError(f"no answer to {message!r}")
        if self.asking:
            self.asked.append("+".join(self.asking))
        return self

    @property
    def text(self) -> str:
        """The words of the answer, its elements on lines of their own."""
        return "\n".join(each["text"] for each in self.answers if "text" in each)

    @property
    def buttons(self) -> list[dict[str, str]]:
        """The quick replies that the answer offers."""
        return [button for each in self.answers for button in each.get("buttons", [])]

    def custom(self, key: str) -> Any:
        """Return the last value that a message of the answer carries under `key`, or None."""
        found = [each["custom"][key] for each in self.answers if key in each.get("custom", {})]
        return found[-1] if found else None

    @property
    def asking(self) -> list[str]:
        """The keys that the answer asks for."""
        asking = self.custom("asking")
        return asking if isinstance(asking, list) else [asking] if asking else []

    @property
    def plan(self) -> dict[str, Any]:
        """The plan that the answer gives.

        Raises:
            LookupError: it gives none.
        """
        plan = self.custom("plan")
        if not plan:
            raise LookupError(f"no plan in {self.answers}")
        return dict(plan)

    @property
    def warnings(self) -> dict[str, str]:
        """The plan's warnings: each id with its severity."""
        return {each["id"]: each["severity"] for each in self.plan["warnings"]}
