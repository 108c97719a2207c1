"""How people word their routine, their plans and themselves: classes of wordings, not lines."""

from __future__ import annotations

from typing import Any

import pytest

from bot.understanding.reader import FactReader


def only(reader: FactReader, text: str) -> dict[str, Any]:
    found = reader.read(text).get("products", [])
    assert len(found) == 1, found
    one: dict[str, Any] = found[0]
    return one


@pytest.mark.parametrize(
    ("named", "identifier"),
    [
        ("Everyuth walnut", "physical_scrub"),
        ("besan and dahi", "diy_scrub"),
        ("my PMD brush", "cleansing_brush"),
        ("Dermaflash", "dermaplaning"),
        ("Drunk Elephant babyfacial", "peel_solution"),
        ("Inkey List tranexamic night treatment", "tranexamic_acid"),
        ("Melano CC", "vitamin_c"),
        ("Klenzit", "adapalene"),
        ("Refissa", "tretinoin"),
        ("Panoxyl 4 wash", "benzoyl_peroxide"),
        ("Vichy Mineral 89", "hyaluronic_acid"),
        ("Weleda skin food", "moisturiser"),
        ("gulab jal", "toner"),
        ("jabón Zote", "cleanser"),
        ("DHC", "cleansing_oil"),
        ("Fucibet", "topical_steroid"),
    ],
)
def test_a_product_line_stands_for_what_is_in_it(
    reader: FactReader, named: str, identifier: str
) -> None:
    used = only(reader, f"i use {named} every other day")
    assert (used["id"], used["per_week"]) == (identifier, 3.5)


@pytest.mark.parametrize(
    ("named", "identifier"),
    [
        ("CeraVe resurfacing retinol", "retinol"),
        ("Olay Regenerist vitamin C", "vitamin_c"),
        ("Paula's Choice 1% retinol", "retinol"),
        ("Saslic salicylic face wash", "salicylic_acid_cleanser"),
        ("Mamaearth ubtan face wash", "cleanser"),
    ],
)
def test_a_maker_before_a_product_only_makes_it(
    reader: FactReader, named: str, identifier: str
) -> None:
    assert only(reader, f"i use {named} daily")["id"] == identifier


def test_a_maker_that_stands_apart_is_a_product_of_its_own(reader: FactReader) -> None:
    found = reader.read("cerave and retinol nightly")["products"]
    assert {each["id"] for each in found} == {"moisturiser", "retinol"}


@pytest.mark.parametrize(
    "text",
    [
        "besan chilla for breakfast",
        "I cook with coconut oil",
        "sat at the buffet all night lol",
        "no scars thank god",
        "niacinamide tablets daily",
        "allergic to latex, nuts and tea tree oil",
        "coffee scrub on my thighs and lactic body lotion",
    ],
)
def test_what_is_eaten_feared_or_for_the_body_is_no_product(reader: FactReader, text: str) -> None:
    named = {each["id"] for each in reader.read(text).get("products", ())}
    assert named <= {"cleanser"}


@pytest.mark.parametrize(
    ("said", "per_week", "when"),
    [
        ("every friday without fail", 1, None),
        ("without fail", 7, None),
        ("tuesdays n fridays after gym", 2, None),
        ("every wed and sat", 2, None),
        ("sunday evenings", 1, "pm"),
        ("wknds only", 2, None),
        ("a cpl times a wk", 2, None),
        ("evry othr nite", 3.5, "pm"),
        ("every night but friday", 6, "pm"),
        ("nightly except weekends", 5, "pm"),
        ("weekly twice", 2, None),
        ("hafte mein teen", 3, None),
        ("dono time", 14, "both"),
        ("un dia si y otro no", 3.5, None),
        ("morning and before bed", 14, "both"),
        ("every day, morning + bedtime", 14, "both"),
        ("as soon as i wake up", None, "am"),
        ("daily a.m.", 7, "am"),
        ("once at night", 7, "pm"),
    ],
)
def test_how_often_and_when(
    reader: FactReader, said: str, per_week: float | None, when: str | None
) -> None:
    used = only(reader, f"azelaic acid {said}")
    assert (used["status"], used["per_week"], used.get("when")) == ("current", per_week, when)


def test_days_that_open_a_list_come_every_week(reader: FactReader) -> None:
    found = reader.read("mon: tret, tues: lactic, wed: rest")["products"]
    assert [(each["id"], each["per_week"]) for each in found] == [
        ("tretinoin", 1),
        ("lactic_acid", 1),
    ]


