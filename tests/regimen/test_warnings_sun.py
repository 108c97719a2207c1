"""Warnings about sun care (contract/regimen.md)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.regimen.said import Facts, answer, had, severity, takes, use, uses, wants

SKIPPED = ("sometimes", "outdoors_only", "makeup_only", "never")
ACIDS = (
    "glycolic_acid", "lactic_acid", "mandelic_acid", "aha", "salicylic_acid", "pha",
    "peel_solution", "peel_home", "acid",
)  # fmt: skip
RETINOIDS = ("retinol", "retinal", "tretinoin", "adapalene", "tazarotene", "retinoid")
LASERS = ("laser", "laser_hair_removal")


@pytest.mark.parametrize("spf_use", SKIPPED)
def test_skipped_sun_care_is_a_caution(spf_use: str) -> None:
    assert severity(answer(spf_use=spf_use), "spf_skipped") == "caution"


@pytest.mark.parametrize("spf_use", ["daily", "most_days"])
def test_sun_care_on_most_days_is_not_skipped(spf_use: str) -> None:
    assert severity(answer(uses("tretinoin"), spf_use=spf_use), "spf_skipped") is None


@pytest.mark.parametrize(
    "facts",
    [
        *(uses(name) for name in (*ACIDS, *RETINOIDS)),
        takes("doxycycline"),
        {"concerns": ["melasma"]},
        {"concerns": ["pih"]},
        *(
            had(name, 4.0)
            for name in ("chemical_peel", *LASERS, "microneedling", "microdermabrasion")
        ),
    ],
    ids=str,
)
def test_skipped_sun_care_is_a_stop_where_skin_burns_or_marks_easily(facts: Facts) -> None:
    assert severity(answer(facts, spf_use="sometimes"), "spf_skipped") == "stop"


@pytest.mark.parametrize(
    "facts",
    [
        uses("salicylic_acid_cleanser"),
        uses("enzyme_exfoliant"),
        uses("exfoliant"),
        uses("physical_scrub"),
        uses("bakuchiol"),
        uses("azelaic_acid"),
        uses(use("glycolic_acid", 0)),
        uses(use("retinol", status="planned")),
        uses(use("retinol", status="stopped")),
        takes("doxycycline", status="stopped"),
        {"concerns": ["pigmentation"]},
        had("chemical_peel", 4.1),
        had("chemical_peel", None),
        had("hydrafacial", 1),
        wants("laser"),
    ],
    ids=str,
)
def test_skipped_sun_care_stays_a_caution_beside_these(facts: Facts) -> None:
    assert severity(answer(facts, spf_use="never"), "spf_skipped") == "caution"


def test_unknown_sun_care_brings_no_warning() -> None:
    advice = answer(uses("tretinoin", "glycolic_acid"), concerns=["melasma"])
    assert not any(each["id"].startswith("spf") for each in advice["warnings"])


@pytest.mark.parametrize(
    ("spf_use", "expected"), [("most_days", "info"), ("daily", None), ("sometimes", None)]
)
def test_most_days(spf_use: str, expected: str | None) -> None:
    assert severity(answer(spf_use=spf_use), "spf_most_days") == expected


@pytest.mark.parametrize(
    ("spf_value", "expected"), [(15, "caution"), (29, "caution"), (30, None), (50, None)]
)
def test_weak_sunscreen(spf_value: int, expected: str | None) -> None:
    assert severity(answer(spf_value=spf_value), "spf_too_weak") == expected


@pytest.mark.parametrize(
    ("product", "spf_use", "expected"),
    [
        (use("glycolic_acid", None, status="stopped"), "most_days", "caution"),
        (use("aha", None, status="stopped"), "never", "caution"),
        (use("peel_solution", None, status="stopped"), "sometimes", "caution"),
        (use("glycolic_acid", None, status="stopped"), "daily", None),
        (use("salicylic_acid", None, status="stopped"), "never", None),
        (use("acid", None, status="stopped"), "never", None),
        (use("pha", None, status="stopped"), "never", None),
        (use("glycolic_acid", 2), "never", None),
        (use("glycolic_acid", 0, status="never"), "never", None),
    ],
)
def test_after_an_acid_sun_care_goes_on(product: Facts, spf_use: str, expected: str | None) -> None:
    assert severity(answer(uses(product), spf_use=spf_use), "spf_after_acid") == expected


def test_after_an_acid_nothing_is_said_where_sun_care_is_unknown() -> None:
    facts = uses(use("glycolic_acid", None, status="stopped"))
    assert severity(answer(facts), "spf_after_acid") is None


@pytest.mark.parametrize(("reapplies", "expected"), [(False, "info"), (True, None)])
def test_reapplying(reapplies: bool, expected: str | None) -> None:
    assert severity(answer(spf_reapply=reapplies), "spf_not_reapplied") == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (takes("doxycycline"), "caution"),
        (takes("doxycycline", status="stopped"), None),
        (takes("doxycycline", status="planned"), None),
        (takes("spironolactone"), None),
    ],
)
def test_photosensitiser(facts: Facts, expected: str | None) -> None:
    assert severity(answer(facts), "photosensitiser") == expected


HOLIDAY: dict[str, Any] = {"event": {"id": "sun_holiday", "days": 60}}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        *((uses(name), "caution") for name in (*ACIDS, *RETINOIDS)),
        *((wants(name), "caution") for name in ("chemical_peel", *LASERS)),
        *((wants(name, status="booked"), "caution") for name in ("chemical_peel", *LASERS)),
        *((had(name, 4.0), "caution") for name in ("chemical_peel", *LASERS)),
        (uses("salicylic_acid_cleanser", "physical_scrub", "enzyme_exfoliant", "bakuchiol"), None),
        (uses(use("retinol", status="planned")), None),
        (had("laser", 4.01), None),
        (had("laser", None), None),
        (wants("microneedling"), None),
        (had("microdermabrasion", 1), None),
        ({}, None),
    ],
    ids=str,
)
def test_sun_holiday(facts: Facts, expected: str | None) -> None:
    assert severity(answer(facts, HOLIDAY), "sun_holiday") == expected
    undated = {"event": {"id": "sun_holiday"}}
    assert severity(answer(facts, undated), "sun_holiday") == expected
    wedding = {"event": {"id": "wedding", "days": 60}}
    assert severity(answer(facts, wedding), "sun_holiday") is None
