"""What stands on the page for the clinic's file: pure, and as words; `one_page.typ` lays it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypedDict

from clinic import describe
from clinic.alerts.words import readable
from clinic.reviews.file import PatientFile, Picture
from clinic.reviews.summary import Summary
from clinic.staff.words import gate, local, reason, rule, treatment, words

# A line of the page each; lists of products and procedures have a section of their own.
SKIN: Final = ("concerns", "goals", "skin_type", "symptoms")
HABITS: Final = ("spf_use", "spf_value", "spf_reapply", "sleep_hours", "sleep_quality", "stress")
# Said only where they are known.
RARER: Final = ("smoking", "diet", "water_litres", "event")
LISTS: Final = ("products", "medications", "procedures")
GLASS_SKIN: Final = "glass_skin"


class Line(TypedDict):
    """A name and what is known of it; no values mean that nothing is."""

    name: str
    values: list[str]


class Sheet(TypedDict):
    """The page in words."""

    clinic: str
    title: str
    about: list[str]
    triage: Mapping[str, Any]
    flags: list[Mapping[str, Any]]
    none_of: list[str]
    unknown: list[str]
    is_given: bool
    warnings: list[Mapping[str, Any]]
    skin: list[Line]
    habits: list[Line]
    exfoliation: Mapping[str, Any]
    used: list[Line]
    treatments: list[Mapping[str, Any]]
    photograph: Mapping[str, Any] | None
    notes: list[Mapping[str, Any]]
    made: str


def sheet(
    file: PatientFile,
    summary: Summary,
    clinic_name: str,
    made_at: dt.datetime,
    zone: dt.tzinfo | None,
) -> Sheet:
    """Return the page of an intake.

    Args:
        file: the intake.
        summary: what a doctor must know of it.
        clinic_name: whose it is.
        made_at: when the page is made.
        zone: by whose clock times are written; None is the machine's.
    """
    advice, facts = summary.advice, file.facts
    level = file.level or advice["triage"]["level"]
    week = advice["exfoliation"]
    return Sheet(
        clinic=clinic_name,
        title=file.label or f"Patient {file.patient_id}",
        about=_about(file, zone),
        triage={
            "level": level,
            "word": words("levels")[level],
            "reasons": [*map(reason, file.reasons or advice["triage"]["reasons"])],
        },
        # where not all have room, these are kept
        flags=sorted(_flags(summary), key=lambda flag: not flag["grave"]),
        none_of=[*map(describe.staff_label, summary.none_of)],
        unknown=[*map(describe.staff_label, summary.unknown)],
        is_given=summary.is_given,
        warnings=[
            {
                "severity": each["severity"],
                "word": words("severities")[each["severity"]],
                "name": rule(each["id"]),
                "why": each["why"],
            }
            for each in advice["warnings"]
        ],
        skin=_lines(SKIN, facts),
        habits=_lines((*HABITS, *(key for key in RARER if key in facts)), facts),
        exfoliation={
            # with no products known, the rules' load is of nothing
            "is_known": "products" in facts,
            **{part: week[part] for part in ("load", "cap", "level")},
            "counted": [
                f"{describe.name(each['id'])} {each['per_week']:g}× {each['weight']:g}"
                for each in week["counted"]
            ],
        },
        used=_lines(LISTS, facts),
        treatments=[
            {
                "name": treatment(each["id"]),
                "status": each["status"],
                "word": words("fits")[each["status"]],
                # two gates may read alike
                "gates": [*dict.fromkeys(gate(name) for name in each["reasons"])],
            }
            for each in advice["treatments"] or ()
        ],
        photograph=_photograph(file.pictures, zone),
        notes=[
            {"who": each.who, "at": local(each.at, zone), "text": each.text} for each in file.notes
        ],
        made=local(made_at, zone),
    )


def _flags(summary: Summary) -> Iterator[Mapping[str, Any]]:
    for flag in summary.flags:
        yield {"text": flag.text, "grave": flag.grave}
    for flag in summary.elsewhere:
        yield {"text": f"{flag.text} (told in another intake)", "grave": flag.grave}


def _about(file: PatientFile, zone: dt.tzinfo | None) -> list[str]:
    age = file.facts.get("age")
    return [
        *([] if age is None else [f"{age} years"]),
        # under a name of the staff's the number is still needed to find the patient
        *([f"Patient {file.patient_id}"] if file.label else []),
        f"Intake {file.intake_id}",
        words("channels").get(file.channel, file.channel),
        words("progress")[file.progress],
        f"begun {local(file.started_at, zone)}",
        f"last heard {local(file.updated_at, zone)}",
    ]


def _lines(keys: Iterable[str], facts: Mapping[str, Any]) -> list[Line]:
    return [Line(name=describe.staff_label(key), values=_values(key, facts)) for key in keys]


def _values(key: str, facts: Mapping[str, Any]) -> list[str]:
    """Return each value of a fact; an empty list is "none", not unknown."""
    if key not in facts:
        return []
    value = facts[key]
    # a range is a list too
    if isinstance(value, list) and value and key != "sleep_hours":
        return [describe.value(key, [each]) for each in value]
    return [describe.value(key, value)]


def _photograph(pictures: Iterable[Picture], zone: dt.tzinfo | None) -> Mapping[str, Any] | None:
    """Return the last photograph that could be measured, else why the last one was refused."""
    looked_at = [(each.at, each.report) for each in pictures if each.report]
    if not looked_at:
        return None
    measured = [each for each in looked_at if each[1]["quality"]["ok"]]
    at, report = (measured or looked_at)[-1]
    if not measured:
        problems = [*map(readable, report["quality"]["problems"])]
        return {"at": local(at, zone), "refused": problems, "scores": []}
    severities = {each["id"]: each["severity"] for each in report["findings"]}
    glass_skin = {GLASS_SKIN: report[GLASS_SKIN]} if report.get(GLASS_SKIN) else {}
    return {
        "at": local(at, zone),
        "refused": [],
        "scores": [
            {
                "name": words("metrics").get(metric, readable(metric)),
                "score": round(measure["score"]),
                "uncertainty": measure.get("uncertainty"),
                "severity": severities.get(metric),
            }
            for metric, measure in {**report["metrics"], **glass_skin}.items()
        ],
    }
