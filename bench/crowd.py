"""A clinic with 100,000 intakes: what simulated patients told, copied within the database."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import JSON, Engine, String, cast, insert, literal, select, update
from sqlalchemy.orm import Session, aliased

import regimen
from clinic.records.models import Alarm, Fact, GivenWarning, Intake, Patient, Turn, now
from clinic.records.review_models import Review
from clinic.records.reviews import URGENCY, searched
from clinic.records.staff_models import AuditEntry, StaffMember
from evaluation.interviews import interview
from evaluation.personas import Persona, personas

INTAKES: Final = 100_000
OPEN: Final = 2_000
STAFF: Final = 20
ALARMS: Final = 40
# So many really tell something; all others tell the same as one of them.
TOLD: Final = 400
FEWEST_FACTS, MOST_FACTS, MOST_WARNINGS = 6, 12, 6
TURNS: Final = 10
# What staff do, once with each intake and one after the other: the log ends in looks alone.
DONE: Final = (
    *("opened", "status", "viewed", "assigned", "viewed", "noted", "viewed"),
    *("viewed", "viewed", "viewed"),
)
CHANNELS: Final = {"web": 60, "whatsapp": 25, "telegram": 15}
LEVELS: Final = {"routine": 900, "soon": 70, "same_day": 25, "now": 5}
OPEN_STATUSES: Final = {"new": 40, "seen": 30, "needs_reply": 20, "ready": 10}
# For how long the clinic is there, and how old what is still open may be.
HISTORY: Final = dt.timedelta(days=730)
RECENT: Final = dt.timedelta(days=21)
GIVEN_NAMES: Final = (
    *("Asha", "Noor", "Mei", "Priya", "Anna", "Fatima", "Kavya", "Leila", "Sofia", "Ines"),
    *("Arjun", "Wei", "Omar", "Daniel", "Ravi", "Tomas", "Amir", "Jonas", "Kiran", "Luca"),
)
FAMILY_NAMES: Final = (
    *("Rao", "Sharma", "Iyer", "Khan", "Tan", "Lim", "Nair", "Das", "Patel", "Gomez"),
    *("Weber", "Novak", "Silva", "Haddad", "Menon", "Bose", "Kaur", "Costa", "Chen", "Roy"),
)
NOTES: Final = (
    "Called back, wants an appointment in the evening.",
    "Brings photographs of last summer; compare with the marks on the left cheek.",
    "Peel only after four weeks of calm skin, told so on the telephone.",
    "Asked about the price of three sessions, sent the list.",
)


def fill(engine: Engine, seed: int = 1) -> None:
    """Fill an empty, migrated database."""
    rng = random.Random(seed)  # noqa: S311  # it must repeat, not be secret
    people = personas(TOLD, seed)
    with Session(engine) as session, session.begin():
        _insert(session, StaffMember, _staff())
        _insert(session, Patient, _patients(rng))
        _tell(session, people, rng)
        texts = {number: searched(session, number) for number in _tellers()}
        _copy(session)
        patients = session.scalars(select(Patient).order_by(Patient.id)).all()
        _insert(session, Review, _reviews(patients, texts, rng))
        _insert(session, Alarm, _alarms(session))
        _talk(session, people[0])
        _log(session)
    settle(engine)


def open_all(engine: Engine) -> None:
    """Open every intake again."""
    with engine.begin() as connection:
        connection.execute(update(Review).where(Review.status == "closed").values(status="seen"))
    settle(engine)


def settle(engine: Engine) -> None:
    """Do what PostgreSQL does by itself some time after so many changes."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")


def _insert(session: Session, model: Any, rows: Iterator[dict[str, Any]]) -> None:
    session.execute(insert(model.__table__), list(rows))


def _drawn(chances: dict[str, int], rng: random.Random) -> str:
    return rng.choices(list(chances), list(chances.values()))[0]


def _tellers() -> range:
    return range(1, TOLD + 1)


def _staff() -> Iterator[dict[str, Any]]:
    for number in range(1, STAFF + 1):
        yield {
            "login": f"member{number}",
            "name": f"{GIVEN_NAMES[number - 1]} {FAMILY_NAMES[number - 1]}",
            "role": "doctor" if number <= STAFF // 4 else "staff",
            "must_change": False,
            "created_at": now() - HISTORY,
        }


def label_number(patient_id: int) -> int:
    """Return the number in the clinic's own system that stands in a patient's label."""
    return 4_700_000 + patient_id


def _patients(rng: random.Random) -> Iterator[dict[str, Any]]:
    began = now() - HISTORY
    for number in range(1, INTAKES + 1):
        name = f"{rng.choice(GIVEN_NAMES)} {rng.choice(FAMILY_NAMES)} {label_number(number)}"
        yield {
            "channel": _drawn(CHANNELS, rng),
            "sender": f"{rng.getrandbits(128):032x}",
            "created_at": began + HISTORY * (number / INTAKES),
            # what is found by the tellers' words is found for all who told the same
            "label": name if number > TOLD else None,
        }


