"""Names of medicines, treatments and products as people of many countries know them."""

from __future__ import annotations

import pytest

from bot.understanding.reader import FactReader


@pytest.mark.parametrize(
    ("named", "identifier"),
    [
        ("Isoface", "isotretinoin"),
        ("Acnetane", "isotretinoin"),
        ("vitamin A pills for acne", "isotretinoin"),
        ("Solodyn", "doxycycline"),
        ("an antibiotic for my acne", "doxycycline"),
        ("Marevan", "anticoagulant"),
        ("tablets to thin my blood", "anticoagulant"),
        ("Levlen", "combined_pill"),
        ("a vaginal ring", "combined_pill"),
        ("Texakind", "tranexamic_acid_oral"),
        ("Panafcort", "oral_steroid"),
        ("a steroid taper", "oral_steroid"),
        ("Taltz", "immunosuppressant"),
        ("meds that suppress my immune system", "immunosuppressant"),
        ("Spiractin", "spironolactone"),
    ],
)
def test_a_brand_or_a_description_stands_for_the_medicine(
    reader: FactReader, named: str, identifier: str
) -> None:
    found = reader.read(f"i'm on {named}")["medications"]
    assert found == [{"id": identifier, "status": "current"}]


@pytest.mark.parametrize("named", ["the mini pill", "a nicotine patch", "a steroid inhaler"])
def test_what_only_sounds_like_such_a_medicine_is_none(reader: FactReader, named: str) -> None:
    assert "medications" not in reader.read(f"i'm on {named}")


@pytest.mark.parametrize(
    ("misspelt", "identifier"),
    [
        ("doxcycline", "doxycycline"),
        ("warferin", "anticoagulant"),
        ("prednisilone", "oral_steroid"),
        ("methatrexate", "immunosuppressant"),
        ("spirenolactone", "spironolactone"),
    ],
)
def test_a_medicine_may_be_misspelt(reader: FactReader, misspelt: str, identifier: str) -> None:
    assert reader.read(f"i take {misspelt}")["medications"][0]["id"] == identifier


@pytest.mark.parametrize(
    ("named", "identifier"),
    [
        ("a TCA peel at the derm", "chemical_peel"),
        ("a perfect derma peel", "chemical_peel"),
        ("a DiamondGlow", "microdermabrasion"),
        ("a PRP facial", "microneedling"),
        ("Juvelook", "mesotherapy"),
        ("Oligio", "radiofrequency"),
        ("Shurink", "ultrasound"),
        ("a JetPeel", "oxygen_infusion"),
        ("an aquapeel", "hydrafacial"),
        ("a V Beam", "laser"),
        ("my upper lip lasered", "laser_hair_removal"),
        ("Daxxify", "botox"),
        ("a liquid nose job", "filler"),
        ("a buccal massage", "facial"),
    ],
)
def test_a_device_or_an_injectable_stands_for_the_treatment(
    reader: FactReader, named: str, identifier: str
) -> None:
    facts = reader.read(f"i had {named} 3 weeks ago")
    assert facts == {"procedures": [{"id": identifier, "status": "done", "weeks_ago": 3}]}


@pytest.mark.parametrize(
    ("named", "identifier"),
    [
        ("Nip + Fab pads", "glycolic_acid"),
        ("ácido láctico", "lactic_acid"),
        ("crema de hidroquinona", "hydroquinone"),
        ("chemical peel kit", "peel_home"),
        ("Geske brush", "cleansing_brush"),
        ("no-rinse exfoliant", "exfoliant"),
        ("Selgamis", "retinoid"),
        ("Vitacid", "tretinoin"),
        ("Sigmacort", "topical_steroid"),
        ("Kikumasamune", "toner"),
        ("Slam Dunk moisturizer", "moisturiser"),
        ("Skin1004 foam", "cleanser"),
        ("Versed balm", "cleansing_oil"),
        ("sarson ka tel", "face_oil"),
        ("jelly mask", "sheet_mask"),
    ],
)
def test_a_product_of_any_country_is_known(reader: FactReader, named: str, identifier: str) -> None:
    used = reader.read(f"i use {named} twice a week")["products"]
    assert [(each["id"], each["per_week"]) for each in used] == [(identifier, 2)]


@pytest.mark.parametrize("named", ["Dot & Key niacinamide", "Cos de Baha azelaic", "Q+A retinol"])
def test_a_maker_with_an_and_in_its_name_stays_one_name(reader: FactReader, named: str) -> None:
    (stopped,) = reader.read(f"i stopped using {named} last month")["products"]
    assert stopped["status"] == "stopped"


def test_a_strength_behind_a_product_is_no_length_of_sleep(reader: FactReader) -> None:
    assert "sleep_hours" not in reader.read("i use panoxyl 10 every night")
    assert reader.read("tretinoin, and 7 hours a night")["sleep_hours"] == 7


