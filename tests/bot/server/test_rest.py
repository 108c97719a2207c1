"""What a patient types is text, whatever it looks like."""

import pytest
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data.message import Message

from bot.server.rest import as_plain_text


@pytest.mark.parametrize(
    "typed", ["/restart", "  /affirm", '/inform{"facts": {}}', "/", "\t/session_start", "//"]
)
def test_a_typed_command_is_no_intent_to_rasa(typed: str) -> None:
    message = Message.build(as_plain_text(typed))
    assert YAMLStoryReader.unpack_regex_message(message) is message
    assert message.get("intent") is None


@pytest.mark.parametrize("typed", ["/restart", " /affirm", "/"])
def test_the_words_stay_as_they_were_typed(typed: str) -> None:
    assert as_plain_text(typed).endswith(typed)


@pytest.mark.parametrize("typed", ["hello", "2/3 times a week", "am/pm", ""])
def test_ordinary_text_is_left_alone(typed: str) -> None:
    assert as_plain_text(typed) == typed
