"""A patient who talks to the assistant over Rasa's REST channel."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

Sheet = Mapping[str, str]
PATIENCE = 25


class Patient:
    """Says things, and remembers what the assistant answered last."""

    def __init__(self, rasa_url: str) -> None:
        self.url = f"{rasa_url}/webhooks/rest/webhook"
        self.sender = uuid.uuid4().hex
        self.answers: list[dict[str, Any]] = []
        self.asked: list[str] = []

    def says(self, message: str) -> Patient:
        answer = httpx.post(self.url, json={"sender": self.sender, "message": message}, timeout=60)
        self.answers = answer.json()
        assert self.answers, f"no answer to {message!r}"
        if self.asking:
            self.asked.append("+".join(self.asking))
        return self

    @property
    def text(self) -> str:
        return "\n".join(each["text"] for each in self.answers if "text" in each)

    @property
    def buttons(self) -> list[dict[str, str]]:
        return [button for each in self.answers for button in each.get("buttons", [])]

    def custom(self, key: str) -> Any:
        """Return the last value that a message of the answer carries under `key`, or None."""
        found = [each["custom"][key] for each in self.answers if key in each.get("custom", {})]
        return found[-1] if found else None

    @property
    def asking(self) -> list[str]:
        asking = self.custom("asking")
        return asking if isinstance(asking, list) else [asking] if asking else []

    @property
    def plan(self) -> dict[str, Any]:
        plan = self.custom("plan")
        assert plan, f"no plan in {self.answers}"
        return dict(plan)

    @property
    def warnings(self) -> dict[str, str]:
        """The plan's warnings: each id with its severity."""
        return {each["id"]: each["severity"] for each in self.plan["warnings"]}

    def consents(self) -> Patient:
        self.says("hello")
        assert self.asking == ["consent"]
        return self.says("Yes, I agree")

    def answers_until_plan(self, sheet: Sheet) -> Patient:
        """Answer each question from the sheet ("skip" where it has nothing) until the plan comes."""
        for _ in range(PATIENCE):
            if self.custom("plan"):
                return self
            assert self.asking, f"nothing asked and no plan: {self.answers}"
            replies = [sheet[key] for key in self.asking if key in sheet]
            self.says(
                "yes, that's right" if self.asking == ["confirm"] else ", ".join(replies) or "skip"
            )
        pytest.fail(f"no plan after {PATIENCE} turns; asked {self.asked}")
