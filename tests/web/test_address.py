"""Choices in the address: a link, the way back, quick choices, older names, what is not there."""

from streamlit.testing.v1 import AppTest

from geo.web import address


def first() -> None:
    """Be a page of three choices, one under an older name and one that goes along."""
    import streamlit as st

    from geo.web import address

    services = ("mobile",) if st.session_state.get("fewer") else ("mobile", "intensive")
    choices = (
        address.Choice("service", services, "mobile", older=("standard",)),
        address.Choice("county", ("28001", "28003"), carried=True),
        address.Choice("kind", ("", "metro"), ""),
    )
    other = (address.Choice("county", ("28001", "28003"), carried=True),)
    name, own = ("two", other) if st.session_state.get("elsewhere") else ("one", choices)
    view = address.restore(name, own)
    for choice in own:
        st.selectbox(
            choice.name,
            list(choice.known),
            key=address.key(name, choice.name),
            index=None if choice.default is None else 0,
            on_change=address.touch,
        )
    address.keep(name, own, view)
    st.session_state["view"] = view


def opened(**query: str) -> AppTest:
    page = AppTest.from_function(first)
    go(page, **query)
    return page


def go(page: AppTest, **query: str) -> None:
    page.query_params.clear()
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception


def address_of(page: AppTest) -> dict[str, str]:
    return dict(page.query_params)


def chosen(page: AppTest) -> dict[str, str | None]:
    view: address.View = page.session_state["view"]
    return dict(view.values)


def test_the_plain_address_stays_plain_and_shows_what_is_usual() -> None:
    page = opened()
    assert chosen(page) == {"service": "mobile", "county": None, "kind": ""}
    assert address_of(page) == {}


def test_a_choice_is_in_the_address_by_its_id() -> None:
    page = opened()
    page.selectbox[0].select("intensive").run()
    page.selectbox[1].select("28003").run()
    assert address_of(page) == {"service": "intensive", "county": "28003"}


def test_an_address_is_taken_and_one_under_an_older_name_is_written_anew() -> None:
    page = opened(standard="intensive", county="28001")
    assert chosen(page) == {"service": "intensive", "county": "28001", "kind": ""}
    assert address_of(page) == {"service": "intensive", "county": "28001"}


def test_the_way_back_takes_a_choice_back() -> None:
    page = opened()
    page.selectbox[1].select("28001").run()
    go(page)
    assert chosen(page)["county"] is None
    go(page, service="intensive", kind="metro")
    assert chosen(page) == {"service": "intensive", "county": None, "kind": "metro"}


def test_a_quick_second_choice_is_not_undone_by_the_address_of_before() -> None:
    page = opened()
    page.selectbox[0].select("intensive").run()
    page.query_params.clear()  # the browser has not heard of it yet
    page.selectbox[1].select("28001").run()
    assert address_of(page) == {"service": "intensive", "county": "28001"}


def test_what_is_not_there_is_said_and_stays_in_the_address_until_a_choice() -> None:
    page = opened(service="dragons", county="28001", kind="metro")
    view: address.View = page.session_state["view"]
    assert view.unknown == ("service=dragons",)
    assert chosen(page) == {"service": "mobile", "county": "28001", "kind": "metro"}
    assert address_of(page)["service"] == "dragons"
    page.run()
    assert page.session_state["view"].unknown == ("service=dragons",)
    page.selectbox[1].select("28003").run()
    assert page.session_state["view"].unknown == ()
    assert address_of(page) == {"county": "28003", "kind": "metro"}


def test_a_name_that_no_choice_has_is_said_too() -> None:
    page = opened(service="intensive", limit="45")
    assert page.session_state["view"].unknown == ("limit=45",)
    assert chosen(page)["service"] == "intensive"
    assert address_of(page) == {"service": "intensive", "limit": "45"}
    page.selectbox[0].select("mobile").run()
    assert address_of(page) == {}


def test_the_language_stays_in_the_address() -> None:
    page = opened(lang="es")
    page.selectbox[1].select("28001").run()
    assert address_of(page) == {"lang": "es", "county": "28001"}


def test_a_county_goes_along_to_another_page_and_back() -> None:
    page = opened(service="intensive", county="28001")
    page.session_state["elsewhere"] = True
    go(page)
    assert chosen(page) == {"county": "28001"}
    page.selectbox[0].select("28003").run()
    page.session_state["elsewhere"] = False
    go(page)
    assert chosen(page) == {"service": "intensive", "county": "28003", "kind": ""}


def test_what_went_with_the_data_is_dropped() -> None:
    page = opened(service="intensive")
    page.session_state["fewer"] = True
    page.run()
    assert chosen(page)["service"] == "mobile"
