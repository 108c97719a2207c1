"""What the house deletes by itself: what people asked for while on hold, and what is too old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy.orm import sessionmaker

from clinic.records.database import READS_ONLY, open_database
from clinic.records.dialogues import Dialogues
from clinic.records.erasure import AGE, Eraser
from clinic.records.holds import HeldError, all_held
from clinic.records.models import now
from clinic.records.requests import PHOTOGRAPHS, TALK, Due, due_requests
from clinic.records.silence import silent_patients, silent_strangers
from clinic.settings import Settings
from clinic.staff.audit import HOUSE, AuditLog
from clinic.vault import Vault

# People whose records go in one round: a patient who writes meanwhile waits for one of them only.
BATCH: Final = 50


class Retention:
    """Deletes what may be kept no longer; each person is in the log, as the house's own doing."""

    def __init__(self, settings: Settings) -> None:
        """Open the records where the settings say; what else these say is read each time.

        Raises:
            SecretUnusableError: as of `clinic.secret`.
        """
        self._settings = settings
        self._engine = open_database(settings.records_url)
        self._look = sessionmaker(self._engine.execution_options(**{READS_ONLY: True}))
        vault, dialogues = Vault.open(settings), Dialogues.open(settings)
        self._eraser = Eraser(
            self._engine, vault, dialogues, lambda session: all_held(session, settings)
        )
        self._log = AuditLog.open(settings)
        # whether files of SQLite may hold traces of what was deleted
        self._left_traces = False
        self._failure: Exception | None = None

    def dispose(self) -> None:
        """Close the connections to the databases."""
        self._log.dispose()
        self._eraser.dispose()
        self._engine.dispose()

    def turn(self) -> int:
        """Do a round: what was asked for, then what is too old; return how many people it reached.

        What a failure leaves is left to the next round; it is in nobody else's way.

        Raises:
            TimeoutError: SQLite's log still has what was deleted.
            Exception: the first by which somebody could not be deleted, once the others are.
        """
        self._failure = None
        with self._look.begin() as session:
            if all_held(session, self._settings):
                return 0
        try:
            reached = self._carry_out_requests() + self._erase_old()
        finally:
            if self._left_traces:
                self._eraser.wipe()
                self._left_traces = False
        if self._failure:
            raise self._failure
        return reached

    def _carry_out_requests(self) -> int:
        with self._look.begin() as session:
            requests = due_requests(session, BATCH)
        return sum(map(self._carries_out, requests))

    def _carries_out(self, due: Due) -> bool:
        if due.reason == PHOTOGRAPHS:
            return self._deletes_photographs(due.sender, due.patient_id, due.asked_at)
        if due.reason == TALK:
            return self._deletes_talk(due.sender, due.patient_id)
        return self._deletes(due.sender, due.patient_id, due.reason, if_asked=True)

    def _erase_old(self) -> int:
        days = self._settings.records_kept_days
        if days is None:
            return 0
        since = now() - dt.timedelta(days=days)
        with self._look.begin() as session:
            patients = silent_patients(session, since, BATCH)
            strangers = silent_strangers(session, since, BATCH)
        return sum(
            self._deletes(sender, number, AGE, silent_since=since)
            for number, sender in [*patients, *((None, each) for each in strangers)]
        )

    def _deletes_photographs(self, sender: str, patient: int, asked_at: dt.datetime) -> bool:
        def delete() -> bool:
            self._eraser.erase_photographs(sender, asked_at)
            return True

        return self._noted(delete, "erased_photographs", patient)

    def _deletes_talk(self, sender: str, patient: int) -> bool:
        def delete() -> bool:
            self._eraser.forget_talk(sender, in_talk=False)
            return True

        return self._noted(delete, "erased_talk", patient)

    def _deletes(
        self,
        sender: str,
        patient: int | None,
        reason: str,
        **only: Any,
    ) -> bool:
        def delete() -> bool:
            return self._eraser.delete(sender, reason, by=HOUSE, **only)

        return self._noted(delete, "erased", patient, reason=reason)

    def _noted(
        self, delete: Callable[[], bool], action: str, patient: int | None, **detail: str
    ) -> bool:
        """Delete, and note it where there was anything; tell whether there was."""
        try:
            if not delete():
                return False
        except HeldError:
            # put on hold meanwhile
            return False
        except OSError as error:
            # the rows are gone, and the pictures without one are swept
            action, detail = f"{action}_in_part", {**detail, "left": type(error).__name__}
        except Exception as error:
            # such as Rasa's store that is out of reach: nothing of theirs is gone
            self._failure = self._failure or error
            return False
        self._left_traces = True
        # a whole erasure has its entry already
        if action != "erased":
            self._log.note(HOUSE, action, "patient", patient, **detail)
        return True