def _tell(session: Session, people: list[Persona], rng: random.Random) -> None:
    """Keep what the tellers told and were warned of."""
    intakes, facts, warnings = [], [], []
    for number, person in zip(_tellers(), people, strict=True):
        advice: dict[str, Any] = dict(regimen.advise(regimen.check(person.facts)))
        at = now() - HISTORY
        intakes.append(
            {
                "patient_id": number,
                "status": "completed",
                "started_at": at,
                "updated_at": at,
                "triage_level": advice["triage"]["level"],
                "triage_reasons": advice["triage"]["reasons"],
                "advice": advice,
            }
        )
        told = list(person.facts.items())
        first = [each for each in told if each[0] in ("concerns", "age")]
        others = [each for each in told if each not in first]
        count = rng.randint(FEWEST_FACTS, MOST_FACTS) - len(first)
        facts += [
            {
                "intake_id": number,
                "key": key,
                "value": value,
                "origin": "said",
                "message": "what they wrote, in a sentence or two",
                "at": at,
            }
            for key, value in first + rng.sample(others, min(count, len(others)))
        ]
        warnings += [
            {
                "intake_id": number,
                "rule": each["id"],
                "severity": each["severity"],
                "message": each["message"],
                "at": at,
            }
            for each in advice["warnings"][:MOST_WARNINGS]
        ]
    for model, rows in ((Intake, intakes), (Fact, facts), (GivenWarning, warnings)):
        _insert(session, model, iter(rows))


def _copy(session: Session) -> None:
    """Let everybody else have told and been warned of what one of the tellers was."""
    told = aliased(Intake)
    kept = ("status", "triage_level", "triage_reasons", "advice")
    session.execute(
        insert(Intake).from_select(
            ["patient_id", "started_at", "updated_at", *kept],
            select(
                Patient.id,
                Patient.created_at,
                Patient.created_at,
                *(getattr(told, name) for name in kept),
            )
            .join(told, told.id == Patient.id % TOLD + 1)
            .where(Patient.id > TOLD)
            .order_by(Patient.id),
        )
    )
    for model, columns in (
        (Fact, ("key", "value", "origin", "message", "at")),
        (GivenWarning, ("rule", "severity", "message", "at")),
    ):
        session.execute(
            insert(model).from_select(
                ["intake_id", *columns],
                select(Intake.id, *(getattr(model, name) for name in columns))
                .join(model, model.intake_id == Intake.id % TOLD + 1)
                .where(Intake.id > TOLD)
                .order_by(Intake.id),
            )
        )


def _reviews(
    patients: Sequence[Patient], texts: dict[int, str], rng: random.Random
) -> Iterator[dict[str, Any]]:
    for patient in patients:
        is_open = patient.id > INTAKES - OPEN
        at = patient.created_at if not is_open else now() - RECENT * rng.random()
        heard = at + dt.timedelta(minutes=rng.expovariate(1 / 20))
        unread = is_open and rng.random() < 0.3  # noqa: PLR2004
        note = rng.choice(NOTES) if rng.random() < 0.4 else ""  # noqa: PLR2004
        told = texts[patient.id if patient.id <= TOLD else patient.id % TOLD + 1]
        yield {
            "intake_id": patient.id,
            "patient_id": patient.id,
            "channel": patient.channel,
            "urgency": URGENCY[_drawn(LEVELS, rng)],
            "status": _drawn(OPEN_STATUSES, rng) if is_open else "closed",
            "assigned_to": rng.randint(1, STAFF) if rng.random() < 0.6 else None,  # noqa: PLR2004
            "begun_at": at,
            "active_at": heard,
            "seen_at": None if unread else heard + dt.timedelta(hours=rng.random()),
            "text": " ".join(f"{patient.label or ''} {told} {note}".lower().split()),
        }


def _alarms(session: Session) -> Iterator[dict[str, Any]]:
    urgent = select(Review.intake_id).where(Review.status != "closed")
    for number in session.scalars(urgent.order_by(Review.urgency.desc()).limit(ALARMS)).all():
        yield {
            "patient_id": number,
            "intake_id": number,
            "level": "now",
            "reasons": ["facial_swelling"],
            "at": now(),
        }


def _talk(session: Session, person: Persona) -> None:
    """Let everybody have said ten sentences, each with a short answer."""
    for number, message in zip(range(TURNS), interview(person), strict=False):
        session.execute(
            insert(Turn).from_select(
                ["sender", "channel", "message_id", "text", "shown", "answers", "at"],
                select(
                    Patient.sender,
                    Patient.channel,
                    literal(f"m{number}"),
                    literal(message["text"]),
                    literal(True),
                    literal([{"texts": ["Thank you."]}], JSON),
                    Patient.created_at,
                ).order_by(Patient.id),
            )
        )


def _log(session: Session) -> None:
    """Let staff have done ten things with each intake."""
    for action in DONE:
        session.execute(
            insert(AuditEntry).from_select(
                ["at", "staff_id", "who", "action", "kind", "subject", "detail"],
                select(
                    Patient.created_at,
                    literal(1),
                    literal(GIVEN_NAMES[0]),
                    literal(action),
                    literal("intake"),
                    cast(Patient.id, String),
                    literal({}, JSON),
                ).order_by(Patient.id),
            )
        )
