"""What holds for all facts (hypothesis over the whole vocabulary)."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen import advise, check, merge, missing_of, triage_of
from regimen.case import Case
from regimen.evenings import plan
from regimen.exfoliation import UNKNOWN_USES, uses
from regimen.knowledge import members, product_name, weights
from regimen.merge import settled
from regimen.routine import PARTS, choices
from regimen.routine import routine as routine_of
from regimen.warnings import forbidden, rules
from tests.regimen.said import severity
from tests.regimen.strategies import FACTS, MESSAGES, PRODUCT, SEASONS, WITHOUT_FLAGS, one_of

Facts = dict[str, Any]
RANKS = {None: 0, "info": 1, "caution": 2, "stop": 3}
EXFOLIANTS = sorted(members("exfoliant_any"))


@given(MESSAGES, SEASONS)
def test_valid_facts_are_always_answered(facts: Facts, season: Any) -> None:
    before = deepcopy(facts)
    first = advise(check(facts), season=season)
    assert json.loads(json.dumps(first, allow_nan=False)) == first
    assert advise(check(facts), season=season) == first
    assert facts == before


@given(MESSAGES, SEASONS)
def test_a_part_asked_for_alone_is_that_of_the_whole(facts: Facts, season: Any) -> None:
    whole = advise(check(facts), season=season)
    assert triage_of(check(facts)) == whole["triage"]
    assert missing_of(check(facts)) == whole["missing"]


@given(FACTS)
def test_the_level_is_that_of_load_and_cap(facts: Facts) -> None:
    week = advise(facts)["exfoliation"]
    load_of_week, cap = week["load"], week["cap"]
    assert cap == 0 or 0.5 <= cap <= 3
    assert (week["level"] == "ok") is (load_of_week <= cap)
    assert (week["level"] == "red") is (load_of_week > 2 * cap)
    assert bool(severity(advise(facts), "over_exfoliation")) is (week["level"] != "ok")
    total = sum(each["per_week"] * each["weight"] for each in week["counted"])
    assert load_of_week == pytest.approx(total, abs=1e-6)


@given(FACTS, PRODUCT)
def test_one_more_product_never_lowers_the_load_nor_raises_the_cap(
    facts: Facts, product: Facts
) -> None:
    mine = facts.get("products", [])
    if product["id"] in {item["id"] for item in mine}:
        return
    before = advise(facts)["exfoliation"]
    after = advise({**facts, "products": [*mine, product]})["exfoliation"]
    assert after["load"] >= before["load"]
    assert after["cap"] <= before["cap"]


@given(FACTS, st.sampled_from(EXFOLIANTS), st.floats(0, 7), st.floats(0, 7))
def test_more_often_never_lowers_the_load(
    facts: Facts, name: str, per_week: float, more: float
) -> None:
    def loaded(often: float) -> float:
        others = [item for item in facts.get("products", []) if item["id"] != name]
        mine = {"id": name, "status": "current", "per_week": often}
        return advise({**facts, "products": [*others, mine]})["exfoliation"]["load"]

    assert loaded(per_week + more) >= loaded(per_week)


RISKS = st.one_of(
    *(
        st.tuples(st.just(key), one_of(key))
        for key in ("symptoms", "conditions", "concerns", "skin_type")
    ),
    st.tuples(st.just("medications"), one_of("medications").map(lambda name: {"id": name, "status": "current"})),
    st.tuples(st.just("procedures"), st.tuples(one_of("procedures"), st.sampled_from(["wanted", "booked"])).map(
        lambda pair: {"id": pair[0], "status": pair[1]})),
    st.tuples(st.just("products"), st.sampled_from(EXFOLIANTS + sorted(members("irritant"))).map(
        lambda name: {"id": name, "status": "current", "per_week": 7})),
    st.tuples(st.just("red_flags"), st.sampled_from(["self_harm", "changing_mole"])),
)  # fmt: skip


def name_of(member: Any) -> str:
    return str(member["id"] if isinstance(member, dict) else member)


@given(FACTS, RISKS)
def test_a_risk_more_never_takes_a_warning_away_or_makes_it_milder(
    facts: Facts, risk: tuple[str, Any]
) -> None:
    """A symptom, condition, concern, skin type, medicine, treatment, exfoliant or retinoid more.

    A risk is added, never exchanged: an item of the same id with another status is a correction,
    and so is a skin type where none was known (oily skin takes more than the careful default).
    """
    key, value = risk
    known = facts.get(key, [])
    if name_of(value) in map(name_of, known) or (key == "skin_type" and not known):
        return
    before, after = advise(facts), advise({**facts, key: [*known, value]})
    for each in before["warnings"]:
        assert RANKS[severity(after, each["id"])] >= RANKS[each["severity"]], each["id"]
    order = ["now", "same_day", "soon", "routine"]
    assert order.index(after["triage"]["level"]) <= order.index(before["triage"]["level"])


@given(FACTS, SEASONS)
def test_nothing_that_a_warning_forbids_is_recommended(facts: Facts, season: Any) -> None:
    case = Case(settled(facts), season)
    banned = forbidden(case)
    advice = routine_of(case)
    for part in PARTS:
        said = " ".join(step["with"] for step in advice[part])  # type: ignore[literal-required]
        for name in banned - members("washing"):
            assert f"your {product_name(name).removeprefix('your ')}" not in said
    if advice["am"]:
        mine = {item["id"] for item in case.using(banned, ("current", "planned"))}
        assert mine <= set(advice["hold"])


@given(WITHOUT_FLAGS, SEASONS)
def test_what_is_new_in_the_routine_brings_no_warning(facts: Facts, season: Any) -> None:
    case = Case(settled(facts), season)
    banned = forbidden(case)
    week = plan(case, banned)
    suggested = {
        name
        for part in PARTS
        for choice in choices(part, case, banned | week.paused)
        for name in choice.option.suggests
    }
    assert not suggested & banned
    mine = {item["id"] for item in facts.get("products", [])}
    new = [{"id": name, "status": "current", "per_week": 1} for name in sorted(suggested - mine)]
    before = {each["id"]: each["severity"] for each in advise(facts)["warnings"]}
    after = advise({**facts, "products": [*facts.get("products", []), *new]})["warnings"]
    for each in after:
        if each["severity"] != "info":
            assert before.get(each["id"]) == each["severity"], each["id"]


@given(FACTS)
def test_own_products_are_used_or_paused_never_both(facts: Facts) -> None:
    case = Case(settled(facts))
    advice = routine_of(case)
    steps = [step["with"] for part in (advice["am"], advice["pm"]) for step in part]
    for item in case.using(members("exfoliant_any") | members("retinoid_any")):
        if not steps:
            return
        named = any(product_name(item["id"]).removeprefix("your ") in text for text in steps)
        assert named or item["id"] in advice["hold"], item["id"]


@given(FACTS)
def test_the_weeks_plan_fits_under_the_cap(facts: Facts) -> None:
    case = Case(settled(facts))
    week = plan(case, forbidden(case))
    planned = sum(often * weights().get(name, 0) for name, often in week.uses.items())
    if week.uses.keys() & weights().keys():
        assert planned <= case.week["cap"] + 1e-6
    for item in case.using(week.uses.keys() & weights().keys()):
        assert week.uses[item["id"]] <= uses(item, UNKNOWN_USES)
    assert not set(week.paused) & week.uses.keys()


@given(FACTS)
def test_sunscreen_comes_with_every_routine(facts: Facts) -> None:
    advice = advise(facts)
    emergency = advice["triage"]["level"] == "now"
    assert (advice["routine"]["am"] == []) is emergency
    assert (advice["routine"]["pm"] == []) is emergency
    if not emergency:
        assert advice["routine"]["am"][-1]["step"] == "Protect"
    else:
        assert advice["routine"]["hold"] == []


@given(FACTS)
def test_a_paused_prescription_comes_with_a_call_to_the_prescriber(facts: Facts) -> None:
    advice = advise(facts)
    if set(advice["routine"]["hold"]) & members("prescribed"):
        assert any("call your prescriber" in each["message"] for each in advice["warnings"])
    assert "topical_steroid" not in advice["routine"]["hold"]


@given(FACTS, one_of("procedures"))
def test_a_treatment_is_never_suitable_where_a_warning_names_it(facts: Facts, name: str) -> None:
    done = [each for each in facts.get("procedures", []) if each["status"] == "done"]
    advice = advise({**facts, "procedures": [*done, {"id": name, "status": "booked"}]})
    (treatment,) = [each for each in advice["treatments"] if each["id"] == name]
    naming = {rule.id for rule in rules() if name in rule.ahead}
    given_warnings = {each["severity"] for each in advice["warnings"] if each["id"] in naming}
    if "stop" in given_warnings:
        assert treatment["status"] == "avoid"
    elif "caution" in given_warnings:
        assert treatment["status"] != "suitable"


@given(FACTS)
def test_what_is_missing_is_unknown_and_told_once(facts: Facts) -> None:
    found = advise(facts)["missing"]
    assert len(found) == len(set(found))
    assert not {key for key in found if key in facts} - {"event"}


@given(MESSAGES, MESSAGES)
def test_merging_a_message_again_changes_nothing(known: Facts, stated: Facts) -> None:
    once = merge(merge({}, known), stated)
    assert merge(once, stated) == once
    assert check(once) == once
    assert not {"about_other", "retracted"} & once.keys()


@given(FACTS, FACTS)
def test_the_later_message_wins(known: Facts, stated: Facts) -> None:
    merged = merge(known, stated)
    assert merged.keys() == known.keys() | stated.keys()
    for key, value in stated.items():
        if key in ("products", "medications", "procedures"):
            found = {item["id"]: item for item in merged[key]}
            for item in value:
                later = {field: said for field, said in item.items() if said is not None}
                assert found[item["id"]].items() >= later.items()
        elif isinstance(value, list):
            assert set(value) <= set(merged[key])
        elif key != "event":
            assert merged[key] == value


@given(FACTS)
def test_null_never_replaces_a_number(facts: Facts) -> None:
    known = facts.get("products", [])
    silent = [{"id": item["id"], "status": item["status"], "per_week": None} for item in known]
    merged = merge(facts, {"products": silent}).get("products", [])
    assert [item.get("per_week") for item in merged] == [item.get("per_week") for item in known]
