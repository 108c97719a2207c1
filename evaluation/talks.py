"""Holds the talks of simulated patients with the real servers, and reads back what was recorded."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Engine, select

from clinic.records.database import open_database
from clinic.records.models import Fact, Intake, Patient
from evaluation.client import Client
from evaluation.personas import Message, Persona, Speaker
from evaluation.personas.drawing import Facts

# A talk that is longer than this leads nowhere.
MOST_MESSAGES: Final = 45


@dataclass(frozen=True)
class Turn:
    """A patient's message, what it states, and what came back."""

    message: Message
    said: Facts
    answers: list[dict[str, Any]]
    asked: list[str]
    triage: str | None
    seconds: float

    @property
    def answer(self) -> str:
        """The words of the answer."""
        return "\n".join(each["text"] for each in self.answers if "text" in each)


@dataclass
class Talk:
    """A whole talk, what was said in it, what was recorded and what plan came of it."""

    persona: Persona
    turns: list[Turn] = field(default_factory=list)
    said: Facts = field(default_factory=dict)
    record: Facts = field(default_factory=dict)
    plan: dict[str, Any] | None = None

    @property
    def ended_in_emergency(self) -> bool:
        """Whether the talk ended with emergency advice."""
        return any(turn.triage == "now" for turn in self.turns)


def hold(persona: Persona, rasa_url: str, records_url: str) -> Talk:
    """Let a patient talk until the plan or the emergency advice comes, or until it is too long."""
    speaker, client, talk = Speaker(persona), Client(rasa_url), Talk(persona)
    message = speaker.opening()
    while len(talk.turns) < MOST_MESSAGES:
        began = time.perf_counter()
        client.says(message.text)
        seconds = time.perf_counter() - began
        triage = client.custom("triage")
        talk.turns.append(
            Turn(message, dict(speaker.said), client.answers, client.asking, triage, seconds)
        )
        talk.plan = client.custom("plan")
        if talk.plan or triage == "now":
            break
        message = speaker.reply(client.asking, [each["payload"] for each in client.buttons])
    talk.said = speaker.said
    talk.record = _record(open_database(records_url), client.sender)
    return talk


def _record(engine: Engine, sender: str) -> Facts:
    """Return the facts in the records of a conversation's last intake; none where there is none."""
    last = (
        select(Intake.id)
        .join(Patient, Patient.id == Intake.patient_id)
        .where(Patient.sender == sender)
        .order_by(Intake.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = select(Fact.key, Fact.value).where(Fact.intake_id == last, Fact.superseded_at.is_(None))
    with engine.begin() as connection:
        facts = {row.key: row.value for row in connection.execute(rows)}
    engine.dispose()
    return facts
