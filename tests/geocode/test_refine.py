"""What the rest of a text does to a candidate: mail's ground, a distance, a county that was named."""

import pytest

from geo.geocode import candidates, refine
from geo.geocode.geocode import locate
from geo.geocode.location import Parts, Scale
from geo.geocode.parse_state import Distance
from geo.spatial import boundaries, geodesy
from tests import live

CATALOG = live.catalog()


def place(name: str) -> str:
    (place_id,) = [place.id for place in CATALOG.gazetteer.places if place.name == name]
    return place_id


def test_an_address_in_a_town_stands_for_all_the_ground_of_its_mail() -> None:
    (town,) = locate("Coffeeville", CATALOG).candidates
    zip_code = CATALOG.gazetteer.zips["38922"]
    for text in (
        "4500 County Road 107, Coffeeville",
        "PO Box 12 Coffeeville MS",
        "RR 2 Box 110, Coffeeville",
        "behind the Dollar General on hwy 7 in Coffeeville",
        "Hwy 7 & Hwy 330, Coffeeville",
        "near the post office in Coffeeville",
    ):
        (candidate,) = locate(text, CATALOG).candidates
        assert (candidate.label, candidate.lon, candidate.lat) == (town.label, town.lon, town.lat)
        assert candidate.radius_m >= zip_code.radius_m > town.radius_m
        assert [share.geoid for share in candidate.counties] == [
            share.geoid for share in sorted(zip_code.shares, key=lambda share: -share.people)
        ]
        assert sum(share.share or 0 for share in candidate.counties) == pytest.approx(1)


def test_an_address_in_a_town_of_many_zips_reaches_around_them_all() -> None:
    (candidate,) = locate("12 Oak Street, Jackson MS", CATALOG).candidates
    assert candidate.counties[0].county == "Hinds"
    for row in CATALOG.gazetteer.zips.values():
        if row.city == "Jackson":
            away = geodesy.between_m(candidate.lon, candidate.lat, row.lon, row.lat)
            assert away + row.radius_m <= candidate.radius_m * 1.01


def test_an_address_in_a_town_without_mail_of_its_own_stands_for_the_town() -> None:
    cities = {row.city for row in CATALOG.gazetteer.zips.values()}
    (lone, *_) = [place for place in CATALOG.gazetteer.places if place.name not in cities]
    (candidate,) = locate(f"12 Oak Street, {lone.name} MS", CATALOG).candidates
    assert candidate.radius_m == lone.radius_m


@pytest.mark.parametrize("place_id", [place.id for place in CATALOG.gazetteer.places])
def test_an_address_loses_no_county_that_the_town_alone_may_lie_in(place_id: str) -> None:
    town = candidates.of_place(CATALOG, place_id)
    (wide,) = refine.refined((town,), Parts(house_number="12"), CATALOG)
    assert {share.geoid for share in town.counties} <= {share.geoid for share in wide.counties}
    assert wide.radius_m >= town.radius_m


def test_a_county_that_is_named_with_a_town_in_several_is_the_one() -> None:
    lamar = CATALOG.geoid_by_name["Lamar"]
    town = candidates.of_place(CATALOG, place("Hattiesburg"))
    assert len(town.counties) > 1
    (candidate,) = refine.refined((town,), Parts(), CATALOG, county=lamar)
    assert (candidate.geoid, candidate.county) == (lamar, "Lamar")
    assert [share.geoid for share in candidate.counties] == [lamar]
    (located,) = locate("Lamar County, Hattiesburg", CATALOG).candidates
    assert [share.county for share in located.counties] == ["Lamar"]
    (zip_code,) = locate("38606, Quitman County", CATALOG).candidates
    assert [share.county for share in zip_code.counties] == ["Quitman"]
    # A county that the town does not reach, or only touches, narrows nothing.
    far = CATALOG.geoid_by_name["Alcorn"]
    assert refine.refined((town,), Parts(), CATALOG, county=far) == (town,)
    biloxi = candidates.of_place(CATALOG, place("Biloxi"))
    assert len(biloxi.counties) > 1
    touched = CATALOG.geoid_by_name["Jackson"]
    assert refine.refined((biloxi,), Parts(), CATALOG, county=touched) == (biloxi,)


def test_a_distance_from_a_town_widens_it_and_names_every_county_it_reaches() -> None:
    town = candidates.of_place(CATALOG, place("Grenada"))
    distance = Distance(meters=15 * 1609.344, measured_from=Scale.PLACE, stated=True)
    (candidate,) = refine.refined((town,), Parts(), CATALOG, distance=distance)
    assert candidate.radius_m >= town.radius_m + 15 * 1609
    near = boundaries.counties_within(CATALOG, town.lon, town.lat, candidate.radius_m)
    assert {share.geoid for share in candidate.counties} == {geoid for geoid, _ in near}
    assert candidate.counties[0].county == "Grenada"
    assert "Yalobusha" in {share.county for share in candidate.counties}


def test_the_county_with_most_of_a_zips_people_leads() -> None:
    for row in CATALOG.gazetteer.zips.values():
        candidate = candidates.of_zip(CATALOG, row.zip)
        assert candidate.geoid == candidate.counties[0].geoid
        shares = [share.share or 0 for share in candidate.counties]
        assert shares == sorted(shares, reverse=True)
    assert candidates.of_zip(CATALOG, "39079").county == "Holmes"
