"""The whole intake as one FHIR bundle, checked by the library."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Final

from fhir.resources.R4B.bundle import Bundle

from clinic.exports.fhir.consents import consents
from clinic.exports.fhir.flags import flags
from clinic.exports.fhir.observations import observations
from clinic.exports.fhir.provenance import provenances
from clinic.exports.fhir.questionnaire import questionnaire, response
from clinic.exports.fhir.resources import OWN, Dossier, Json, address, instant, plain
from clinic.reviews.file import PatientFile
from clinic.reviews.summary import summary

ASSISTANT: Final = "Dewy"


def bundle(
    file: PatientFile, clinic_name: str, *, made_at: dt.datetime, system: str | None = None
) -> Bundle:
    """Return an intake as a FHIR R4 bundle of the type `collection`.

    Only resources whose definitions are the same in R4 and in R4B, the library's, are in it. The
    same intake has the same ids each time. Who the patient is to the messenger stays out of it.

    Args:
        file: the intake.
        clinic_name: whose it is.
        made_at: when it is exported, with a time zone.
        system: a URI under which the clinic's own numbers are unique; without one, it is made of
            the clinic's name.

    Raises:
        pydantic.ValidationError: a value breaks FHIR's own rules.
        regimen.FactsError: the facts are not of the contract.
    """
    system = system or f"{OWN}:clinics:{uuid.uuid5(uuid.NAMESPACE_URL, clinic_name)}"
    dossier = Dossier(file, summary(file), system)
    return Bundle.model_validate(
        dossier.resource(
            "Bundle",
            file.intake_id,
            type="collection",
            timestamp=instant(made_at),
            entry=[
                {"fullUrl": address(each["id"]), "resource": each}
                for each in _resources(dossier, clinic_name)
            ],
        )
    )


def _resources(dossier: Dossier, clinic_name: str) -> Iterator[Json]:
    answers = response(dossier)
    yield _patient(dossier)
    yield dossier.resource("Organization", name=plain(clinic_name))
    yield dossier.resource(
        "Device",
        deviceName=[{"name": ASSISTANT, "type": "user-friendly-name"}],
        owner=dossier.clinic,
    )
    yield questionnaire(dossier)
    yield answers
    yield from observations(dossier)
    yield from flags(dossier)
    yield from consents(dossier)
    yield from provenances(dossier, answers)


def _patient(dossier: Dossier) -> Json:
    number = str(dossier.file.patient_id)
    label = plain(dossier.file.label or "")
    identifiers: list[Json] = [{"system": f"{dossier.system}/patients", "value": number}]
    # staff may call somebody by a number of another system of theirs
    is_name = any(letter.isalpha() for letter in label)
    if label and not is_name:
        identifiers.append({"use": "secondary", "value": label})
    return dossier.resource(
        "Patient",
        dossier.file.patient_id,
        identifier=identifiers,
        name=[{"use": "usual", "text": label}] if is_name else None,
        managingOrganization=dossier.clinic,
    )
