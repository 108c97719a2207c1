"""The knowledge files: complete, sourced, plain, and nobody is told to stop a medicine alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from textstat import textstat

from regimen.conditions import compile_condition, names, parts
from regimen.facts import load_flags
from regimen.knowledge import load, members, products, vocabulary, weights
from regimen.warnings import SEVERITIES, rules

# The table of contract/regimen.md.
REQUIRED = {
    "over_exfoliation": {"caution", "stop"},
    "damaged_barrier": {"stop", "caution"},
    "spf_skipped": {"caution", "stop"},
    "spf_most_days": {"info"},
    "spf_too_weak": {"caution"},
    "spf_after_acid": {"caution"},
    "spf_not_reapplied": {"info"},
    "retinoid_with_acid": {"caution"},
    "tretinoin_with_benzoyl_peroxide": {"caution"},
    "inflammatory_skin": {"caution"},
    "pregnancy_retinoid": {"stop"},
    "pregnancy_hydroquinone": {"stop"},
    "pregnancy_tranexamic_oral": {"stop"},
    "pregnancy_peel": {"stop"},
    "pregnancy_procedure": {"stop"},
    "pregnancy_medication": {"stop"},
    "isotretinoin_procedure": {"caution"},
    "isotretinoin_exfoliation": {"stop"},
    "isotretinoin_doxycycline": {"stop"},
    "tranexamic_clot_risk": {"stop"},
    "peel_hold": {"stop", "caution"},
    "keloid_procedure": {"stop"},
    "anticoagulant_needling": {"caution"},
    "pacemaker_radiofrequency": {"stop"},
    "epilepsy_led": {"caution"},
    "photosensitiser_procedure": {"caution"},
    "retinoid_before_procedure": {"caution"},
    "procedure_recovery": {"stop"},
    "event_too_soon": {"caution"},
    "sun_holiday": {"caution"},
    "strong_home_peel": {"stop"},
    "steroid_on_face": {"stop"},
    "photosensitiser": {"caution"},
    "routine_too_long": {"info"},
    "minor": {"caution"},
}
HARDEST_GRADE = 8.0
PAUSING = re.compile(r"\b(?:stop|stopping|pause|pausing|leave out|leave .* out)\b", re.I)
MEDICINE = re.compile(
    r"\b(?:medicines?|tablets?|prescribed|steroid|isotretinoin|doxycycline|tretinoin)\b", re.I
)
RULES = {rule.id: rule for rule in rules()}


def messages(source: dict[str, Any]) -> list[str]:
    return [text for key, text in source.items() if key.startswith("message")]


def options() -> Iterator[tuple[str, dict[str, Any]]]:
    for part in ("am", "pm"):
        for step in load("routine")[part]:
            for option in step["options"]:
                yield step["step"], option


# Everything that a patient may read, with where it stands.
TEXTS = [
    *((rule.id, text) for rule in rules() for text in [*messages(dict(rule.source)), rule.source["why"]]),
    *((each["id"], each["message"]) for each in load("outlook")["lifestyle"]),
    *((step, f"{step}: {each['with']}.") for step, each in options()),
    *((step, each["why"]) for step, each in options()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "severities"), REQUIRED.items())
def test_every_warning_of_the_contract_is_there(name: str, severities: set[str]) -> None:
    assert {severity for severity, _ in RULES[name].severities} == severities


def test_identifiers_are_unique() -> None:
    assert len(RULES) == len(rules())


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_warning_says_what_why_and_from_where(rule: Any) -> None:
    assert rule.source["message"] and rule.source["why"]
    assert rule.source["sources"] and all(rule.source["sources"])
    assert {severity for severity, _ in rule.severities} <= set(SEVERITIES)


@pytest.mark.parametrize("advice", load("outlook")["lifestyle"], ids=lambda each: each["id"])
def test_advice_has_its_sources(advice: dict[str, Any]) -> None:
    assert advice["sources"]


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=lambda each: str(each)[:40])
def test_texts_are_plain(name: str, text: str) -> None:
    # names of products cannot be said more simply
    bare = re.sub(r"\{\w+\}", "cream", text)
    assert textstat.flesch_kincaid_grade(_without_names(bare)) <= HARDEST_GRADE


def _without_names(text: str) -> str:
    said = [name.replace("_", " ") for name in (*products(), *vocabulary("medications"))]
    drugs = "|".join(sorted(map(re.escape, said), key=len, reverse=True))
    return re.sub(
        rf"\b(?:{drugs}|antiviral|radiofrequency|dermatologist|moisturiser)\b",
        "cream",
        text,
        flags=re.I,
    )


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=lambda each: str(each)[:40])
def test_nobody_is_told_to_stop_a_prescribed_medicine_alone(name: str, text: str) -> None:
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        if PAUSING.search(sentence) and MEDICINE.search(sentence):
            assert re.search(r"\b(?:prescriber|not|never|dangerous|flare)\b", sentence, re.I), (
                sentence
            )


PRESCRIBED = names(["prescribed"])


@pytest.mark.parametrize(
    "rule", [rule for rule in rules() if rule.forbids & PRESCRIBED], ids=lambda rule: rule.id
)
def test_a_warning_against_a_prescribed_product_says_to_call_the_prescriber(rule: Any) -> None:
    if rule.id != "minor":  # forbids what is sold in shops alone
        assert all("call" in text for text in messages(dict(rule.source)))
        assert any("pause and call your prescriber" in text for text in messages(dict(rule.source)))


def test_the_steroid_is_never_paused() -> None:
    assert not any("topical_steroid" in rule.forbids for rule in rules())


KNOWN = {
    *products(),
    *(each for name in load("vocabulary") if name != "red_flags" for each in vocabulary(name)),
    *(flag for flags in load_flags().values() for flag in flags),
}


def conditions() -> Iterator[dict[str, Any]]:
    """Every condition of every knowledge file."""

    def walk(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            for key, child in value.items():
                if key in ("when", "unless", "if", "forbids_when") and isinstance(child, dict):
                    yield child
                elif key == "severity" and isinstance(child, dict):
                    yield from child.values()
                else:
                    yield from walk(child)
        elif isinstance(value, list):
            for child in value:
                yield from walk(child)

    for name in ("warnings", "triage", "routine", "treatments", "outlook", "missing"):
        yield from walk(load(name))
    yield from load("conditions").values()


def test_every_identifier_in_a_condition_is_known() -> None:
    for condition in conditions():
        for part in parts(condition):
            listed = [part.get(kind, []) for kind in ("product", "medication", "procedure")]
            listed += [*part.get("has", {}).values(), *part.get("together", [])]
            said = names(str(name) for group in listed if group != "any" for name in group
                         if not isinstance(name, bool))  # fmt: skip
            assert said <= KNOWN, said - KNOWN


def test_every_group_and_named_condition_is_used_and_known() -> None:
    groups, named = load("groups"), load("conditions")
    text = "\n".join(str(load(name)) for name in
                     ("warnings", "triage", "routine", "treatments", "conditions", "groups"))  # fmt: skip
    in_code = {"holding", "irritant", "barrier_sign", "resurfacing", "prescribed", "washing", "rest",
               "evening_only", "morning_peroxide"}  # fmt: skip
    for name in groups:
        assert members(name) <= KNOWN
        assert name in in_code or len(re.findall(rf"\b{name}\b", text)) > 1, name
    for name in named:
        assert f"'is': '{name}'" in text, name


def test_a_condition_of_no_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="is no condition"):
        compile_condition({"produkt": ["retinol"]})


def test_the_flags_of_the_gates_are_those_of_the_vocabulary() -> None:
    flags = load_flags()
    assert members("urgent_flag") == {*flags["now"], *flags["same_day"]}
    assert members("other_flag") == set(flags["soon"])


def test_the_order_of_gentleness_names_every_exfoliant_once() -> None:
    gentle = load("routine")["gentle"]
    assert sorted(gentle) == sorted(weights())


def test_products_of_the_routine_are_known() -> None:
    for _, option in options():
        assert names([*option.get("own", []), *option.get("suggests", [])]) <= set(products())


def test_the_cap_is_not_below_the_smallest() -> None:
    settings = load("catalogue")["exfoliation"]
    assert settings["smallest_cap"] <= min(settings["caps"].values())
    assert set(settings["caps"]) == vocabulary("skin_type") | {"unknown"}
