"""Settings that the clinic makes at the console: what can be chosen, what is, who follows it.

`offered` says what can be chosen, with words and bounds; `checked` holds choices against all other
settings; `store` keeps them, `logos` the picture among them, which `picture` makes plain;
`following` brings them into the settings of a process that goes on.
"""

from clinic.choices.checked import value_of
from clinic.choices.following import Following
from clinic.choices.logos import LOGO, Logo, Logos
from clinic.choices.offered import Offer, Section, sections
from clinic.choices.store import BadChoiceError, Choices

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
