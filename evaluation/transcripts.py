"""`python -m evaluation.transcripts`: writes the talks of five patients to docs/talks/."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from deploy.train import ROOT, train
from evaluation.personas.data import load
from evaluation.personas.drawing import Persona, persona_of
from evaluation.servers import serving
from evaluation.talks import Talk, Turn, hold

FOLDER: Final = ROOT / "docs" / "talks"


def main() -> None:
    """Hold the talks with the servers as they are now, and write each as a page."""
    train()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serving() as servers:
        for name, entry in load("shown").items():
            persona = persona_of(entry["archetype"], entry["style"], entry["seed"])
            talk = hold(persona, servers.rasa_url, servers.records_url)
            write(FOLDER / f"{name}.md", entry["title"], talk)


def write(path: Path, title: str, talk: Talk) -> None:
    """Write a talk as a page of Markdown."""
    path.write_text("\n".join(page(title, talk)) + "\n", "utf-8")


def page(title: str, talk: Talk) -> Iterator[str]:
    """Yield the lines of a talk's page."""
    yield f"# {title}"
    yield ""
    yield f"A simulated patient ({_who(talk.persona)}), talking to the real servers."
    yield "Made by `python -m evaluation.transcripts`."
    for turn in talk.turns:
        yield from _turn(turn)


def _turn(turn: Turn) -> Iterator[str]:
    yield ""
    yield f"**Patient:** {turn.message.text}"
    yield ""
    yield "**Dewy:**"
    yield ""
    for answer in turn.answers:
        yield from _quoted(answer)


def _quoted(answer: dict[str, Any]) -> Iterator[str]:
    """Yield an element of an answer as a quotation, its quick replies below it."""
    for line in answer.get("text", "").splitlines():
        # two blanks at the end break the line
        yield f"> {line}  " if line else ">"
    if buttons := answer.get("buttons"):
        yield ">"
        yield "> " + " ".join(f"`{each['title']}`" for each in buttons)


def _who(persona: Persona) -> str:
    return f"{persona.archetype.replace('_', ' ')}, writes {persona.style.name.replace('_', ' ')}"


if __name__ == "__main__":
    main()
