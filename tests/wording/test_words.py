"""What patients read: each word of it used, filled in, plain, and short enough for every channel."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from textstat import textstat

import regimen
from actions.words import first_aid, topics
from clinic.settings import ROOT
from regimen.knowledge import load, products, vocabulary
from tests.wording.used import Use, in_pages, in_python, leaves

HARDEST_GRADE = 8.0
FEWEST_WORDS = 6  # a grade of less says nothing
# WhatsApp: reply buttons, then rows of a list; Telegram: bytes of a button's data.
MOST_BUTTONS, LONGEST_BUTTON = 3, 20
MOST_ROWS, LONGEST_ROW = 10, 24
MOST_BYTES = 64
LONGEST_WITH_BUTTONS, LONGEST = 1024, 4096


def words_of(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text("utf-8"))


ASSISTANT = words_of("actions/words/en.yml")
FORMAL = words_of("actions/words/en.formal.yml")
FACTS = words_of("clinic/words/en.facts.yml")
PAGES = words_of("bot/gateway/words/en.yml")
OF_ASSISTANT = frozenset(in_python(ROOT / "actions"))
DOORS = (
    ROOT / "bot",
    ROOT / "bot/gateway",
    ROOT / "bot/channels",
    *(each for each in (ROOT / "bot/channels").iterdir() if each.is_dir()),
)
OF_PAGES = frozenset(use for door in DOORS for use in in_python(door)) | frozenset(
    in_pages(ROOT / "bot/chat")
)
# What is looked up in the words under a name that the code holds in a variable.
DETAILS = {"per_week", "weeks_ago"}
HEADINGS = {f"plan.{name}" for name in ("warnings", "am", "pm", "timeline", "lifestyle")}
SENTENCES = [
    *leaves(ASSISTANT),
    *((f"formal.{path}", text) for path, text in leaves(FORMAL)),
    *((f"pages.{path}", text) for path, text in leaves(PAGES)),
    *((f"first_aid.{path}", text) for path, text in leaves(first_aid())),
    *((f"topics.{name}", entry["answer"]) for name, entry in topics().items()),
    *(
        (f"photographs.{name}.{path}", sentence)
        for name in ("advice", "findings", "progress")
        for path, sentence in leaves(words_of(f"analysis/{name}.yml"))
    ),
    *(
        (f"topics.{name}.yours", each["say"])
        for name, entry in topics().items()
        for each in entry.get("yours", ())
    ),
]


def is_used(path: str, uses: frozenset[Use]) -> bool:
    asked = {use.path for use in uses}
    parts = path.split(".")
    return any(".".join(parts[: i + 1]) in asked for i in range(len(parts)))


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("path", [path for path, _ in leaves(ASSISTANT)])
def test_the_assistant_says_each_of_its_words(path: str) -> None:
    assert (
        path in HEADINGS or path.split(".", maxsplit=1)[0] in DETAILS or is_used(path, OF_ASSISTANT)
    )


@pytest.mark.parametrize("path", [path for path, _ in leaves(PAGES)])
def test_the_gateway_and_its_pages_say_each_of_theirs(path: str) -> None:
    assert is_used(path, OF_PAGES)


@pytest.mark.parametrize("use", sorted(OF_ASSISTANT, key=str), ids=lambda use: use.path)
def test_what_the_assistant_says_is_there_and_filled_in(use: Use) -> None:
    found: Any = ASSISTANT
    for part in use.path.split("."):
        found = found[part]
    if use.filled is not None and isinstance(found, str):
        assert names_in(found) <= use.filled | {"reach"}


@pytest.mark.parametrize("use", sorted(OF_PAGES, key=str), ids=lambda use: use.path)
def test_what_the_pages_say_is_there(use: Use) -> None:
    found: Any = PAGES
    for part in use.path.split("."):
        found = found[part]
    assert found


def test_names_are_of_identifiers_that_exist() -> None:
    known = set(products()) | {member for each in _vocabularies() for member in each}
    assert set(FACTS["names"]) <= known | {"other"}
    assert set(PAGES["names"]) <= known
    assert set(FACTS["labels"]) | set(FACTS["staff_labels"]) <= set(regimen.FACT_KEYS)


def _vocabularies() -> Iterator[set[str]]:
    for kind in load("vocabulary"):
        yield set(vocabulary(kind))


@pytest.mark.parametrize(("path", "text"), SENTENCES, ids=lambda each: str(each)[:40])
def test_sentences_are_plain(path: str, text: str) -> None:
    bare = _without_names(text)
    if len(re.findall(r"[A-Za-z]+", bare)) >= FEWEST_WORDS:
        assert textstat.flesch_kincaid_grade(bare) <= HARDEST_GRADE


@pytest.mark.parametrize(("path", "text"), SENTENCES, ids=lambda each: str(each)[:40])
def test_sentences_fit_a_message(path: str, text: str) -> None:
    assert len(text) < (LONGEST_WITH_BUTTONS if path.startswith("topics") else LONGEST)


def _without_names(text: str) -> str:
    """Return a text without what cannot be said more simply: names of products and treatments."""
    names = [
        name.replace("_", " ")
        for kind in ("medications", "procedures", "conditions")
        for name in vocabulary(kind)
    ]
    names += [name.replace("_", " ") for name in products()]
    names += ["dermatologist", "moisturiser", "moisturisers", "antiviral", "radiofrequency"]
    said = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    text = re.sub(rf"\b(?:{said})\b", "cream", text, flags=re.IGNORECASE)
    return re.sub(r"\{\w+\}", "cream", text)


def button_sets() -> Iterator[tuple[str, list[Any]]]:
    def walk(words: Any, path: str) -> Iterator[tuple[str, list[Any]]]:
        if isinstance(words, dict):
            for key, value in words.items():
                if "buttons" in str(key) and isinstance(value, list):
                    yield f"{path}.{key}", value
                else:
                    yield from walk(value, f"{path}.{key}")
        elif isinstance(words, list):
            for number, value in enumerate(words):
                yield from walk(value, f"{path}.{number}")

    yield from walk(ASSISTANT, "")
    yield "safety", [{"title": ASSISTANT["safety"]["none"], "payload": each} for each in _nones()]
    for name, entry in topics().items():
        yield f"topics.{name}", [{"title": entry["title"], "payload": entry["question"]}] * 4


def _nones() -> list[str]:
    return [ASSISTANT["safety"]["none"], ASSISTANT["safety"]["not_pregnant"]]


@pytest.mark.parametrize(("path", "buttons"), button_sets(), ids=lambda each: str(each)[:40])
def test_buttons_fit_every_channel(path: str, buttons: list[Any]) -> None:
    longest = LONGEST_BUTTON if len(buttons) <= MOST_BUTTONS else LONGEST_ROW
    assert 1 <= len(buttons) <= MOST_ROWS
    for button in buttons:
        title = button if isinstance(button, str) else button["title"]
        payload = button if isinstance(button, str) else button["payload"]
        assert 1 <= len(title) <= longest
        assert 1 <= len(payload.encode()) <= MOST_BYTES


def test_buttons_of_one_question_differ() -> None:
    for path, buttons in button_sets():
        if not path.startswith("topics"):
            titles = [each if isinstance(each, str) else each["payload"] for each in buttons]
            assert len(set(titles)) == len(titles), path


def test_no_word_stands_in_the_code() -> None:
    """A sentence in quotes in an action or the gateway would be one that nobody translates."""
    sentence = re.compile(r'"[A-Z][a-z]+ [a-z]+ [a-z]+[^"]*[.!?]"')
    for folder in (ROOT / "actions", *DOORS):
        for file in sorted(folder.glob("*.py")):
            code = re.sub(r'"""[\s\S]*?"""', "", file.read_text("utf-8"))
            assert not sentence.findall(code), file.name