def test_nights_of_rest_are_no_frequency(reader: FactReader) -> None:
    found = reader.read("2 nights tret, 2 nights lactic, 3 nights chilling")["products"]
    assert [each["per_week"] for each in found] == [2, 2]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("gonna cop the crystal retinal when payday hits", "planned"),
        ("retinal is sitting in my cart", "planned"),
        ("got retinal on order", "planned"),
        ("from monday im on retinal once a week", "planned"),
        ("retinal is the plan from january", "planned"),
        ("retinal order kiya hai, abhi aaya nahi", "planned"),
        ("my derm wants me on retinal", "planned"),
        ("yeeted the retinal", "stopped"),
        ("retinal had to go", "stopped"),
        ("ran out of retinal and never rebought", "stopped"),
        ("retinal? no sir never", "never"),
        ("retinal? hell no", "never"),
        ("dropped my retinal from daily to twice weekly", "current"),
        ("used to do retinal daily now only sundays", "current"),
        ("retinal every night, n i dont even wear makeup", "current"),
        ("retinals got me itchy", "current"),
    ],
)
def test_plans_and_ends(reader: FactReader, text: str, status: str) -> None:
    assert only(reader, text)["status"] == status


def test_what_is_traded_is_stopped_and_what_it_is_traded_for_in_use(reader: FactReader) -> None:
    found = reader.read("traded my foreo luna brush for a konjac sponge")["products"]
    assert [each["status"] for each in found] == ["stopped", "current"]


def test_both_are_the_products_of_the_question_before(reader: FactReader) -> None:
    asked = "can i use retinol n niacinamide together? i do both on mon nights"
    assert [each["per_week"] for each in reader.read(asked)["products"]] == [1, 1]


@pytest.mark.parametrize(
    "text",
    [
        "gf uses a scrub daily and her face is peeling lol",
        "mums 58 n on blood thinners, can she get filler",
        "nani ke chehre pe eczema hai, kaunsi cream du unko?",
        "imagine id had filler last week, would waxing still be ok",
    ],
)
def test_relatives_without_my_and_what_is_imagined(reader: FactReader, text: str) -> None:
    assert reader.read(text) == {"about_other": True}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("mom gave me her glycolic, using it weekly", "products"),
        ("pls say i can keep my retinol, its a nightly thing", "products"),
        ("flatmates got eczema, me i've got psoriasis", "conditions"),
        ("bro 29 saal ka hu", "age"),
    ],
)
def test_the_patient_stays_the_subject(reader: FactReader, text: str, facts: str) -> None:
    assert set(reader.read(text)) == {facts}


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("24 with a pacemaker", 24),
        ("fine lines at 27?", 27),
        ("acne started at 14", None),
        ("acne flared at 34 weeks", None),
        ("ex smoker 15 yrs clean", None),
        ("spf in my foundation, 15", None),
    ],
)
def test_an_age_beside_a_complaint(reader: FactReader, text: str, age: int | None) -> None:
    assert reader.read(text).get("age") == age


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("Altruist 50 every day", "spf_value", 50),
        ("finish my 1 litre hydroflask twice, water that is", "water_litres", 2),
        ("smoked all thru uni", "smoking", "former"),
        ("sound sleeper, even the dog cant wake me", "sleep_quality", "good"),
        ("my skin freaks out at any new product", "concerns", ["sensitivity"]),
        ("wedding in 3 wks, wait no 4", "event", {"id": "wedding", "days": 28}),
        ("linkedin photoshoot day after tmrw", "event", {"id": "photoshoot", "days": 2}),
        ("dry skin as a kid, oily now", "skin_type", ["oily"]),
        ("saans nahi aa rahi", "red_flags", ["breathing_difficulty"]),
    ],
)
def test_other_facts(reader: FactReader, text: str, key: str, value: Any) -> None:
    assert reader.read(text).get(key) == value


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("4 hrs a night measuring my face in the mirror", "sleep_hours"),
        ("sunscreen is hit n miss", "sleep_quality"),
        ("my wallet is bleeding after that sephora run", "symptoms"),
        ("why do i still look rough", "concerns"),
        ("spf 50, top up every 2 hours", "sleep_quality"),
    ],
)
def test_what_only_sounds_like_a_fact(reader: FactReader, text: str, key: str) -> None:
    assert key not in reader.read(text)


def test_treatments_named_together_share_their_end(reader: FactReader) -> None:
    found = reader.read("ultherapy n thermage both on my wishlist")["procedures"]
    assert [each["status"] for each in found] == ["wanted", "wanted"]


def test_a_frequency_may_be_the_title_of_a_list(reader: FactReader) -> None:
    text = "daily: cleanser, moisturiser. weekly: clay mask. monthly: peel solution"
    found = {each["id"]: each["per_week"] for each in reader.read(text)["products"]}
    assert found == {"cleanser": 7, "moisturiser": 7, "clay_mask": 1, "peel_solution": 0.25}


def test_what_may_be_swapped_is_in_use_still(reader: FactReader) -> None:
    found = reader.read("thinking of swapping glycolic for mandelic")["products"]
    assert [each["status"] for each in found] == ["current", "planned"]


@pytest.mark.parametrize("text", ["starting tret tonight", "tret prescribed, starting sunday"])
def test_what_begins_on_a_day_ahead_is_planned(reader: FactReader, text: str) -> None:
    assert only(reader, text)["status"] == "planned"


def test_what_one_is_allergic_to_is_not_in_use(reader: FactReader) -> None:
    assert reader.read("I'm allergic to retinol") == {"allergies": ["retinol"]}
