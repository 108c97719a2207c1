"""What the patient agreed to or refused, in the very text that was shown."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Final

from clinic.exports.fhir.resources import (
    OWN,
    TERMINOLOGY,
    Dossier,
    Json,
    coding,
    concept,
    instant,
    plain,
)
from clinic.reviews.file import Agreement

ACT: Final = f"{TERMINOLOGY}/v3-ActCode"
# Somebody else's yes, of whom nothing is known.
GUARDIAN: Final = "guardian"


def consents(dossier: Dossier) -> Iterator[Json]:
    """Yield each answer to a consent as a Consent.

    A `policyRule` says whether the patient opts in or out: FHIR asks for a policy (ppc-1).
    """
    agreements = dossier.file.agreements
    # in each conversation of a person its own answer holds
    last = {(each.patient_id, each.kind): each for each in agreements}
    for each in agreements:
        given_at = instant(each.at)
        withdrawn = {"end": instant(each.withdrawn_at)} if each.withdrawn_at else {}
        period = {"start": given_at, **withdrawn}
        yield dossier.resource(
            "Consent",
            each.kind,
            each.version,
            each.at.isoformat(),
            each.patient_id,
            status=_status(each, is_last=last[each.patient_id, each.kind] is each),
            scope=concept(None, coding(f"{TERMINOLOGY}/consentscope", "patient-privacy")),
            category=[
                concept(None, coding("http://loinc.org", "59284-0")),
                concept(None, coding(f"{OWN}:consents", each.kind)),
            ],
            patient=dossier.patient,
            dateTime=given_at,
            performer=None if each.kind == GUARDIAN else [dossier.patient],
            organization=[dossier.clinic],
            sourceAttachment={
                "contentType": "text/plain; charset=utf-8",
                "title": plain(f"{each.kind}, version {each.version}"),
                "data": base64.b64encode(each.text.encode()).decode(),
            },
            policyRule=concept(None, coding(ACT, "OPTIN" if each.given else "OPTOUT")),
            provision={"type": "permit", "period": period} if each.given else None,
        )


def _status(agreement: Agreement, *, is_last: bool) -> str:
    if not agreement.given:
        return "rejected"
    return "active" if is_last and agreement.withdrawn_at is None else "inactive"
