"""The feed: who listens hears, who is too slow is cut off, and a stop ends it for all."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from fastapi.sse import ServerSentEvent

from bot.channels.web import feed as feeds
from bot.channels.web.feed import BACKLOG, MOST_LISTENERS, Feed, Queue, TooManyListenersError

HERE = "203.0.113.7"
EVENT = ServerSentEvent(event="turn", raw_data="{}")


def heard(queue: Queue) -> list[ServerSentEvent | None]:
    return [queue.get_nowait() for _ in range(queue.qsize())]


def test_who_listens_to_a_talk_hears_it() -> None:
    feed = Feed()
    with (
        feed.listener("asha", HERE) as one,
        feed.listener("asha", HERE) as two,
        feed.listener("mina", HERE) as other,
    ):
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
    with feed.listener("asha", HERE), feed.listener("asha", HERE):
        feed.publish("asha", make)
    feed.publish("asha", make)
    assert len(made) == 1


def test_a_browser_that_takes_nothing_in_is_cut_off() -> None:
    feed = Feed()
    with feed.listener("asha", HERE) as stuck:
        for _ in range(BACKLOG + 2):
            feed.publish("asha", lambda: EVENT)
        assert heard(stuck) == [EVENT] * BACKLOG + [None]


def test_places_are_limited_and_free_again_when_left() -> None:
    feed = Feed()
    with ExitStack() as tabs:
        for _ in range(MOST_LISTENERS):
            tabs.enter_context(feed.listener("asha", HERE))
        with pytest.raises(TooManyListenersError), feed.listener("asha", HERE):
            pass
        with feed.listener("mina", HERE):
            pass
    with feed.listener("asha", HERE):
        pass


def test_one_address_listens_to_so_many_talks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_OF_ADDRESS", 2)
    feed = Feed()
    with feed.listener("asha", HERE), feed.listener("mina", HERE):
        with pytest.raises(TooManyListenersError), feed.listener("ravi", HERE):
            pass
        with feed.listener("ravi", "198.51.100.9"):
            pass
    with feed.listener("ravi", HERE):
        pass


def test_who_has_left_leaves_nothing_behind() -> None:
    feed = Feed()
    with feed.listener("asha", HERE), feed.listener("asha", HERE):
        pass
    assert not feed._listeners and not feed._addresses


def test_a_stop_ends_it_for_those_who_listen_and_those_who_come() -> None:
    feed = Feed()
    with feed.listener("asha", HERE) as queue:
        feed.close()
        assert heard(queue) == [None]
        with feed.listener("asha", HERE) as late:
            assert heard(late) == [None]
