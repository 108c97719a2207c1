"""The action server: rasa_sdk's own, with settings that follow what is chosen at the console."""

from __future__ import annotations

from rasa_sdk.__main__ import main_from_args
from rasa_sdk.endpoint import create_argument_parser

from actions.conversation import settings
from clinic.choices import Choices, Following


def main() -> None:
    """Serve the actions of this package until a signal ends it; the arguments are rasa_sdk's."""
    parser = create_argument_parser()
    parser.set_defaults(actions="actions")
    arguments = parser.parse_args()
    with Following(settings(), Choices.open(settings())).running():
        main_from_args(arguments)


if __name__ == "__main__":
    main()
