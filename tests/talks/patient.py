"""A patient who talks to the assistant over Rasa's REST channel."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from evaluation.client import Client

Sheet = Mapping[str, str]
PATIENCE = 25


class Patient(Client):
    """A client that can hold a whole intake."""

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
