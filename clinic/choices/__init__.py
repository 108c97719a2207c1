"""Settings that the clinic makes at the console: what can be chosen, what is, who follows it.

`offered` says what can be chosen, with words and bounds; `store` keeps what is, `logos` the picture
among it, which `picture` makes plain; `following` brings it into the settings of a process that
goes on.
"""

from clinic.choices.following import Following
from clinic.choices.logos import LOGO, Logo, Logos
from clinic.choices.offered import Offer, Section, sections
from clinic.choices.store import BadChoiceError, Choices, value_of

__all__ = [
    "LOGO",
    "BadChoiceError",
    "Choices",
    "Following",
    "Logo",
    "Logos",
    "Offer",
    "Section",
    "sections",
    "value_of",
]
