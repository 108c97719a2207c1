"""What to heed in a patient: the warnings that were given, medical flags, reasons of the triage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from clinic.alerts.words import readable
from clinic.exports.fhir.resources import (
    FACTS,
    OWN,
    TERMINOLOGY,
    Dossier,
    Json,
    coding,
    concept,
    instant,
    plain,
)
from clinic.staff.words import rule, words

GRAVE: Final = {True: "grave", False: "to_know"}


def flags(dossier: Dossier) -> Iterator[Json]:
    """Yield each warning given, each medical flag and each reason of the triage as a Flag."""
    yield from _warnings(dossier)
    yield from medical_flags(dossier)
    yield from _triage(dossier)


def medical_flags(dossier: Dossier, key: str | None = None) -> Iterator[Json]:
    """Yield the medical flags, or those that come from one fact."""
    # the same words said twice are one flag
    for flag in dict.fromkeys(dossier.summary.flags):
        text = plain(flag.text)
        if key in (None, flag.key) and text:
            yield _flag(
                dossier,
                ("medical", flag.key, flag.text),
                code=concept(text, coding(FACTS, flag.key)),
                category=[_category("medical", GRAVE[flag.grave])],
                period={"start": instant(dossier.stated[flag.key].at)},
            )


def _warnings(dossier: Dossier) -> Iterator[Json]:
    given = dossier.file.warnings
    holding = {each["id"]: each["severity"] for each in dossier.advice_now["warnings"]}
    last = {each.rule: each for each in given}
    for warning in given:
        holds = last[warning.rule] is warning and warning.rule in holding
        yield _flag(
            dossier,
            ("warning", warning.rule, warning.at.isoformat()),
            # what was true when it was said may be so no more
            status="active" if holds else "inactive",
            code=concept(
                plain(warning.message),
                coding(f"{OWN}:warnings", warning.rule, rule(warning.rule)),
            ),
            category=[_category("severities", warning.severity)],
            period={"start": instant(warning.at)},
        )


def _triage(dossier: Dossier) -> Iterator[Json]:
    triage = dossier.summary.advice["triage"]
    level = dossier.file.level or triage["level"]
    for reason in dict.fromkeys(dossier.file.reasons or triage["reasons"]):
        yield _flag(
            dossier,
            ("triage", reason),
            code=concept(readable(reason), coding(f"{OWN}:triage-reasons", reason)),
            category=[_category("triage-levels", level, words("levels")[level])],
        )


def _flag(dossier: Dossier, which: tuple[str, ...], **fields: Any) -> Json:
    said = {"status": "active", "author": dossier.dewy, **fields}
    said["category"] = [
        concept(None, coding(f"{TERMINOLOGY}/flag-category", "clinical", "Clinical")),
        *said["category"],
    ]
    subject = dossier.patient
    return dossier.resource("Flag", dossier.file.intake_id, *which, subject=subject, **said)


def _category(system: str, code: str, display: str | None = None) -> Json:
    return concept(display, coding(f"{OWN}:{system}", code))
