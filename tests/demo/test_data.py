"""What imaginary patients say: each sentence states facts that are valid, and adds up to its level."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

import regimen
from demo.data import kinds, load

Sentence = list[Any]


def sentences() -> Iterator[tuple[str, Sentence]]:
    for name, kind in kinds().items():
        groups = [*kind["story"], *kind.get("answers", {}).values()]
        yield from ((name, each) for group in groups for each in group)
    everyday = load("everyday")
    for key, group in everyday["answers"].items():
        yield from ((key, each) for each in group)
    yield from (("corrections", each) for each in everyday["corrections"])
    for name in ("check_ins", "habits"):
        yield from ((name, [text, facts]) for text, _, facts in everyday[name])


@pytest.mark.parametrize(("where", "sentence"), list(sentences()))
def test_a_sentence_states_valid_facts(where: str, sentence: Sentence) -> None:
    text, facts = sentence
    assert text
    regimen.check({key: value for key, value in facts.items() if key != "nothing"})


@pytest.mark.parametrize("name", list(kinds()))
def test_every_story_has_its_level(name: str) -> None:
    kind = kinds()[name]
    for told in itertools.product(*kind["story"]):
        facts: dict[str, Any] = {}
        for _, stated in told:
            facts = regimen.merge(facts, stated)
        assert regimen.triage_of(facts)["level"] == kind["level"], told


def test_every_fact_can_be_answered() -> None:
    asked_elsewhere = {"red_flags"}
    assert {*regimen.FACT_KEYS} - asked_elsewhere <= {*load("everyday")["answers"]}
