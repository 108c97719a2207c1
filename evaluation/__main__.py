"""`make eval`: how well Dewy understands messages, and how well it leads a talk."""

from __future__ import annotations

import argparse
import sys

from deploy.train import train
from evaluation import intents, reading, report
from evaluation.interviews import messages
from evaluation.personas import personas
from evaluation.servers import serving
from evaluation.talks import hold

PARTS = ("messages", "intents", "talks")


def main() -> None:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser(prog="evaluation", description=__doc__)
    parser.add_argument("--personas", type=int, default=100, help="how many simulated patients")
    parser.add_argument("--seed", type=int, default=1, help="other patients for another seed")
    parser.add_argument("--show", type=int, default=0, help="how many faults of each part to show")
    parser.add_argument("--only", choices=PARTS, help="measure one part alone")
    options = parser.parse_args()
    parts = [options.only] if options.only else PARTS
    train()
    if "messages" in parts:
        for path in reading.files():
            report.messages(reading.read(path.name, reading.load(path)), options.show)
        asked = messages(personas(options.personas, options.seed))
        report.messages(reading.read("simulated patients", asked), options.show)
    if "intents" in parts:
        report.intents([*intents.recognise(), *intents.cross_validate()], options.show)
    if "talks" in parts:
        held = []
        with serving() as servers:
            for persona in personas(options.personas, options.seed):
                held.append(hold(persona, servers.rasa_url, servers.records_url))
                _progress(len(held), options.personas)
        report.talks(held)
        report.worst(held, options.show)


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty() or done == of:
        print(f"\rtalk {done} of {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
