"""The counties and the ZIP that an answer is about."""

from geo.geocode.location import LocationStatus
from geo.referral import reached, refer
from tests import live

ASSESSMENT = live.assessment()


def test_a_zip_is_named_with_every_county_of_it() -> None:
    answer = refer.answer(ASSESSMENT, "38606")
    geoids, zip_code = reached.counties_and_zip(answer, 0)
    assert zip_code == "38606"
    assert list(geoids) == [county.geoid for county in answer.referrals[0].counties]
    assert len(geoids) > 1


def test_a_county_has_no_zip() -> None:
    assert reached.counties_and_zip(refer.answer(ASSESSMENT, "Attala County")) == (("28007",), "")


def test_one_of_several_readings_has_its_own_counties() -> None:
    answer = refer.answer(ASSESSMENT, "Washington")
    assert answer.status is LocationStatus.AMBIGUOUS
    places = range(len(answer.candidates))
    each = [set(reached.counties_and_zip(answer, number)[0]) for number in places]
    assert each[0] != each[1]
    whole, _ = reached.counties_and_zip(answer)
    assert set(whole) == set.union(*each)
    assert len(whole) == len(set(whole))


def test_no_place_reaches_nothing() -> None:
    assert reached.counties_and_zip(refer.answer(ASSESSMENT, "Nowhere at all")) == ((), "")
