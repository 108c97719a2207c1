"""Which messages are in a language that is not read."""

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.intents import OTHER_LANGUAGE_INTENT, IntentArbiter
from bot.understanding.languages import is_unreadable
from bot.understanding.reader import FactReader


@pytest.mark.parametrize(
    "text",
    [
        "Ich habe seit zwei Jahren Akne am Kinn",
        "Meine Haut spannt nach dem Duschen",
        "Können Sie mir bitte helfen?",
        "J'ai la peau grasse et des points noirs",
        "Est-ce que je peux utiliser cette crème tous les jours ?",
        "Non, je n'ai pas d'allergies",
        "Ho la pelle mista e qualche macchia",
        "Tenho a pele oleosa e muitas espinhas",
        "Ik gebruik elke avond een crème",
        "Jag har känslig hud och använder solkräm",
        "Bonjour",
        "Guten Tag",
        "У меня сухая кожа",
        "मेरी त्वचा बहुत रूखी है",
        "我的皮肤很干",
    ],
)
def test_other_languages_are_told(text: str) -> None:
    assert is_unreadable(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "😀",
        "1234",
        "hola, tengo la piel seca y uso retinol cada noche",
        "no tengo alergias",
        "uso protector solar todos los días",
        "meri skin oily hai aur pimples bhi hain",
        "main roz raat ko retinol lagati hoon",
        "subah ya raat",
        "das baje sota hoon",
        "nein idea what that is lol",
        "Ben told me to use a toner",
        "I use La Roche-Posay Effaclar Duo and Crème de la Mer",
        "L'Oréal serum",
        "café au lait spots on my cheek",
        "ma skin is dead dry",
        "aha 1/wk, bha 2/wk",
    ],
)
def test_english_spanish_and_hinglish_are_read(text: str) -> None:
    assert not is_unreadable(text)


def settled(text: str, facts: dict[str, object], guess: str = "inform") -> Message:
    entity = {"entity": "facts", "value": facts, "start": 0, "end": len(text)}
    message = Message(
        {"text": text, "intent": {"name": guess, "confidence": 0.9}, "entities": [entity]}
    )
    return IntentArbiter().process([message])[0]


def test_no_fact_is_taken_from_what_cannot_be_read(reader: FactReader) -> None:
    text = "Ich habe keine Akne und benutze nicht jeden Tag Retinol"
    facts = reader.read(text)
    assert facts, "the names alone are known"
    message = settled(text, facts)
    assert message.get("intent")["name"] == OTHER_LANGUAGE_INTENT
    assert message.get("entities") == []


def test_a_red_flag_is_kept_in_any_language() -> None:
    message = settled("ich habe ein anaphylaxis problem", {"red_flags": ["facial_swelling"]})
    assert message.get("intent")["name"] == "report_red_flag"


@pytest.mark.parametrize("guess", ["greet", "thank"])
def test_a_greeting_that_is_known_is_a_greeting(guess: str) -> None:
    message = settled("bonjour", {}, guess)
    assert message.get("intent")["name"] == guess