def test_a_strength_between_a_product_and_its_kind_keeps_them_one(reader: FactReader) -> None:
    (used,) = reader.read("mandelic acid 5% toner twice a week")["products"]
    assert used["id"] == "mandelic_acid"


def test_planning_to_try_a_product_is_no_wish_for_a_child(reader: FactReader) -> None:
    assert "pregnancy" not in reader.read("planning to try a retinol soon")
    assert reader.read("we're planning to try for a baby")["pregnancy"] == "trying"


def test_an_allergic_rash_names_no_allergen(reader: FactReader) -> None:
    assert "allergies" not in reader.read("i have an allergic rash")


@pytest.mark.parametrize("said", ["i love apple pie", "a pie chart of my routine"])
def test_pie_is_a_mark_only_where_skin_is_meant(reader: FactReader, said: str) -> None:
    assert "concerns" not in reader.read(said)
    assert reader.read("i have PIE from old pimples")["concerns"][0] == "pih"


@pytest.mark.parametrize(
    ("said", "concern"),
    [
        ("chin breakouts before my period", "acne"),
        ("underground pimples", "cystic_acne"),
        ("pockmarked cheeks", "acne_scars"),
        ("a lack of radiance", "dullness"),
        ("sunken eyes", "dark_circles"),
        ("telangiectasia", "redness"),
        ("tech neck", "fine_lines"),
        ("hollow cheeks", "sagging"),
        ("seb filaments", "blackheads"),
        ("a damaged barrier", "sensitivity"),
        ("dark lips", "pigmentation"),
        ("piel opaca", "dullness"),
    ],
)
def test_a_concern_is_told_by_part_of_the_face_or_in_another_tongue(
    reader: FactReader, said: str, concern: str
) -> None:
    assert reader.read(f"i want to get rid of {said}")["concerns"] == [concern]


@pytest.mark.parametrize(
    ("said", "flag"),
    [
        ("eyelids so puffy i can barely open them since the toner", "facial_swelling"),
        ("se me hincharon los labios", "facial_swelling"),
        ("my airway feels narrow", "breathing_difficulty"),
        ("bukhar hai aur rash fail raha hai", "spreading_rash_fever"),
        ("i dont see a reason to stay alive", "self_harm"),
        ("no point living with this face", "self_harm"),
        ("calf pain since starting tranexamic acid tablets", "possible_dvt"),
        ("honey coloured crusts spreading round my mouth", "suspected_infection"),
        ("im 5 weeks gone and still on my isotretinoin", "isotretinoin_possible_pregnancy"),
        ("im expecting and i finished accutane 2 weeks ago", "isotretinoin_possible_pregnancy"),
        ("a mole went from brown to black", "changing_mole"),
        ("used panderm for years, skin thin with red veins", "topical_steroid_damaged_face"),
        ("glycolic has burned holes in my face", "chemical_burn"),
    ],
)
def test_an_emergency_in_everyday_words_is_seen(reader: FactReader, said: str, flag: str) -> None:
    assert flag in reader.read(said).get("red_flags", [])


@pytest.mark.parametrize(
    "said",
    [
        "this heat is suffocating",
        "red in the face after the gym and out of breath",
        "my face swells up a bit in the heat",
        "lip filler swelling is going down",
        "the smell of this cream makes me want to die haha",
    ],
)
def test_an_everyday_exaggeration_is_no_emergency(reader: FactReader, said: str) -> None:
    assert "red_flags" not in reader.read(said)


@pytest.mark.parametrize(
    ("said", "flag"),
    [
        ("la cara se me inflamó toda", "facial_swelling"),
        ("i cant see out my eye its swollen that much", "facial_swelling"),
        ("the acid ate my skin", "chemical_burn"),
        ("70% glycolic for 20 mins and now the skin is white and numb", "chemical_burn"),
        ("bodywide rash and chills", "spreading_rash_fever"),
        ("i've had enough of living", "self_harm"),
        ("what's the point in being alive looking like this", "self_harm"),
        ("red lines going from the spot", "suspected_infection"),
        ("yellow crusty sores round my nose that are spreading", "suspected_infection"),
    ],
)
def test_an_emergency_is_seen_whatever_it_is_called(
    reader: FactReader, said: str, flag: str
) -> None:
    assert flag in reader.read(said).get("red_flags", [])


@pytest.mark.parametrize(
    "said",
    [
        "can accutane make you suicidal?",
        "i've had enough of these spots",
        "my lips feel plump and huge in this gloss",
        "i cant swallow tablets",
        "my moles are fine, only my tan got darker",
    ],
)
def test_a_question_or_a_manner_of_speaking_is_no_emergency(reader: FactReader, said: str) -> None:
    assert "red_flags" not in reader.read(said)


@pytest.mark.parametrize("said", ["a hydrating facial cleanser", "an acne facial wash"])
def test_a_facial_wash_is_no_facial(reader: FactReader, said: str) -> None:
    facts = reader.read(f"i use {said} daily")
    assert [each["id"] for each in facts["products"]] == ["cleanser"]
    assert "procedures" not in facts
