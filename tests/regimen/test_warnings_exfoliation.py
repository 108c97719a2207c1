"""Warnings about exfoliants, retinoids and the other products (contract/regimen.md)."""

from __future__ import annotations

import pytest

from tests.regimen.said import Facts, answer, severity, use, uses

SIGNS = (
    "burning", "stinging", "tightness", "waxy_shine", "peeling", "flaking", "raw", "oozing",
    "blistering",
)  # fmt: skip
EXFOLIANTS = (
    "salicylic_acid_cleanser", "pha", "enzyme_exfoliant", "washcloth", "konjac_sponge",
    "glycolic_acid", "lactic_acid", "mandelic_acid", "aha", "salicylic_acid", "acid", "exfoliant",
    "physical_scrub", "diy_scrub", "cleansing_brush", "dermaplaning", "peel_solution", "peel_home",
)  # fmt: skip
RETINOIDS = ("retinol", "retinal", "tretinoin", "adapalene", "tazarotene", "retinoid")


@pytest.mark.parametrize(
    ("per_week", "expected"), [(2, None), (2.1, "caution"), (4, "caution"), (4.1, "stop")]
)
def test_over_exfoliation_is_a_caution_above_the_cap_and_a_stop_above_twice_of_it(
    per_week: float, expected: str | None
) -> None:
    facts = uses(use("glycolic_acid", per_week))
    assert severity(answer(facts, skin_type=["dry"]), "over_exfoliation") == expected


def test_the_message_tells_load_and_cap() -> None:
    advice = answer(uses(use("glycolic_acid", 7)), skin_type=["dry"])
    message = advice["warnings"][0]["message"]
    assert "7 points a week" in message and "about 2" in message


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("exfoliant", ["pha", "salicylic_acid_cleanser", "exfoliant", "washcloth"])
def test_a_sign_with_an_exfoliant_is_a_stop(sign: str, exfoliant: str) -> None:
    assert severity(answer(uses(exfoliant), symptoms=[sign]), "damaged_barrier") == "stop"


@pytest.mark.parametrize("retinoid", RETINOIDS)
@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        (["flaking"], "caution"),
        (["peeling"], "caution"),
        (["peeling", "flaking"], "caution"),
        (["flaking", "redness"], "caution"),
        (["flaking", "burning"], "stop"),
        (["tightness"], "stop"),
        (["redness", "dryness"], None),
    ],
)
def test_a_sign_with_a_retinoid(retinoid: str, signs: list[str], expected: str | None) -> None:
    assert severity(answer(uses(retinoid), symptoms=signs), "damaged_barrier") == expected


@pytest.mark.parametrize(
    ("products", "expected"),
    [
        (uses("retinol", "pha"), "stop"),
        (uses("retinol", use("pha", 0)), "caution"),
        (uses("retinol", use("pha", status="stopped")), "caution"),
        (uses("bakuchiol"), None),
        (uses(use("retinol", status="planned")), None),
        (uses(use("glycolic_acid", status="stopped")), None),
        (uses("benzoyl_peroxide"), None),
        ({}, None),
    ],
)
def test_flaking_beside_other_products(products: Facts, expected: str | None) -> None:
    assert severity(answer(products, symptoms=["flaking"]), "damaged_barrier") == expected


@pytest.mark.parametrize(
    "acid",
    ["glycolic_acid", "lactic_acid", "aha", "salicylic_acid", "acid", "peel_solution", "peel_home"],
)
@pytest.mark.parametrize("retinoid", RETINOIDS)
def test_a_retinoid_with_an_acid_is_a_caution(retinoid: str, acid: str) -> None:
    assert severity(answer(uses(retinoid, acid)), "retinoid_with_acid") == "caution"


@pytest.mark.parametrize(
    "products",
    [
        uses("retinol", "pha"),
        uses("retinol", "salicylic_acid_cleanser"),
        uses("retinol", "enzyme_exfoliant", "exfoliant", "physical_scrub"),
        uses("retinol", "azelaic_acid", "hyaluronic_acid", "vitamin_c", "kojic_acid"),
        uses("bakuchiol", "glycolic_acid"),
        uses("retinol", use("glycolic_acid", 0)),
        uses("retinol", use("glycolic_acid", status="planned")),
        uses("niacinamide", "vitamin_c"),
    ],
    ids=str,
)
def test_these_go_together(products: Facts) -> None:
    assert severity(answer(products), "retinoid_with_acid") is None


TIMES = [
    ("pm", "am", None),
    ("am", "pm", None),
    ("pm", "pm", "caution"),
    ("am", "am", "caution"),
    ("pm", None, "caution"),
    (None, "am", "caution"),
    (None, None, "caution"),
    ("both", "am", "caution"),
    ("pm", "both", "caution"),
]


@pytest.mark.parametrize(("one", "other", "expected"), TIMES)
def test_times_that_are_stated_and_differ_keep_two_products_apart(
    one: str | None, other: str | None, expected: str | None
) -> None:
    acid = uses(use("retinol", when=one), use("glycolic_acid", when=other))
    assert severity(answer(acid), "retinoid_with_acid") == expected
    peroxide = uses(use("tretinoin", when=one), use("benzoyl_peroxide", when=other))
    assert severity(answer(peroxide), "tretinoin_with_benzoyl_peroxide") == expected


