"""Patients' files to be exported: an empty one, a rich one, and any."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

import regimen
from clinic.reviews.file import (
    Agreement,
    Given,
    PatientFile,
    Picture,
    Round,
    StaffNote,
    Stated,
)
from tests.regimen.strategies import FACTS

BEGUN = dt.datetime(2026, 5, 3, 9, 30, tzinfo=dt.UTC)
LATER = BEGUN + dt.timedelta(minutes=12)
MADE = BEGUN + dt.timedelta(days=1)

REPORT: dict[str, Any] = {
    "quality": {"ok": True, "problems": [], "advice": []},
    "metrics": {
        "redness": {
            "score": 41.5,
            "value": 0.1037,
            "unit": "mean erythema index, log10(R/G), over the sides of the face",
            "regions": {"nose": 20.9, "left_cheek": 57.6},
            "uncertainty": 2,
        },
        "evenness": {"score": 65.9, "value": 0.0611, "unit": "spread", "regions": {}, "uncertainty": 4},
        "blemishes": {"score": 12.0, "value": 0.6, "unit": "per mille", "regions": {}, "uncertainty": 4.5, "count": 3},
        "luminosity": {"score": 52.2, "value": 0.4, "unit": "share", "regions": {}, "uncertainty": 5},
    },
    "glass_skin": {"score": 61.4, "parts": {"luminosity": 52.2, "evenness": 65.9}},
    "findings": [
        {"id": "redness", "region": "cheeks", "severity": "moderate", "message": "The cheeks are red."}
    ],
}  # fmt: skip
REFUSED = {"quality": {"ok": False, "problems": ["too_dark"], "advice": ["More light."]}}

RICH: dict[str, Any] = {
    "age": 29,
    "concerns": ["texture", "melasma", "dullness"],
    "goals": ["glass_skin"],
    "skin_type": ["dry", "sensitive"],
    "symptoms": ["stinging", "flaking"],
    "conditions": ["rosacea", "keloids"],
    "products": [
        {"id": "glycolic_acid", "status": "current", "per_week": 7, "when": "pm"},
        {"id": "physical_scrub", "status": "current", "per_week": [2, 3]},
        {"id": "retinol", "status": "planned", "per_week": None},
        {"id": "niacinamide", "status": "current", "per_week": 14, "when": "both"},
    ],
    "medications": [{"id": "isotretinoin", "status": "stopped"}],
    "procedures": [
        {"id": "chemical_peel", "status": "wanted"},
        {"id": "laser", "status": "done", "weeks_ago": 6},
    ],
    "allergies": ["aspirin"],
    "pregnancy": "trying",
    "smoking": "current",
    "spf_use": "sometimes",
    "spf_value": 30,
    "spf_reapply": False,
    "sleep_hours": [5, 6],
    "sleep_quality": "poor",
    "stress": "high",
    "water_litres": 1.5,
    "diet": ["high_sugar"],
    "event": {"id": "wedding", "days": 42},
    "red_flags": ["changing_mole"],
}


def stated(
    facts: Mapping[str, Any], origin: str = "said", message: str = "as they wrote it"
) -> tuple[Stated, ...]:
    return tuple(Stated(key, value, origin, message, BEGUN, None) for key, value in facts.items())


def patient_file(facts: Mapping[str, Any] | None = None, **other: Any) -> PatientFile:
    """A file with these facts and nothing else, but for what is given by name."""
    empty = PatientFile(
        intake_id=41,
        patient_id=7,
        sender="web-3f1c9a5e0b7d4c21",
        label=None,
        channel="web",
        progress="open",
        season=None,
        tuning=regimen.tuned(),
        started_at=BEGUN,
        updated_at=LATER,
        completed_at=None,
        level=None,
        reasons=(),
        advice=None,
        plan_held=False,
        approved_by=None,
        approved_at=None,
        plan_words=None,
        status="new",
        assigned_to=None,
        assigned_name=None,
        stated=stated(facts or {}),
        warnings=(),
        alarms=(),
        agreements=(),
        notes=(),
        pictures=(),
        talk=(),
        check_ins=(),
        rounds=(Round(41, BEGUN, "open", None, 7, {}),),
        others=(),
        holds=(),
        house_held=False,
        requests=(),
    )
    return dataclasses.replace(empty, **other)


def rich_file(**other: Any) -> PatientFile:
    """A file in which there is something of everything."""
    advice: Any = regimen.advise(RICH, seen={"redness": "moderate"})
    given: dict[str, Any] = {
        "label": "Asha Rao",
        "progress": "completed",
        "completed_at": LATER,
        "level": advice["triage"]["level"],
        "reasons": tuple(advice["triage"]["reasons"]),
        "advice": advice,
        "warnings": tuple(
            Given(each["id"], each["severity"], each["message"], LATER)
            for each in advice["warnings"]
        ),
        "agreements": (
            Agreement("intake", "3", "May I keep your answers?", True, BEGUN, None, 7),
            Agreement("photo", "2", "May I keep your photograph?", False, BEGUN, None, 7),
            Agreement("photo", "2", "May I keep your photograph?", True, LATER, MADE, 7),
        ),
        "notes": (StaffNote("Dr Rao", "Asked about peels; wants to wait until after the wedding.", LATER),),
        "pictures": (Picture("a1", BEGUN, REFUSED, True, 7), Picture("b2", LATER, REPORT, True, 7)),
    }  # fmt: skip
    return patient_file(RICH, **(given | other))


WRITTEN = st.text(max_size=60)
ANY_FILE: st.SearchStrategy[PatientFile] = st.builds(
    lambda facts, origin, message, label, note: patient_file(
        {},
        stated=stated(facts, origin, message),
        label=label,
        notes=(StaffNote("Dr Rao", note, LATER),),
        pictures=(Picture("b2", LATER, REPORT, True, 7),),
    ),
    FACTS,
    st.sampled_from(["said", "inferred", "corrected", "staff"]),
    WRITTEN,
    st.none() | WRITTEN,
    st.text(max_size=400),
)
