"""Takes consents back, within the transaction of what rested on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from clinic.records.models import Consent, Patient, now


def withdraw(session: Session, senders: Collection[str], *kinds: str, until: dt.datetime) -> None:
    """Take back the consents that were given in some conversations.

    Args:
        session: the transaction.
        senders: the conversations.
        kinds: of consent.
        until: only what was given until then.
    """
    patients = select(Patient.id).where(Patient.sender.in_(senders))
    session.execute(
        update(Consent)
        .where(
            Consent.patient_id.in_(patients),
            Consent.kind.in_(kinds),
            Consent.given,
            Consent.withdrawn_at.is_(None),
            Consent.at <= until,
        )
        .values(withdrawn_at=now())
        .execution_options(synchronize_session=False)
    )
