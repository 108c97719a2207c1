"""A message through the extractor and the arbiter, as Rasa's pipeline calls them one after the other."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.component import FactExtractor
from bot.understanding.intents import IntentArbiter

DOMAIN = Domain.from_yaml(
    """
slots:
  asking: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  stage: {type: any, influence_conversation: false, mappings: [{type: custom}]}
"""
)


def asked(key: Any, stage: str | None = None) -> DialogueStateTracker:
    """Return a talk in which something was asked."""
    tracker = DialogueStateTracker.from_events("asha", [], DOMAIN.slots)
    tracker.update(SlotSet("asking", key))
    tracker.update(SlotSet("stage", stage))
    return tracker


def understood(  # noqa: PLR0913  # what Rasa knows of a message
    extractor: FactExtractor,
    text: str,
    *,
    metadata: Any = None,
    guess: str = "inform",
    confidence: float = 0.9,
    asking: Any = None,
    stage: str | None = None,
) -> tuple[str, dict[str, Any]]:
    """Return the intent and the entities of a message of which the classifier thinks something."""
    message = Message.build(text)
    message.set("metadata", metadata)
    message.set("intent", {"name": guess, "confidence": confidence})
    tracker = asked(asking, stage)
    extractor.process([message], tracker)
    IntentArbiter().process([message], tracker)
    read = {each["entity"]: each["value"] for each in message.get("entities", [])}
    return message.get("intent")["name"], read
