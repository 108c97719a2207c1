"""Settings that the clinic makes at the console: what can be chosen, what is, who follows it.

`offered` says what can be chosen, with words and bounds; `store` keeps what is; `following` brings
it into the settings of a process that goes on.
"""

from clinic.choices.following import Following
from clinic.choices.offered import Offer, Section, sections
from clinic.choices.store import BadChoiceError, Choices, value_of

__all__ = [
    "BadChoiceError",
    "Choices",
    "Following",
    "Offer",
    "Section",
    "sections",
    "value_of",
]
