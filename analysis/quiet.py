"""Mediapipe starts with lines on standard error that no setting turns off; nothing else is lost."""

from __future__ import annotations

import os
import re
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_STDERR: Final = 2
_OWN: Final = re.compile(rb"XNNPACK delegate|absl::InitializeLog|inference_feedback_manager")
_lock = threading.Lock()


@contextmanager
def quiet_start() -> Iterator[None]:
    """Hold back what is written to standard error, and pass on all that is not of the models."""
    # its protobuf warns on every first use
    warnings.filterwarnings("ignore", message="SymbolDatabase.GetPrototype", category=UserWarning)
    with _lock, tempfile.TemporaryFile() as held:
        before = os.dup(_STDERR)
        os.dup2(held.fileno(), _STDERR)
        try:
            yield
        finally:
            os.dup2(before, _STDERR)
            os.close(before)
            held.seek(0)
            for line in held:
                if not _OWN.search(line):
                    os.write(_STDERR, line)
