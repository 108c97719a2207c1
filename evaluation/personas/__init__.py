"""Simulated patients: who they are (`drawing`), how they put things (`wording`, `writing`).

`speaker` decides what they say when. What they can be and say is data: `*.yml` and `wording/*.yml`.
"""

from evaluation.personas.drawing import Persona, personas
from evaluation.personas.speaker import Message, Speaker

__all__ = ["Message", "Persona", "Speaker", "personas"]
