"""What was observed: habits that the patient told, the week's exfoliation, photographs' scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from clinic import describe
from clinic.alerts.words import readable
from clinic.exports.fhir import codes
from clinic.exports.fhir.questionnaire import Question, questions
from clinic.exports.fhir.resources import (
    FACTS,
    OWN,
    TERMINOLOGY,
    Dossier,
    Json,
    coding,
    concept,
    instant,
    quantity,
)
from clinic.reviews.file import Picture, Stated
from clinic.staff.words import words

PHOTO: Final = f"{OWN}:photo"
GLASS_SKIN: Final = "glass_skin"
# For these more is better; a score of the others tells how much there is of a concern.
BETTER: Final = ("evenness", "luminosity", GLASS_SKIN)
LOADS: Final = {"ok": ("N", "Normal"), "amber": ("H", "High"), "red": ("H", "High")}


def observations(dossier: Dossier) -> Iterator[Json]:
    """Yield what was observed; nothing where nothing is known."""
    asked = {question.link: question for question in questions()}
    for key in codes.observed():
        if key in dossier.stated:
            yield _told(dossier, dossier.stated[key], asked[key])
    # with no products known, a load of nothing would be invented
    if "products" in dossier.stated:
        yield _exfoliation(dossier)
    for picture in dossier.file.pictures:
        if picture.report and picture.report["quality"]["ok"]:
            yield from _scores(dossier, picture, picture.report)


def _told(dossier: Dossier, stated: Stated, question: Question) -> Json:
    own = coding(FACTS, stated.key)
    by = dossier.clinic if stated.origin == "staff" else dossier.patient
    return dossier.resource(
        "Observation",
        dossier.file.intake_id,
        stated.key,
        status="final",
        category=[_category("social-history")],
        code=concept(describe.staff_label(stated.key), *codes.of_fact(stated.key), own),
        subject=dossier.patient,
        effectiveDateTime=instant(stated.at),
        performer=None if stated.origin == "inferred" else [by],
        device=dossier.dewy if stated.origin == "inferred" else None,
        derivedFrom=[dossier.answers],
        **_value(question, stated.value),
    )


def _value(question: Question, value: Any) -> Json:
    if question.type == "choice":
        own = coding(question.system, value)
        standard = codes.of_answer(question.link, value)
        return {"valueCodeableConcept": concept(describe.name(value), *standard, own)}
    if isinstance(value, list | tuple):
        low, high = map(question.amount, value)
        return {"valueRange": {"low": low, "high": high}}
    return {"valueQuantity": question.amount(value)}


def _exfoliation(dossier: Dossier) -> Json:
    week = dossier.advice_now["exfoliation"]
    stated = dossier.stated["products"]
    code, display = LOADS[week["level"]]
    cap = quantity(week["cap"], "weighted uses a week", "/wk")
    return dossier.resource(
        "Observation",
        dossier.file.intake_id,
        "exfoliation",
        status="final",
        category=[_category("social-history")],
        code=concept("Exfoliation load", coding(f"{OWN}:rules", "exfoliation")),
        subject=dossier.patient,
        effectiveDateTime=instant(stated.at),
        device=dossier.dewy,
        valueQuantity=quantity(week["load"], "weighted uses a week", "/wk"),
        interpretation=[
            concept(
                week["level"],
                coding(f"{TERMINOLOGY}/v3-ObservationInterpretation", code, display),
                coding(f"{OWN}:exfoliation-levels", week["level"]),
            )
        ],
        referenceRange=[{"high": cap, "text": "the most that the skin type and other care allow"}],
        derivedFrom=[dossier.answers],
    )


def _scores(dossier: Dossier, picture: Picture, report: Mapping[str, Any]) -> Iterator[Json]:
    severities = {each["id"]: each["severity"] for each in report["findings"]}
    glass_skin = {GLASS_SKIN: report[GLASS_SKIN]} if report.get(GLASS_SKIN) else {}
    for metric, measure in {**report["metrics"], **glass_skin}.items():
        severity = severities.get(metric)
        yield dossier.resource(
            "Observation",
            picture.id,
            metric,
            status="final",
            category=[_category("imaging")],
            code=concept(words("metrics").get(metric, readable(metric)), coding(PHOTO, metric)),
            subject=dossier.patient,
            effectiveDateTime=instant(picture.at),
            device=dossier.dewy,
            bodySite=concept(None, *codes.of_face()),
            valueQuantity=_score(measure["score"], metric),
            interpretation=[concept(severity, coding(f"{OWN}:severities", severity))]
            if severity
            else None,
            component=list(_components(metric, measure)),
        )


def _components(metric: str, measure: Mapping[str, Any]) -> Iterator[Json]:
    if "uncertainty" in measure:
        yield _component(
            "uncertainty",
            "half the width of the interval of 95%",
            valueQuantity=_score(measure["uncertainty"], metric),
        )
    if "count" in measure:
        yield _component("count", "how many", valueInteger=measure["count"])
    if "value" in measure:
        yield _component(
            "value", "as measured", valueQuantity=quantity(measure["value"], measure["unit"])
        )
    for region, score in measure.get("regions", {}).items():
        yield _component(region, readable(region), valueQuantity=_score(score, metric))


def _component(code: str, text: str, **value: Any) -> Json:
    return {"code": concept(text, coding(f"{PHOTO}:parts", code)), **value}


def _score(score: float, metric: str) -> Json:
    better = "better" if metric in BETTER else "worse"
    return quantity(score, f"of 100, more is {better}", "{score}")


def _category(code: str) -> Json:
    return concept(None, coding(f"{TERMINOLOGY}/observation-category", code))
