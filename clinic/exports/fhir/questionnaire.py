"""The questions of an intake as a Questionnaire, and the facts as its QuestionnaireResponse."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from clinic import describe
from clinic.exports.fhir.resources import (
    FACTS,
    OWN,
    Dossier,
    Json,
    coding,
    instant,
    plain,
    quantity,
)
from clinic.wording import read
from regimen.knowledge import load, products

FILE: Final = Path(__file__).with_name("questionnaire.yml")
URL: Final = f"{OWN}:questionnaire:intake"
NONE: Final = "none"
# Under the answer of a number that was said as a range: its upper end.
UPPER: Final = "to"
STATUSES: Final = {
    "open": "in-progress",
    "completed": "completed",
    "abandoned": "stopped",
    "emergency": "stopped",
}


@dataclass(frozen=True)
class Question:
    """An item of the questionnaire; its `linkId` is the fact's key, with dots for what is in it."""

    link: str
    text: str
    type: str
    of: str | None = None
    repeats: bool = False
    unit: str = ""
    ucum: str = ""
    range: bool = False
    under: tuple[Question, ...] = field(default=())

    @property
    def system(self) -> str:
        """The code system of the answers: the same word may mean another thing elsewhere."""
        return f"{FACTS}:{self.link}"

    def amount(self, value: float) -> Json:
        """Return a number in this question's unit."""
        return quantity(value, self.unit, self.ucum)


@functools.cache
def questions() -> tuple[Question, ...]:
    """Return all questions, in the order of the contract."""
    return tuple(
        _question(key, {"text": describe.staff_label(key)} | given)
        for key, given in read(FILE).items()
    )


def questionnaire(dossier: Dossier) -> Json:
    """Return the questions, with the answers that each takes."""
    return dossier.resource(
        "Questionnaire",
        url=URL,
        name="DewyIntake",
        title="Skincare intake",
        status="active",
        subjectType=["Patient"],
        item=[_asked(question) for question in questions()],
    )


def response(dossier: Dossier) -> Json:
    """Return the answers that are known; a question without one is not in it."""
    file = dossier.file
    return dossier.resource(
        "QuestionnaireResponse",
        file.intake_id,
        identifier={"system": f"{dossier.system}/intakes", "value": str(file.intake_id)},
        questionnaire=URL,
        status=_status(dossier),
        subject=dossier.patient,
        authored=instant(file.updated_at),
        author=dossier.dewy,
        source=dossier.patient,
        item=_answered(questions(), file.facts),
    )


def _status(dossier: Dossier) -> str:
    completed = dossier.file.completed_at
    if completed and any(each.at > completed for each in dossier.file.stated):
        return "amended"
    return STATUSES[dossier.file.progress]


def _question(link: str, given: Mapping[str, Any]) -> Question:
    under = dict(given.get("items", {}))
    if given.get("range"):
        upper = {key: given[key] for key in ("type", "unit", "ucum")}
        under[UPPER] = upper | {"text": "up to, where a range was said"}
    made = {key: value for key, value in given.items() if key != "items"}
    inner = tuple(_question(f"{link}.{name}", each) for name, each in under.items())
    return Question(link, under=inner, **made)


def _asked(question: Question) -> Json:
    asked: Json = {"linkId": question.link, "text": question.text, "type": question.type}
    if question.repeats:
        asked["repeats"] = True
    if options := list(_options(question)):
        asked["answerOption"] = [{"valueCoding": option} for option in options]
    if question.under:
        asked["item"] = [_asked(each) for each in question.under]
    return asked


def _options(question: Question) -> Iterator[Json]:
    if question.of:
        names = products() if question.of == "products" else load("vocabulary")[question.of]
        yield from (coding(question.system, name, describe.name(name)) for name in names)
    if question.repeats:
        yield coding(question.system, NONE, NONE)


def _answered(asked: Iterable[Question], facts: Mapping[str, Any]) -> list[Json]:
    found = []
    for question in asked:
        value = facts.get(question.link.rsplit(".", maxsplit=1)[-1])
        if value is not None and (answers := list(_answers(question, value))):
            item = {"linkId": question.link, "text": question.text, "answer": answers}
            # what a Provenance points at
            found.append({"id": question.link, **item} if "." not in question.link else item)
    return found


def _answers(question: Question, value: Any) -> Iterator[Json]:
    if question.type == "quantity":
        yield _amount(question, value)
    elif question.type == "boolean":
        yield {"valueBoolean": value}
    elif question.type == "integer":
        yield {"valueInteger": int(value)}
    elif not question.repeats:
        yield _chosen(question, value)
    elif not value:
        yield {"valueCoding": coding(question.system, NONE, NONE)}
    elif question.type == "open-choice":
        yield from ({"valueString": text} for each in value if (text := plain(each)))
    else:
        yield from (_chosen(question, each) for each in value)


def _chosen(question: Question, value: Any) -> Json:
    """Return a choice, with what is known of it where it is more than an identifier."""
    details = value if isinstance(value, Mapping) else {"id": value}
    name = details["id"]
    chosen: Json = {"valueCoding": coding(question.system, name, describe.name(name))}
    under = _answered(question.under, details)
    return chosen | {"item": under} if under else chosen


def _amount(question: Question, value: Any) -> Json:
    if not isinstance(value, list | tuple):
        return {"valueQuantity": question.amount(value)}
    low, high = value
    [upper] = question.under
    return {
        "valueQuantity": question.amount(low),
        "item": _answered([upper], {UPPER: high}),
    }