def test_one_acid_in_the_retinoids_part_of_the_day_is_enough() -> None:
    acids = uses(use("retinol", when="pm"), use("lactic_acid", when="am"), use("aha", when="pm"))
    assert severity(answer(acids), "retinoid_with_acid") == "caution"


@pytest.mark.parametrize("retinoid", ["adapalene", "retinol", "retinal", "tazarotene", "retinoid"])
def test_benzoyl_peroxide_goes_with_every_retinoid_but_tretinoin(retinoid: str) -> None:
    advice = answer(uses(retinoid, "benzoyl_peroxide"))
    assert severity(advice, "tretinoin_with_benzoyl_peroxide") is None


@pytest.mark.parametrize("exfoliant", EXFOLIANTS)
def test_inflammatory_skin_with_any_exfoliant(exfoliant: str) -> None:
    advice = answer(uses(exfoliant), conditions=["rosacea"])
    assert severity(advice, "inflammatory_skin") == "caution"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"conditions": ["eczema"]}, "caution"),
        ({"conditions": ["dermatitis"]}, "caution"),
        ({"concerns": ["cystic_acne"]}, "caution"),
        ({"conditions": ["psoriasis"]}, None),
        ({"concerns": ["acne", "redness"]}, None),
    ],
)
def test_which_skin_is_inflammatory(facts: Facts, expected: str | None) -> None:
    assert severity(answer(facts, uses("pha")), "inflammatory_skin") == expected
    assert severity(answer(facts, uses("retinol")), "inflammatory_skin") is None


@pytest.mark.parametrize("peel", ["peel_solution", "peel_home"])
@pytest.mark.parametrize(
    ("status", "expected"),
    [("current", "stop"), ("planned", "stop"), ("stopped", None), ("never", None)],
)
def test_home_peel(peel: str, status: str, expected: str | None) -> None:
    advice = answer(uses(use(peel, None, status=status)))
    assert severity(advice, "strong_home_peel") == expected


def test_a_home_peel_of_no_use_is_none() -> None:
    assert severity(answer(uses(use("peel_home", 0, status="planned"))), "strong_home_peel") is None


@pytest.mark.parametrize(
    ("status", "expected"), [("current", "stop"), ("stopped", None), ("planned", None)]
)
def test_a_steroid_on_the_face(status: str, expected: str | None) -> None:
    advice = answer(uses(use("topical_steroid", None, status=status)))
    assert severity(advice, "steroid_on_face") == expected
    assert "topical_steroid" not in advice["routine"]["hold"]


def shelf(count: int, when: str | None = None) -> list[Facts]:
    names = ("toner", "essence", "ceramides", "peptides", "moisturiser", "niacinamide", "cleanser",
             "face_oil", "sheet_mask", "hyaluronic_acid", "clay_mask")  # fmt: skip
    return [use(name, 1, when=when) for name in names[:count]]


@pytest.mark.parametrize(
    ("products", "expected"),
    [
        (shelf(6, "am"), None),
        (shelf(7, "am"), "info"),
        (shelf(7, "pm"), "info"),
        (shelf(7, "both"), "info"),
        ([*shelf(6, "am"), use("vitamin_c", when="pm")], None),
        ([*shelf(6, "am"), use("vitamin_c", when="both")], "info"),
        ([*shelf(6, "am"), use("vitamin_c", 0, when="am")], None),
        ([*shelf(6, "am"), use("vitamin_c", when="am", status="planned")], None),
        (shelf(10), None),
        (shelf(11), "info"),
        ([*shelf(10), use("vitamin_c", 0)], None),
        ([*shelf(10), use("vitamin_c", status="stopped")], None),
    ],
)
def test_a_long_routine(products: list[Facts], expected: str | None) -> None:
    assert severity(answer(uses(*products)), "routine_too_long") == expected


@pytest.mark.parametrize(("age", "expected"), [(17, "caution"), (18, None), (12, "caution")])
def test_a_minor(age: int, expected: str | None) -> None:
    assert severity(answer(age=age), "minor") == expected


@pytest.mark.parametrize(
    ("products", "expected"),
    [(uses("retinol"), "caution"), (uses("pha"), "caution"), (uses("moisturiser"), None)],
)
def test_sunburn_needs_rest(products: Facts, expected: str | None) -> None:
    assert severity(answer(products, symptoms=["sunburn"]), "sunburn_rest") == expected
    assert severity(answer(products, symptoms=["redness"]), "sunburn_rest") is None


@pytest.mark.parametrize(
    ("allergy", "product", "expected"),
    [
        ("benzoyl peroxide", use("benzoyl_peroxide"), "stop"),
        ("Vitamin C", use("vitamin_c"), "stop"),
        ("aspirin", use("salicylic_acid"), "stop"),
        ("niacinamide", use("niacinamide", status="planned"), "stop"),
        ("niacinamide", use("niacinamide", status="stopped"), None),
        ("aspirin", use("glycolic_acid"), None),
        ("nuts", use("face_oil"), None),
        ("cream", use("moisturiser"), None),
    ],
)
def test_an_allergy_to_what_a_product_contains(
    allergy: str, product: Facts, expected: str | None
) -> None:
    assert severity(answer(uses(product), allergies=[allergy]), "allergy") == expected
