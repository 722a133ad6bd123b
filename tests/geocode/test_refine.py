"""What the rest of a text does to a candidate: mail's ground, a distance, a county that was named."""

import pytest

import geo
from geo.geocode import candidates, refine
from geo.geocode.geocode import locate
from geo.geocode.location import Parts, Scale
from geo.geocode.parse_state import Distance
from geo.spatial import boundaries, geodesy

CATALOG = geo.load()


def place(name: str) -> str:
    (found,) = [one.id for one in CATALOG.gazetteer.places if one.name == name]
    return found


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
        (found,) = locate(text, CATALOG).candidates
        assert (found.label, found.lon, found.lat) == (town.label, town.lon, town.lat)
        assert found.radius_m >= zip_code.radius_m > town.radius_m
        assert [one.geoid for one in found.counties] == [
            one.geoid for one in sorted(zip_code.shares, key=lambda one: -one.people)
        ]
        assert sum(one.share or 0 for one in found.counties) == pytest.approx(1)


def test_an_address_in_a_town_of_many_zips_reaches_around_them_all() -> None:
    (found,) = locate("12 Oak Street, Jackson MS", CATALOG).candidates
    assert found.counties[0].county == "Hinds"
    for one in CATALOG.gazetteer.zips.values():
        if one.city == "Jackson":
            away = geodesy.between_m(found.lon, found.lat, one.lon, one.lat)
            assert away + one.radius_m <= found.radius_m * 1.01


def test_an_address_in_a_town_without_mail_of_its_own_stands_for_the_town() -> None:
    cities = {one.city for one in CATALOG.gazetteer.zips.values()}
    (lone, *_) = [one for one in CATALOG.gazetteer.places if one.name not in cities]
    (found,) = locate(f"12 Oak Street, {lone.name} MS", CATALOG).candidates
    assert found.radius_m == lone.radius_m


@pytest.mark.parametrize("one", CATALOG.gazetteer.places, ids=lambda one: f"{one.name}-{one.id}")
def test_an_address_loses_no_county_that_the_town_alone_may_lie_in(one: object) -> None:
    town = candidates.of_place(CATALOG, one.id)  # type: ignore[attr-defined]
    (wide,) = refine.refined((town,), Parts(house_number="12"), CATALOG)
    assert {held.geoid for held in town.counties} <= {held.geoid for held in wide.counties}
    assert wide.radius_m >= town.radius_m


def test_a_county_that_is_named_with_a_town_in_several_is_the_one() -> None:
    rankin = CATALOG.geoid_by_name["Rankin"]
    town = candidates.of_place(CATALOG, place("Jackson"))
    assert len(town.counties) > 1
    (found,) = refine.refined((town,), Parts(), CATALOG, county=rankin)
    assert (found.geoid, found.county) == (rankin, "Rankin")
    assert [held.geoid for held in found.counties] == [rankin]
    (located,) = locate("Rankin County, Jackson", CATALOG).candidates
    assert [held.county for held in located.counties] == ["Rankin"]
    (zip_code,) = locate("38606, Quitman County", CATALOG).candidates
    assert [held.county for held in zip_code.counties] == ["Quitman"]
    # A county that the town does not reach narrows nothing.
    far = CATALOG.geoid_by_name["Alcorn"]
    assert refine.refined((town,), Parts(), CATALOG, county=far) == (town,)


def test_a_distance_from_a_town_widens_it_and_names_every_county_it_reaches() -> None:
    town = candidates.of_place(CATALOG, place("Grenada"))
    distance = Distance(meters=15 * 1609.344, measured_from=Scale.PLACE, stated=True)
    (found,) = refine.refined((town,), Parts(), CATALOG, distance=distance)
    assert found.radius_m >= town.radius_m + 15 * 1609
    near = boundaries.counties_within(CATALOG, town.lon, town.lat, found.radius_m)
    assert {held.geoid for held in found.counties} == {geoid for geoid, _ in near}
    assert found.counties[0].county == "Grenada"
    assert "Yalobusha" in {held.county for held in found.counties}


def test_the_county_with_most_of_a_zips_people_leads() -> None:
    for one in CATALOG.gazetteer.zips.values():
        found = candidates.of_zip(CATALOG, one.zip)
        assert found.geoid == found.counties[0].geoid
        shares = [held.share or 0 for held in found.counties]
        assert shares == sorted(shares, reverse=True)
    assert candidates.of_zip(CATALOG, "39079").county == "Holmes"
