"""Red flags in everyday words, and what only sounds like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.understanding.reader import FactReader
from bot.understanding.vocabulary import vocabulary

TOLD = {
    "facial_swelling": [
        "my lips have doubled in size",
        "eyelids swollen shut after the tint",
        "poora chehra sooj gaya hai",
        "se me hincharon los labios, están hinchados",
    ],
    "breathing_difficulty": [
        "I can't catch my breath after that mask",
        "chest is tight and im wheezy",
        "saans lene mein dikkat ho rahi hai",
        "no puedo respirar bien",
    ],
    "eye_involvement": [
        "the acid dripped in my eye, it's streaming",
        "aankh mein serum chala gaya, jalan ho rahi hai",
        "can't see properly since the filler",
    ],
    "chemical_burn": [
        "left the glycolic on all night and now there are weeping blisters",
        "peel ke baad chehre pe chhale ho gaye",
        "the TCA turned my cheek white and it's agony",
    ],
    "spreading_rash_fever": [
        "fever since last night and the rash is spreading down my neck",
        "bukhar hai aur daane poore badan pe phail rahe",
    ],
    "self_harm": [
        "some days I don't want to be here anymore",
        "would be better off dead than with this skin",
        "wouldn't it be easier to be dead",
        "marne ka mann karta hai",
        "I can't see a reason to live with this skin",
        "quiero morirme",
    ],
    "possible_dvt": ["one calf is hot, swollen and sore", "ek pindli mein sujan aur dard hai"],
    "vascular_occlusion": ["after the filler my lip is pale, cold and really hurts"],
    "suspected_infection": [
        "where they waxed it's throbbing and full of pus",
        "my chin is hot, red and oozing yellow stuff",
    ],
    "isotretinoin_possible_pregnancy": ["on accutane and my period is a week late"],
    "changing_mole": ["this mole got bigger and has ragged edges", "til ka size badh raha hai"],
    "severe_scarring_acne": ["deep cysts leaving pits all over my jaw, getting worse"],
    "topical_steroid_damaged_face": ["betnovate on my face for years and it goes red when I stop"],
    "body_dysmorphia_concern": [
        "I check my nose in the mirror for hours every day",
        "doctors say my face is normal but I'm hideous and can't leave the house",
    ],
}

HARMLESS = [
    "that facial was to die for",
    "the price took my breath away",
    "no swelling, no trouble breathing",
    "last year my face swelled up from hair dye, fine now",
    "can retinol cause swelling of the lips?",
    "my mole hasn't changed in years",
    "freckles get darker in summer",
    "my calves are sore after the gym",
    "cut myself shaving",
    "I overdosed on vitamin C serum, my face tingles",
    "burning question: do you open on sundays",
    "on accutane, pregnancy test was negative",
    "dying for glass skin",
    "swollen pimple on my chin",
    "help with dark under-eye circles, din mein do baar vitamin c serum",
    "please help me with lines around my eyes, I get red from a toner in the morning",
    "I get tired eyes, and retinol serum on my face twice a day, need help with acne",
    "cystic acne on my chin and acne scars, moisturiser five times a week",
    "pitted scars and cystic breakouts, and zits that keep coming",
]


# Beside words that are harmless of themselves.
STILL_TOLD = {
    "eye_involvement": [
        "dark circles under my eyes, and toner just got in my eye and it burns",
        "HELP peel ran into my eye",
        "my eye cream went in my eye, it stings so badly and won't open",
    ],
    "severe_scarring_acne": [
        "cystic acne and it is scarring me",
        "every nodule leaves a pit, nothing helps",
    ],
    "facial_swelling": ["my whole face is swollen since noon. I am 40 years, kindly advise"],
}


def test_every_red_flag_has_an_example() -> None:
    assert set(TOLD) == set(vocabulary("flags"))


@pytest.mark.parametrize(
    ("flag", "text"), [(flag, text) for flag, texts in TOLD.items() for text in texts]
)
def test_a_red_flag_is_found(reader: FactReader, flag: str, text: str) -> None:
    assert flag in reader.read(text)["red_flags"]


@pytest.mark.parametrize(
    ("flag", "text"), [(flag, text) for flag, texts in STILL_TOLD.items() for text in texts]
)
def test_a_harmless_phrase_hides_no_red_flag(reader: FactReader, flag: str, text: str) -> None:
    assert flag in reader.read(text)["red_flags"]


@pytest.mark.parametrize("text", HARMLESS)
def test_no_false_alarm(reader: FactReader, text: str) -> None:
    assert "red_flags" not in reader.read(text)


@pytest.mark.parametrize(
    "text", Path(__file__).with_name("harmless.txt").read_text("utf-8").splitlines()
)
def test_everyday_talk_alarms_nobody(reader: FactReader, text: str) -> None:
    assert "red_flags" not in reader.read(text)


def test_an_emergency_counts_whoever_has_it(reader: FactReader) -> None:
    assert reader.read("my mum can't breathe after the mask") == {
        "about_other": True,
        "red_flags": ["breathing_difficulty"],
    }
