"""Photographs that were sent together: the last one is answered for all.

They come one message each. With every one but the last the gateway tells `more` (metadata), beside
`photo`, the photograph's id. Such a message is answered with `silent` alone, which the gateway
shows to nobody; only an emergency in its caption speaks at once. The caption may come with any of
them. So until the last one the slot `album` holds the `photos`, whether a caption was about some
`other` person, and what captions had noted: `added` and `sentences`.
"""

from __future__ import annotations

from actions.conversation import Conversation
from actions.noting import Noted


def hold(talk: Conversation, noted: Noted) -> None:
    """Keep what a caption had noted until the last photograph is answered."""
    everything = _with_earlier(talk, noted)
    if everything.added or everything.sentences:
        talk.album |= {"added": everything.added, "sentences": everything.sentences}


def gather(talk: Conversation, noted: Noted) -> Noted:
    """Return what the captions of the whole album had noted, the last one's included."""
    everything = _with_earlier(talk, noted)
    talk.album = {name: talk.album[name] for name in ("photos", "other") if name in talk.album}
    return everything


def together(talk: Conversation) -> list[str]:
    """Return the photographs of the album so far, with the one that this message brought."""
    return [*talk.album.get("photos", []), *([talk.arrived] if talk.arrived else [])]


def is_of_other(talk: Conversation) -> bool:
    """Tell whether this caption, or an earlier one of the album, is about somebody else."""
    return bool(talk.heard.get("about_other") or talk.album.get("other"))


def remember(talk: Conversation) -> None:
    """Take down that this photograph came; with the last one the album is over."""
    if not talk.more:
        talk.album = {}
        return
    of_other = {"other": True} if is_of_other(talk) else {}
    talk.album |= {"photos": list(dict.fromkeys(together(talk)))} | of_other


def _with_earlier(talk: Conversation, noted: Noted) -> Noted:
    return Noted(
        added={**talk.album.get("added", {}), **noted.added},
        sentences=[*talk.album.get("sentences", []), *noted.sentences],
    )
