"""The photographs that patients send: received, and kept where their patient agrees to it."""

from clinic.photographs.store import (
    UNDECIDED_FOR,
    Looked,
    NotConsentedError,
    Photographs,
    UnknownPhotographError,
    View,
)

__all__ = [
    "UNDECIDED_FOR",
    "Looked",
    "NotConsentedError",
    "Photographs",
    "UnknownPhotographError",
    "View",
]
