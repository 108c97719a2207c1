"""Warnings for whoever is pregnant, trying, possibly pregnant or breastfeeding."""

from __future__ import annotations

import pytest

from tests.regimen.said import Facts, answer, had, severity, takes, use, uses, wants

EXPECTING = ("pregnant", "trying", "possible", "breastfeeding")

STOPS = [
    *(("pregnancy_retinoid", uses(name)) for name in
      ("retinol", "retinal", "tretinoin", "adapalene", "tazarotene", "retinoid")),
    ("pregnancy_retinoid", uses(use("retinol", None, status="planned"))),
    ("pregnancy_hydroquinone", uses("hydroquinone")),
    ("pregnancy_hydroquinone", uses(use("hydroquinone", None, status="planned"))),
    ("pregnancy_tranexamic_oral", takes("tranexamic_acid_oral")),
    ("pregnancy_tranexamic_oral", takes("tranexamic_acid_oral", status="planned")),
    ("pregnancy_peel", wants("chemical_peel")),
    ("pregnancy_peel", wants("chemical_peel", status="booked")),
    ("pregnancy_peel", uses("peel_solution")),
    ("pregnancy_peel", uses(use("peel_home", None, status="planned"))),
    *(("pregnancy_procedure", wants(name)) for name in
      ("microneedling", "laser", "laser_hair_removal", "radiofrequency", "mesotherapy", "botox",
       "filler")),
    ("pregnancy_procedure", wants("botox", status="booked")),
    *(("pregnancy_medication", takes(name)) for name in
      ("doxycycline", "spironolactone", "immunosuppressant")),
]  # fmt: skip

NEAR_MISSES = [
    ("pregnancy_retinoid", uses("bakuchiol")),
    ("pregnancy_retinoid", uses(use("retinol", 0))),
    ("pregnancy_retinoid", uses(use("retinol", None, status="stopped"))),
    ("pregnancy_hydroquinone", uses("alpha_arbutin", "tranexamic_acid")),
    ("pregnancy_hydroquinone", uses(use("hydroquinone", None, status="stopped"))),
    ("pregnancy_tranexamic_oral", uses("tranexamic_acid")),
    ("pregnancy_tranexamic_oral", takes("tranexamic_acid_oral", status="stopped")),
    ("pregnancy_peel", had("chemical_peel", 1)),
    ("pregnancy_peel", uses("glycolic_acid")),
    ("pregnancy_peel", uses(use("peel_home", 0))),
    ("pregnancy_procedure", wants("chemical_peel", "microdermabrasion", "led", "hydrafacial")),
    ("pregnancy_procedure", had("laser", 1)),
    ("pregnancy_medication", takes("doxycycline", status="stopped")),
    ("pregnancy_medication", takes("spironolactone", status="planned")),
    ("pregnancy_medication", takes("anticoagulant", "oral_steroid")),
]


@pytest.mark.parametrize("pregnancy", EXPECTING)
@pytest.mark.parametrize(("warning", "facts"), STOPS, ids=str)
def test_it_is_a_stop(warning: str, facts: Facts, pregnancy: str) -> None:
    assert severity(answer(facts, pregnancy=pregnancy), warning) == "stop"


@pytest.mark.parametrize(("warning", "facts"), STOPS, ids=str)
def test_it_is_none_for_others(warning: str, facts: Facts) -> None:
    assert severity(answer(facts, pregnancy="no"), warning) is None
    assert severity(answer(facts), warning) is None


@pytest.mark.parametrize(("warning", "facts"), NEAR_MISSES, ids=str)
def test_near_misses(warning: str, facts: Facts) -> None:
    assert severity(answer(facts, pregnancy="pregnant"), warning) is None
