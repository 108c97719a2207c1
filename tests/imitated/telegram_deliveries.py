"""How the imitated Telegram delivers to a webhook: in order within a chat, again until it is taken.

As the Bot API's own server does, updates of a chat and kind stand in one line; lines go beside each
other, at most `max_connections` at once.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from typing import Final

import httpx

from tests.imitated.telegram_state import Json, State

LONGEST_PAUSE_SECONDS: Final = 60.0


class Deliveries:
    """Runs in the server's loop; `made` lists what was delivered with the status it met."""

    def __init__(self, state: State, first_pause_seconds: float) -> None:
        self._state, self._first_pause = state, first_pause_seconds
        self.made: list[tuple[int, int]] = []
        self._lines: dict[tuple[str, int], deque[Json]] = defaultdict(deque)
        self._running: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._connections = 0
        self._freed = asyncio.Event()

    async def run(self, arrived: asyncio.Event) -> None:
        """Deliver until cancelled."""
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            try:
                while True:
                    await arrived.wait()
                    arrived.clear()
                    self._sort(client)
            finally:
                for task in self._running.values():
                    task.cancel()
                await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _sort(self, client: httpx.AsyncClient) -> None:
        if not self._state.webhook.url:
            return
        standing = {update["update_id"] for line in self._lines.values() for update in line}
        for update in self._state.updates:
            if update["update_id"] not in standing:
                self._lines[_line(update)].append(update)
        for key, line in self._lines.items():
            if line and key not in self._running:
                self._running[key] = asyncio.create_task(self._deliver_line(client, key))

    async def _deliver_line(self, client: httpx.AsyncClient, key: tuple[str, int]) -> None:
        line, pause = self._lines[key], self._first_pause
        try:
            while line and self._state.webhook.url:
                if await self._deliver(client, line[0]):
                    self._state.updates.remove(line.popleft())
                    pause = self._first_pause
                    continue
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
        finally:
            del self._running[key]
            if not self._state.webhook.url:
                line.clear()

    async def _deliver(self, client: httpx.AsyncClient, update: Json) -> bool:
        hook = self._state.webhook
        while self._connections >= hook.most:
            self._freed.clear()
            await self._freed.wait()
        self._connections += 1
        try:
            headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
            answer = await client.post(hook.url, json=update, headers=headers)
        except httpx.HTTPError as error:
            hook.error = type(error).__name__
            return False
        finally:
            self._connections -= 1
            self._freed.set()
        self.made.append((update["update_id"], answer.status_code))
        if not answer.is_success:
            hook.error = f"Wrong response from the webhook: {answer.status_code}"
        return answer.is_success


def _line(update: Json) -> tuple[str, int]:
    kind = next(key for key in update if key != "update_id")
    content = update[kind]
    return kind, (content.get("chat") or content["from"])["id"]
