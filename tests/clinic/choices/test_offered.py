"""What can be chosen has words, a default, and bounds that are those of the settings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.choices import Offer, sections, value_of
from clinic.choices.checked import faults
from clinic.settings import Settings
from regimen.tuning import usual

OFFERS = {offer.name: offer for section in sections() for offer in section.offers}
BOUNDED = [offer for offer in OFFERS.values() if offer.least is not None]


def test_all_that_the_clinic_decides_is_offered() -> None:
    assert OFFERS.keys() >= {
        "clinic_name",
        "tone",
        "clinic_hours",
        "clinic_phone",
        "country",
        "timezone",
        "plan_delivery",
        "check_in_weeks",
        "emergency_number",
        "crisis_name",
        "crisis_number",
        "photos_kept_days",
        "records_kept_days",
        "legal_hold",
        "abandoned_after_hours",
        "accent",
        *(f"exfoliation.{name}" for name in usual()),
    }


def test_nothing_is_offered_twice_or_without_words() -> None:
    offers = [offer for section in sections() for offer in section.offers]
    assert len(offers) == len(OFFERS) == len({offer.title for offer in offers})
    assert all(section.title and section.text for section in sections())


def test_no_secret_or_connection_is_offered() -> None:
    said = ("secret", "token", "password", "url", "port", "host", "var")
    assert not [name for name in OFFERS if any(each in name for each in said)]


@pytest.mark.parametrize("name", OFFERS)
def test_the_default_can_be_chosen(name: str) -> None:
    settings = Settings()
    assert faults(settings, {name: value_of(settings, name)}) == {}


@pytest.mark.parametrize("offer", BOUNDED, ids=lambda offer: offer.name)
def test_bounds_are_what_can_be_chosen_and_no_more(offer: Offer) -> None:
    def is_fine(value: float) -> bool:
        chosen = [value] if offer.kind == "list" else value
        return not faults(Settings(), {offer.name: chosen})

    assert offer.least is not None and offer.most is not None
    assert is_fine(offer.least) and is_fine(offer.most)
    assert not is_fine(offer.least - 1) and not is_fine(offer.most + 1)


@given(st.dictionaries(st.sampled_from(sorted(OFFERS)), st.text(max_size=20)))
def test_whatever_is_typed_is_chosen_or_told_to_be_at_fault(typed: dict[str, str]) -> None:
    problems = faults(Settings(), typed)
    assert problems.keys() <= typed.keys() | {"crisis_name", "crisis_number"}
