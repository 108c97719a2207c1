"""A doctor stands by a plan as the rules made it, or changed; the patient gets what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from clinic.plan_in_words import plan_lines
from clinic.records.models import Patient, now
from clinic.records.plans import shown_to_patient
from clinic.records.review_models import Review
from clinic.records.rows import intake_of
from clinic.records.store import Store
from clinic.records.takeovers import Spoken, message, speak
from clinic.settings import Settings
from clinic.staff.accounts import Member
from clinic.staff.audit import write
from clinic.wording import FOLDER, Wording

PARTS: Final = ("am", "pm")
# Of a part of the day; the rules make no more than six.
MOST_STEPS: Final = 8
LONGEST_FIELD: Final = 300
LONGEST_WORDS: Final = 2000
Steps = Mapping[str, Sequence[Mapping[str, str]]]


class NoPlanError(RuntimeError):
    """There is no plan to approve."""


class Approving(Store):
    """Plans as the clinic stands by them."""

    def __init__(self, settings: Settings) -> None:
        """Open them where the settings say; how patients are addressed may change meanwhile."""
        super().__init__(settings.records_url)
        self._settings = settings

    @classmethod
    def open(cls, settings: Settings) -> Approving:
        """Open them where the settings say."""
        return cls(settings)

    def approve(
        self, intake_id: int, by: Member, words: str = "", steps: Steps | None = None
    ) -> tuple[str, Spoken] | None:
        """Stand by a plan; the warnings stay those of the rules.

        Args:
            intake_id: the intake.
            by: who does.
            words: what they say to the patient with it.
            steps: the steps of `am` and `pm`, each with `step`, `with` and `why`, where they are
                changed.

        Returns the conversation and what the patient is told; None where the patient has this very
        plan already, and there is nothing to say.

        Raises:
            UnknownIntakeError: there is no such intake.
            NoPlanError: it has no plan, or an emergency has overtaken it.
            ValueError: the words are too long, or a step is not one.
        """
        words = words.strip()
        if len(words) > LONGEST_WORDS:
            raise ValueError(f"words to the patient have up to {LONGEST_WORDS} characters")
        with self._session.begin() as session:
            intake = intake_of(session, intake_id)
            if intake.advice is None or intake.status == "emergency":
                raise NoPlanError
            before = intake.advice
            advice = before if steps is None else _changed(before, steps)
            is_news = intake.plan_held or advice["routine"] != before["routine"] or bool(words)
            intake.advice, intake.plan_held = advice, False
            intake.approved_by, intake.approved_at = by.name, now()
            intake.plan_words = words or None
            review = session.get(Review, intake_id)
            if review is not None:
                review.status = "ready"
            changed = advice["routine"] != before["routine"]
            write(session, by.actor, "approved", "intake", intake_id, changed=changed)
            if not is_news:
                return None
            sender = session.get_one(Patient, intake.patient_id).sender
            tone = self._settings.tone
            said = Wording(FOLDER, tone).text("staff.approved", name=by.name)
            plan = message("\n".join(plan_lines(advice, tone)), plan=shown_to_patient(advice))
            return sender, speak(session, sender, message(said, *words.splitlines()), plan)


def _changed(advice: Mapping[str, Any], steps: Steps) -> dict[str, Any]:
    """Return an advice with other steps.

    Raises:
        ValueError: there are too many, or one has no name, or is too long.
    """
    routine = dict(advice["routine"])
    for part in PARTS:
        found = [
            {key: " ".join(each[key].split()) for key in ("step", "with", "why")}
            for each in steps[part]
        ]
        if len(found) > MOST_STEPS:
            raise ValueError(f"a part of the day has up to {MOST_STEPS} steps, not {len(found)}")
        for each in found:
            if not each["step"] or not each["with"]:
                raise ValueError("each step needs a name, and what it is done with")
            if max(map(len, each.values())) > LONGEST_FIELD:
                raise ValueError(f"a field has up to {LONGEST_FIELD} characters")
        routine[part] = found
    return {**advice, "routine": routine}
