"""What the resources of an export share: their ids, codings and the references between them."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from clinic.reviews.file import PatientFile, Stated
from clinic.reviews.summary import Summary, advice_now

Json = dict[str, Any]

# Our own code systems; there is a standard's code only where codes.yml has it with its source.
OWN: Final = "urn:dewy"
FACTS: Final = f"{OWN}:facts"
TERMINOLOGY: Final = "http://terminology.hl7.org/CodeSystem"
UCUM: Final = "http://unitsofmeasure.org"


@dataclass(frozen=True)
class Dossier:
    """An intake to be exported, with the names of its resources.

    Args:
        file: the intake.
        summary: what a doctor must know of it.
        system: a URI under which the clinic's own numbers are unique.
    """

    file: PatientFile
    summary: Summary
    system: str

    def resource(self, kind: str, *which: str | int, **fields: Any) -> Json:
        """Return a resource without the fields of which nothing is known.

        Args:
            kind: the resource's type in FHIR.
            which: what tells it from others of its type; with `system` it makes its id.
            fields: by their names in FHIR.
        """
        known = {name: value for name, value in fields.items() if value not in (None, "", [], {})}
        return {"resourceType": kind, "id": self._id(kind, *which), **known}

    def reference(self, kind: str, *which: str | int) -> Json:
        """Return a reference to the resource of the same type and distinction."""
        return {"reference": address(self._id(kind, *which))}

    @cached_property
    def patient(self) -> Json:
        """A reference to the patient."""
        return self.reference("Patient", self.file.patient_id)

    @cached_property
    def clinic(self) -> Json:
        """A reference to the clinic."""
        return self.reference("Organization")

    @cached_property
    def dewy(self) -> Json:
        """A reference to the assistant."""
        return self.reference("Device")

    @cached_property
    def answers(self) -> Json:
        """A reference to the answers."""
        return self.reference("QuestionnaireResponse", self.file.intake_id)

    @cached_property
    def advice_now(self) -> Mapping[str, Any]:
        """The rules' answer to the facts that are exported; the plan given may be older."""
        return advice_now(self.file)

    @cached_property
    def stated(self) -> dict[str, Stated]:
        """What is known now, by key, and who said so."""
        return {each.key: each for each in self.file.stated if each.until is None}

    def _id(self, kind: str, *which: str | int) -> str:
        return str(
            uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, self.system), json.dumps([kind, *which]))
        )


def address(identifier: str) -> str:
    """Return the `fullUrl` of a resource."""
    return f"urn:uuid:{identifier}"


def instant(at: dt.datetime) -> str:
    """Return a time as FHIR writes it."""
    return at.isoformat(timespec="milliseconds")


def coding(system: str, code: str, display: str | None = None) -> Json:
    """Return a code of a code system."""
    found = {"system": system, "code": code}
    return found | {"display": display} if display else found


def concept(text: str | None, *codings: Json) -> Json:
    """Return a meaning by its codes and in words."""
    found: Json = {"coding": list(codings)} if codings else {}
    return found | {"text": text} if text else found


def quantity(value: float, unit: str, code: str | None = None) -> Json:
    """Return an amount; `code` is its unit in UCUM."""
    amount: Json = {"value": value, "unit": unit}
    return amount | {"system": UCUM, "code": code} if code else amount


def plain(text: str) -> str:
    """Return what somebody wrote as FHIR's `string` takes it: no control characters, plain spaces.

    Source: FHIR R4, 2.24.0.1, string.
    """
    spaced = " ".join(text.split())
    return "".join(each for each in spaced if unicodedata.category(each) not in ("Cc", "Cs"))
