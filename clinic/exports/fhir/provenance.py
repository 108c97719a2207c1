"""Who said each fact: the patient, Dewy that inferred it, or staff; when, and in which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from clinic.exports.fhir import codes
from clinic.exports.fhir.flags import medical_flags
from clinic.exports.fhir.resources import (
    OWN,
    TERMINOLOGY,
    Dossier,
    Json,
    address,
    coding,
    concept,
    instant,
    plain,
)
from clinic.reviews.file import Stated
from clinic.staff.words import words

# Points at one element of a resource by its id: FHIR R4, extensions of Reference.
ELEMENT: Final = "http://hl7.org/fhir/StructureDefinition/targetElement"


def provenances(dossier: Dossier, response: Mapping[str, object]) -> Iterator[Json]:
    """Yield who said each fact that is known now.

    Args:
        dossier: the intake.
        response: the QuestionnaireResponse, whose items are pointed at.
    """
    items = response.get("item", [])
    answered = {item["id"] for item in items} if isinstance(items, list) else set()
    for stated in dossier.stated.values():
        targets = [*_targets(dossier, stated.key, is_answered=stated.key in answered)]
        if targets:
            yield _provenance(dossier, stated, targets)


def _provenance(dossier: Dossier, stated: Stated, targets: list[Json]) -> Json:
    said = plain(stated.message)
    return dossier.resource(
        "Provenance",
        dossier.file.intake_id,
        stated.key,
        target=targets,
        recorded=instant(stated.at),
        activity=concept(words("origins")[stated.origin], coding(f"{OWN}:origins", stated.origin)),
        agent=_agents(dossier, stated.origin),
        entity=[{"role": "source", "what": {"display": said}}] if said else None,
    )


def _targets(dossier: Dossier, key: str, *, is_answered: bool) -> Iterator[Json]:
    if is_answered:
        yield {"extension": [{"url": ELEMENT, "valueUri": key}], **dossier.answers}
    if key in codes.observed():
        yield dossier.reference("Observation", dossier.file.intake_id, key)
    for flag in medical_flags(dossier, key):
        yield {"reference": address(flag["id"])}


def _agents(dossier: Dossier, origin: str) -> list[Json]:
    if origin == "staff":
        return [_agent("author", dossier.clinic)]
    if origin == "inferred":
        return [_agent("author", dossier.dewy)]
    return [_agent("informant", dossier.patient), _agent("assembler", dossier.dewy)]


def _agent(role: str, who: Json) -> Json:
    system = f"{TERMINOLOGY}/provenance-participant-type"
    return {"type": concept(None, coding(system, role)), "who": who}
