"""The feed: who listens hears, who is too slow is cut off, and a stop ends it for all."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from fastapi.sse import ServerSentEvent

from bot.channels.web.feed import BACKLOG, MOST_LISTENERS, Feed, Queue, TooManyListenersError

EVENT = ServerSentEvent(event="turn", raw_data="{}")


def heard(queue: Queue) -> list[ServerSentEvent | None]:
    return [queue.get_nowait() for _ in range(queue.qsize())]


def test_who_listens_to_a_talk_hears_it() -> None:
    feed = Feed()
    with feed.listener("asha") as one, feed.listener("asha") as two, feed.listener("mina") as other:
        feed.publish("asha", lambda: EVENT)
        assert heard(one) == heard(two) == [EVENT]
        assert heard(other) == []


def test_an_event_is_made_once_and_only_where_somebody_listens() -> None:
    feed, made = Feed(), []

    def make() -> ServerSentEvent:
        made.append(1)
        return EVENT

    feed.publish("asha", make)
    assert not made
    with feed.listener("asha"), feed.listener("asha"):
        feed.publish("asha", make)
    feed.publish("asha", make)
    assert len(made) == 1


def test_a_browser_that_takes_nothing_in_is_cut_off() -> None:
    feed = Feed()
    with feed.listener("asha") as stuck:
        for _ in range(BACKLOG + 2):
            feed.publish("asha", lambda: EVENT)
        assert heard(stuck) == [EVENT] * BACKLOG + [None]


def test_places_are_limited_and_free_again_when_left() -> None:
    feed = Feed()
    with ExitStack() as tabs:
        for _ in range(MOST_LISTENERS):
            tabs.enter_context(feed.listener("asha"))
        with pytest.raises(TooManyListenersError), feed.listener("asha"):
            pass
        with feed.listener("mina"):
            pass
    with feed.listener("asha"):
        pass


def test_a_stop_ends_it_for_those_who_listen_and_those_who_come() -> None:
    feed = Feed()
    with feed.listener("asha") as queue:
        feed.close()
        assert heard(queue) == [None]
        with feed.listener("asha") as late:
            assert heard(late) == [None]
