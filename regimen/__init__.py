"""Facts -> warnings, routine, triage. Pure: knowledge is YAML with sources, the engine is small.

`facts` and `merge` say what is known, `warnings`, `exfoliation`, `triage`, `routine`, `treatments`,
`outlook` and `missing` each answer one part, `advice` puts them together.
"""

from regimen.advice import Advice, Season, advise, missing_of, triage_of
from regimen.facts import FACT_KEYS, Facts, FactsError, check
from regimen.merge import merge

__all__ = [
    "FACT_KEYS",
    "Advice",
    "Facts",
    "FactsError",
    "Season",
    "advise",
    "check",
    "merge",
    "missing_of",
    "triage_of",
]
