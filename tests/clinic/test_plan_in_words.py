"""The plan in words: warnings first, nothing for the staff's eyes, no empty section."""

from __future__ import annotations

import regimen
from clinic.plan_in_words import plan_lines


def lines(**facts: object) -> list[str]:
    return plan_lines(regimen.advise(regimen.check(facts)), "warm")


def place(said: list[str], start: str) -> int:
    return next(number for number, line in enumerate(said) if line.startswith(start))


def test_warnings_come_before_morning_evening_and_time() -> None:
    said = lines(
        products=[{"id": "glycolic_acid", "status": "current", "per_week": 7}],
        spf_use="never",
        skin_type=["oily"],
        concerns=["texture"],
    )
    headings = ("PLEASE READ FIRST", "MORNING", "EVENING", "WHEN TO EXPECT CHANGES")
    places = [place(said, heading) for heading in headings]
    assert places == sorted(places)


def test_what_to_pause_is_named_in_plain_words() -> None:
    said = lines(
        products=[{"id": "physical_scrub", "status": "current", "per_week": 7}],
        symptoms=["burning"],
    )
    assert any(line.startswith("Pause for now: scrub.") for line in said)


def test_a_good_routine_is_praised_and_has_no_empty_section() -> None:
    said = lines(skin_type=["normal"], spf_use="daily", spf_value=50, spf_reapply=True)
    assert said[0].startswith("I found nothing to warn you about")
    assert "PLEASE READ FIRST" not in said
    assert "WHEN TO EXPECT CHANGES" not in said
    assert not any(line.startswith("Pause") for line in said)


def test_treatments_are_for_the_staff_alone() -> None:
    facts = {"concerns": ["acne_scars"], "goals": ["glass_skin"]}
    assert regimen.advise(regimen.check(facts))["treatments"]
    assert not any("microneedling" in line.lower() for line in lines(**facts))
