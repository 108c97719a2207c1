"""Simulated patients are valid, varied, repeatable, and say no more than they state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import regimen
from evaluation.personas import Message, Persona, Speaker, personas, wording
from evaluation.personas.data import load, wordings
from evaluation.scoring import compare
from regimen.knowledge import products, vocabulary

HUNDRED = personas(100)
FEWEST_WORDINGS = 6
INTAKE = (
    ["consent"],
    ["open"],
    ["products"],
    ["concerns"],
    ["skin_type"],
    ["spf_use"],
    ["spf_value", "spf_reapply"],
    ["sleep_hours", "stress"],
    ["sleep_quality"],
    ["smoking"],
    ["symptoms"],
    ["procedures"],
    ["event"],
    ["age"],
    ["pregnancy", "medications", "conditions", "allergies"],
    ["products.retinol.per_week"],
    ["procedures.laser.weeks_ago"],
    ["confirm"],
    ["confirm"],
)
ITEMS = ("products", "medications", "procedures")


def talk(persona: Persona) -> tuple[Speaker, list[Message]]:
    speaker = Speaker(persona)
    messages = [speaker.opening(), *(speaker.reply(asked) for asked in INTAKE)]
    return speaker, messages


def every_value() -> Iterator[tuple[str, Any]]:
    """Each value of the vocabulary, as a member of its list."""
    for key in ("skin_type", "concerns", "goals", "symptoms", "conditions", "diet"):
        yield from ((key, value) for value in sorted(vocabulary(key)))
    for key in ("spf_use", "sleep_quality", "stress", "smoking", "pregnancy"):
        yield from ((key, value) for value in sorted(vocabulary(key)))
    yield from (("spf_reapply", value) for value in (True, False))
    for name in sorted(products()):
        yield "products", {"id": name, "status": "current", "per_week": 7}
        yield from (
            ("products", {"id": name, "status": status})
            for status in ("stopped", "planned", "never")
        )
    for name in sorted(vocabulary("medications")):
        yield from (
            ("medications", {"id": name, "status": status})
            for status in sorted(vocabulary("medication_status"))
        )
    for name in sorted(vocabulary("procedures")):
        yield "procedures", {"id": name, "status": "done", "weeks_ago": 1}
        yield from (
            ("procedures", {"id": name, "status": status}) for status in ("booked", "wanted")
        )
    yield from (("event", {"id": name, "days": 14}) for name in sorted(vocabulary("events")))
    yield from (
        (key, [])
        for key in (
            "products",
            "symptoms",
            "medications",
            "conditions",
            "allergies",
            "procedures",
        )
    )
    yield from (("age", 31), ("spf_value", 50), ("allergies", "latex"))
    yield from (("sleep_hours", value) for value in (6, 6.5, [6, 7]))
    yield from (("water_litres", value) for value in (1, 1.5))


@pytest.mark.parametrize(("key", "value"), list(every_value()), ids=str)
def test_every_value_can_be_put_in_many_ways(key: str, value: Any) -> None:
    full = wording.full(key, value)
    assert len(set(full)) >= FEWEST_WORDINGS
    for text in (*full, *wording.short(key, value), *wording.bare(key, value)):
        assert text.strip() and "{" not in text


def test_every_red_flag_can_be_reported() -> None:
    reports = [each for flags in wordings()["red_flags"].values() for each in flags]
    assert {flag for each in reports for flag in each["facts"]["red_flags"]} == {
        flag for flags in regimen.facts.load_flags().values() for flag in flags
    }
    for report in reports:
        regimen.check(report["facts"])


def test_the_same_seed_gives_the_same_patients() -> None:
    assert personas(30, seed=4) == personas(30, seed=4)
    assert personas(30, seed=4) != personas(30, seed=5)


def test_a_patient_says_the_same_again() -> None:
    persona = HUNDRED[0]
    assert talk(persona)[1] == talk(persona)[1]


@given(st.integers(0, 10_000))
def test_all_facts_are_valid(seed: int) -> None:
    for persona in personas(25, seed):
        regimen.check(persona.facts)
        regimen.check(persona.wrong)


def test_all_archetypes_and_styles_take_part() -> None:
    assert {each.archetype for each in HUNDRED} == set(load("archetypes")["archetypes"])
    assert {each.style.name for each in HUNDRED} == set(load("styles")["styles"])
    assert {each.opening for each in HUNDRED} == {"much", "little", "nothing"}
    assert any(each.wrong for each in HUNDRED) and any(each.interruptions for each in HUNDRED)


def test_nobody_states_what_is_not_true_of_them() -> None:
    for persona in HUNDRED:
        speaker, _ = talk(persona)
        stated = regimen.check(speaker.said)
        true = compare(persona.facts | {"red_flags": stated.get("red_flags", [])}, stated)
        wrong = {key for key, _ in true.extra} - {"red_flags"}
        assert not wrong, (persona.name, true.extra)


def test_a_mistake_is_corrected_by_the_end() -> None:
    corrected = [each for each in HUNDRED if "products" not in each.wrong and each.wrong]
    said = [(persona, talk(persona)[0].said) for persona in corrected]
    told = [
        (persona, key, facts) for persona, facts in said for key in persona.wrong if key in facts
    ]
    assert told
    for persona, key, facts in told:
        assert facts[key] == persona.facts[key], persona.name


def test_who_does_not_know_says_so_and_states_nothing() -> None:
    for persona in HUNDRED:
        if "age" not in persona.facts and persona.style.volunteers == 0:
            assert Speaker(persona).reply(["age"]).facts == {}


def test_a_fitting_button_is_pressed_and_no_other() -> None:
    pressers = [each for each in HUNDRED if each.style.name == "presser"]
    payloads = ["Oily", "Dry", "Combination", "Normal", "Sensitive", "Not sure"]
    pressed = [
        (persona, message)
        for persona in pressers
        if (message := Speaker(persona).reply(["skin_type"], payloads)).text in payloads
    ]
    assert pressed
    for persona, message in pressed:
        stated = {"skin_type": persona.facts.get("skin_type")}
        assert message.facts in ({}, stated)
        assert (message.text == "Not sure") is (message.facts == {})


def test_an_interruption_leaves_the_question_aside() -> None:
    persona = next(each for each in HUNDRED if each.interruptions and not each.wrong)
    _, messages = talk(persona)
    assert [message for message in messages if message.aside and not message.facts]
