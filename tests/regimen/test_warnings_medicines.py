"""Warnings about medicines (contract/regimen.md)."""

from __future__ import annotations

import pytest

from tests.regimen.said import Facts, answer, had, severity, takes, use, uses, wants

ISOTRETINOIN = takes("isotretinoin")
TRANEXAMIC = takes("tranexamic_acid_oral")


@pytest.mark.parametrize("status", ["current", "stopped"])
@pytest.mark.parametrize("when", ["wanted", "booked"])
@pytest.mark.parametrize(
    "procedure",
    [
        "chemical_peel",
        "microdermabrasion",
        "microneedling",
        "laser",
        "laser_hair_removal",
        "radiofrequency",
        "waxing",
        "threading",
    ],
)
def test_isotretinoin_before_a_procedure(procedure: str, when: str, status: str) -> None:
    facts = (takes("isotretinoin", status=status), wants(procedure, status=when))
    assert severity(answer(*facts), "isotretinoin_procedure") == "caution"


@pytest.mark.parametrize(
    "facts",
    [
        (ISOTRETINOIN, wants("led", "hydrafacial", "facial", "botox", "filler", "mesotherapy")),
        (ISOTRETINOIN, had("laser", 1)),
        (takes("isotretinoin", status="planned"), wants("laser")),
        (takes("doxycycline"), wants("waxing")),
    ],
)
def test_isotretinoin_procedure_near_misses(facts: tuple[Facts, ...]) -> None:
    assert severity(answer(*facts), "isotretinoin_procedure") is None


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((ISOTRETINOIN, uses("glycolic_acid")), "stop"),
        ((ISOTRETINOIN, uses("washcloth")), "stop"),
        ((ISOTRETINOIN, uses("adapalene")), "stop"),
        ((ISOTRETINOIN, uses("bakuchiol", "vitamin_c")), None),
        ((ISOTRETINOIN, uses(use("glycolic_acid", 0))), None),
        ((ISOTRETINOIN, uses(use("retinol", status="stopped"))), None),
        ((takes("isotretinoin", status="stopped"), uses("glycolic_acid")), None),
    ],
)
def test_isotretinoin_with_exfoliation(facts: tuple[Facts, ...], expected: str | None) -> None:
    assert severity(answer(*facts), "isotretinoin_exfoliation") == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((ISOTRETINOIN, takes("doxycycline")), "stop"),
        ((ISOTRETINOIN, takes("doxycycline", status="stopped")), None),
        ((takes("isotretinoin", status="stopped"), takes("doxycycline")), None),
        ((takes("isotretinoin", status="planned"), takes("doxycycline")), None),
    ],
)
def test_isotretinoin_with_doxycycline(facts: tuple[Facts, ...], expected: str | None) -> None:
    advice = answer(*facts)
    assert severity(advice, "isotretinoin_doxycycline") == expected
    assert ("isotretinoin_doxycycline" in advice["triage"]["reasons"]) is bool(expected)


CLOT_RISKS = [
    {"conditions": ["clot_history"]},
    {"conditions": ["atrial_fibrillation"]},
    {"smoking": "current"},
    takes("combined_pill"),
]


@pytest.mark.parametrize("risk", CLOT_RISKS, ids=str)
@pytest.mark.parametrize(
    ("status", "expected", "level"),
    [("current", "stop", "soon"), ("planned", "stop", "routine"), ("stopped", None, "routine")],
)
def test_tranexamic_acid_with_a_clot_risk(
    risk: Facts, status: str, expected: str | None, level: str
) -> None:
    advice = answer(takes("tranexamic_acid_oral", status=status), risk)
    assert severity(advice, "tranexamic_clot_risk") == expected
    assert advice["triage"]["level"] == level


@pytest.mark.parametrize(
    "facts",
    [
        (TRANEXAMIC,),
        (TRANEXAMIC, {"smoking": "former"}),
        (TRANEXAMIC, takes("combined_pill", status="stopped")),
        (TRANEXAMIC, {"conditions": ["diabetes", "lupus"]}),
        (uses("tranexamic_acid"), {"conditions": ["clot_history"]}),
    ],
)
def test_no_clot_risk(facts: tuple[Facts, ...]) -> None:
    assert severity(answer(*facts), "tranexamic_clot_risk") is None


@pytest.mark.parametrize(
    ("procedure", "expected"),
    [
        ("microneedling", "caution"),
        ("mesotherapy", "caution"),
        ("filler", "caution"),
        ("botox", None),
        ("chemical_peel", None),
    ],
)
@pytest.mark.parametrize("when", ["wanted", "booked"])
def test_needles_with_a_blood_thinner(procedure: str, when: str, expected: str | None) -> None:
    facts = (takes("anticoagulant"), wants(procedure, status=when))
    assert severity(answer(*facts), "anticoagulant_needling") == expected
    stopped = takes("anticoagulant", status="stopped")
    assert severity(answer(stopped, wants(procedure)), "anticoagulant_needling") is None
    assert (
        severity(answer(takes("anticoagulant"), had(procedure, 1)), "anticoagulant_needling")
        is None
    )


@pytest.mark.parametrize("reason", [takes("doxycycline"), {"conditions": ["lupus"]}], ids=str)
@pytest.mark.parametrize(
    ("procedure", "expected"),
    [
        ("laser", "caution"),
        ("laser_hair_removal", "caution"),
        ("led", "caution"),
        ("chemical_peel", "caution"),
        ("microneedling", None),
        ("microdermabrasion", None),
    ],
)
def test_light_with_a_photosensitiser(reason: Facts, procedure: str, expected: str | None) -> None:
    assert severity(answer(reason, wants(procedure)), "photosensitiser_procedure") == expected
    assert severity(answer(reason, had(procedure, 1)), "photosensitiser_procedure") is None
    assert severity(answer(wants(procedure)), "photosensitiser_procedure") is None
