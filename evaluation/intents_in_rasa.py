"""The trained model's intents and topics for messages; runs in Rasa's environment.

Lines {"text", ...} come on standard input; each is answered by a line {"intent", "topic"}, the
topic null where none is asked about.
"""

from __future__ import annotations

import asyncio
import json
import sys

from rasa.core.agent import Agent


async def main(model: str) -> None:
    """Answer standard input line by line."""
    agent = Agent.load(model)
    for line in sys.stdin:
        parsed = await agent.parse_message(json.loads(line)["text"])
        topics = [each["value"] for each in parsed["entities"] if each["entity"] == "topics"]
        topic = topics[0][0][0] if topics else None
        print(json.dumps({"intent": parsed["intent"]["name"], "topic": topic}))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
