"""The page for the clinic's file: one page, whatever is known, with what matters on it."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from pypdf import PdfReader

from clinic.choices.picture import fitted
from clinic.exports.pdf import one_page
from clinic.reviews.file import PatientFile, StaffNote
from regimen.facts import load_flags
from regimen.knowledge import load, products
from tests.analysis.pictures import encoded, skin
from tests.clinic.exports.files import (
    ANY_FILE,
    LATER,
    MADE,
    RICH,
    patient_file,
    rich_file,
)

WORDY = "She asked about peels and lasers, and whether the sun matters. "


def pages(file: PatientFile, zone: dt.tzinfo = dt.UTC) -> list[str]:
    """The words of each page, with one space between them."""
    pdf = PdfReader(io.BytesIO(one_page(file, "Glow Clinic", made_at=MADE, zone=zone)))
    return [" ".join(page.extract_text().split()) for page in pdf.pages]


def words_of(file: PatientFile) -> str:
    [page] = pages(file)
    return page


def everything() -> dict[str, Any]:
    """Every word of the vocabulary at once."""
    vocabulary = load("vocabulary")
    lists = ("skin_type", "concerns", "goals", "symptoms", "conditions", "diet")
    return {
        **RICH,
        **{key: list(vocabulary[key]) for key in lists},
        "products": [
            {"id": name, "status": "current", "per_week": [2, 3], "when": "both"}
            for name in products()
        ],
        "medications": [{"id": name, "status": "current"} for name in vocabulary["medications"]],
        "procedures": [{"id": name, "status": "wanted"} for name in vocabulary["procedures"]],
        "allergies": ["a" * 300, *(f"thing {number}" for number in range(40))],
        "red_flags": [flag for flags in load_flags().values() for flag in flags],
    }


@settings(max_examples=60)
@given(ANY_FILE)
def test_it_is_one_page_whatever_is_known(file: PatientFile) -> None:
    assert len(pages(file)) == 1


def test_it_is_one_page_with_everything_at_once_and_says_what_is_cut() -> None:
    notes = tuple(StaffNote("Dr Rao", WORDY * 60, LATER) for _ in range(9))
    said = words_of(patient_file(everything(), notes=notes, label="w" * 80))
    assert "and 8 more" in said and "…" in said


def test_a_long_note_is_cut_and_a_short_one_is_whole() -> None:
    short, long = (
        words_of(rich_file(notes=(StaffNote("Dr Rao", WORDY * times + "END", LATER),)))
        for times in (1, 80)
    )
    assert WORDY + "END" in short and "…" not in short
    assert "END" not in long and "…" in long


class TestARichFile:
    said = words_of(rich_file())

    def test_begins_with_who_when_and_where(self) -> None:
        assert self.said.startswith("Asha Rao")
        for part in ("29 years", "Patient 7", "Website", "Plan given", "begun 3 May 2026"):
            assert part in self.said

    def test_has_the_triage_with_its_reasons(self) -> None:
        assert "Soon changing mole" in self.said

    def test_has_the_medical_flags(self) -> None:
        assert "changing mole · trying for a baby · isotretinoin (stopped)" in self.said
        assert "allergic to aspirin" in self.said

    def test_has_each_warning_with_its_severity_and_why(self) -> None:
        assert "Stop Pregnancy retinoid. Retinoids as tablets harm unborn babies" in self.said
        assert "Note SPF not reapplied." in self.said

    def test_has_skin_habits_and_products(self) -> None:
        for part in (
            "Concerns texture, melasma, dullness",
            "Goals glass skin",
            "Skin type dry, sensitive",
            "Skin now stinging, flaking",
            "13 a week of a cap of 0",
            "Sunscreen sometimes",
            "Sleep 5 to 6 hours",
            "Stress high",
            "scrub 2 to 3 times a week",
            "Procedures chemical peel (wanted)",
        ):
            assert part in self.said

    def test_has_candidate_treatments_with_their_gates(self) -> None:
        assert "Avoid for now chemical peel: Pregnancy peel," in self.said

    def test_has_the_scores_of_the_photograph_with_their_uncertainty(self) -> None:
        assert "Redness 42 ± 2 moderate" in self.said
        assert "Glass skin 61" in self.said

    def test_has_the_notes_of_the_staff(self) -> None:
        assert "Asked about peels; wants to wait until after the wedding. Dr Rao" in self.said

    def test_ends_with_when_it_was_made_and_that_it_is_no_diagnosis(self) -> None:
        assert self.said.endswith("not examined, no diagnosis.")
        assert "Made 4 May 2026" in self.said and "Reported by the patient" in self.said


class TestAnEmptyFile:
    said = words_of(patient_file())

    def test_says_what_is_not_known(self) -> None:
        assert self.said.startswith("Patient 7")
        assert "Not known: pregnancy, medicines, conditions, allergies" in self.said
        assert "Skin type not known" in self.said

    def test_invents_no_load_where_no_products_are_known(self) -> None:
        assert "not known: no products stated" in self.said


def test_known_to_be_none_is_not_unknown() -> None:
    none: dict[str, Any] = {"medications": [], "conditions": [], "allergies": [], "pregnancy": "no"}
    said = words_of(patient_file(none))
    assert "None: pregnancy, medicines, conditions, allergies" in said
    assert "Medicines none" in said


def test_a_refused_photograph_says_why() -> None:
    said = words_of(patient_file(pictures=rich_file().pictures[:1]))
    assert "Refused on 3 May 2026" in said and "too dark" in said


def test_a_note_of_many_lines_takes_no_more_room_than_its_letters() -> None:
    said = words_of(patient_file(notes=(StaffNote("Dr Rao", "seen\n" * 90 + "END", LATER),)))
    assert "seen seen seen" in said and "END Dr Rao" in said


def test_what_is_grave_is_kept_where_not_all_has_room() -> None:
    facts = everything() | {"age": 16, "medications": [], "red_flags": []}
    assert "trying for a baby · under 18 ·" in words_of(patient_file(facts))


def test_names_in_other_scripts_are_shown_and_none_breaks_the_page() -> None:
    # of the last two there is no font
    for name in ("आशा राव", "ஆஷா", "ఆశా", "Ayşe Đặng", "\u16a0\u16a2", "\U00012000"):
        assert len(pages(patient_file(label=name))) == 1
    assert "आशा" in words_of(patient_file(label="आशा"))


def test_what_staff_write_is_never_run() -> None:
    note = '#panic("x") $ *bold* #read("/etc/passwd") <label> @ref'
    assert note in words_of(patient_file(notes=(StaffNote("Dr Rao", note, LATER),)))


def test_the_same_page_is_made_again() -> None:
    first, second = (
        one_page(rich_file(), "Glow Clinic", made_at=MADE, zone=dt.UTC) for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize(
    ("zone", "begun", "heard", "made"),
    [
        ("Asia/Kolkata", "3 May 2026, 15:00", "3 May 2026, 15:12", "4 May 2026, 15:00"),
        ("Pacific/Honolulu", "2 May 2026, 23:30", "2 May 2026, 23:42", "3 May 2026, 23:30"),
    ],
)
def test_times_are_those_of_the_clinics_clock(zone: str, begun: str, heard: str, made: str) -> None:
    [said] = pages(rich_file(), ZoneInfo(zone))
    assert f"begun {begun}" in said and f"last heard {heard}" in said
    assert f"Photograph {heard}" in said and f"Dr Rao, {heard}" in said
    assert f"Made {made}" in said


@pytest.mark.parametrize("size", [(512, 128), (512, 4), (4, 128), (1, 1)])
def test_a_logo_of_any_shape_leaves_it_one_page(size: tuple[int, int]) -> None:
    logo = fitted(encoded(skin(size), "PNG"))
    pdf = PdfReader(
        io.BytesIO(one_page(rich_file(), "Glow Clinic", made_at=MADE, zone=None, logo=logo))
    )
    [page] = pdf.pages
    assert len(page.images) == 1
    assert "Asha Rao" in page.extract_text()
