"""The plan is given at once, or waits for the clinic's review, as the settings say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import keeping, plan
from actions.conversation import Conversation
from clinic.migrate import upgrade
from clinic.records import Records
from clinic.settings import Settings

SENDER = "asha-1f0c"
FACTS: dict[str, Any] = {
    "skin_type": ["oily"],
    "products": [{"id": "glycolic_acid", "status": "current", "per_week": 7}],
    "spf_use": "sometimes",
}


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Records]:
    settings = Settings(var=tmp_path, database_url=None)
    upgrade(settings)
    records = Records.open(settings)
    monkeypatch.setattr(keeping, "records", lambda: records)
    yield records
    records.dispose()


async def given(records: Records, facts: dict[str, Any], **slots: Any) -> list[dict[str, Any]]:
    intake = records.begin_intake(SENDER, "web")
    slots = facts | {"consented": True, "intake": intake, "stage": "confirm"} | slots
    talk = Conversation.of(Tracker(SENDER, slots, {}, [], False, None, {}, None))
    out = CollectingDispatcher()
    await plan.give(talk, out)
    assert talk.plan is not None
    said: list[dict[str, Any]] = out.messages
    return said


async def test_at_once_the_patient_has_it(records: Records) -> None:
    said = await given(records, FACTS)
    [card] = [each["custom"]["plan"] for each in said if "plan" in each["custom"]]
    assert "treatments" not in card
    assert records.plan(SENDER) is not None


class TestAfterReview:
    @pytest.fixture(autouse=True)
    def reviewed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        settings = Settings(var=tmp_path, plan_delivery="after_review")
        monkeypatch.setattr(plan, "settings", lambda: settings)

    async def test_the_patient_is_told_that_it_comes_and_what_must_not_wait(
        self, records: Records
    ) -> None:
        said = await given(records, FACTS)
        text = "\n".join(each["text"] for each in said)
        assert "looks at your plan first" in text
        # stop, and nothing milder
        assert "Your skin goes without sunscreen" in text and "• Your products exfoliate" in text
        assert not any("plan" in each["custom"] for each in said)
        assert records.plan(SENDER) is None

    async def test_where_nothing_is_grave_nothing_is_said_of_it(self, records: Records) -> None:
        said = await given(records, {"skin_type": ["oily"], "spf_use": "daily"})
        assert "Until then" not in "\n".join(each["text"] for each in said)
