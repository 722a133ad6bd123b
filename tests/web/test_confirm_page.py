"""The page Confirm in this process: the list, the form, what is kept and what is not."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from geo.catalog import folder
from geo.catalog import load as reader
from geo.catalog import records as catalog_records
from geo.catalog.confirmations import FILE
from geo.catalog.dates import parse_when
from geo.catalog.records import ChallengeState, Record, RecordHow, RecordOutcome
from geo.confirm import store
from geo.web import editing, folder_watch, published, snapshot
from geo.web.confirm_reply import Said
from tests import answers, small_state
from tests.answers import DAY
from tests.web.app_pages import opened, rerun, use_data, words

MARK = "Zzyzx" + "mark"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the made-up state's folder, shown on a day when all of it is past its age limit."""
    written = small_state.write(tmp_path)
    use_data(written, monkeypatch)
    for module in (folder_watch, catalog_records):
        monkeypatch.setattr(module, "machine_date", lambda: DAY)
    monkeypatch.setenv(folder.EDIT_VARIABLE, "1")
    return written


def kept(home: Path) -> tuple[Record, ...]:
    return reader.load(home, today=DAY).confirmations.records


def show(kind: str | None = None) -> AppTest:
    page = opened("confirm_page")
    if kind:
        page.button_group(key="confirm_kind").set_value(kind)
        rerun(page)
    return page


def open_question(page: AppTest, fact: str) -> AppTest:
    page.button(key=f"confirm_open_{fact}").click()
    return rerun(page)


def control(page: AppTest, kind: str, field: str) -> Any:
    """Return the control of the open form whose key ends with a field's name."""
    (found,) = (
        part
        for part in page.get(kind)
        if re.fullmatch(rf"confirm-\d+-.+-{re.escape(field)}", part.key or "")
    )
    return found


def say(page: AppTest, said: Said, **typed: str) -> AppTest:
    """Choose what they said, and type words into boxes by the end of their keys."""
    control(page, "button_group", "said").set_value(said)
    rerun(page)
    if said.tells:
        page.text_input(key="confirm_role").set_value(typed.pop("role", "County planner"))
    for field, text in typed.items():
        control(page, "text_input", field).set_value(text)
    return rerun(page)


def keep(page: AppTest) -> AppTest:
    page.button(key="confirm_keep").click()
    return rerun(page)


def effect(page: AppTest) -> str:
    return words(page).rpartition("What this record will change</h3>")[2].partition("</div>")[0]


def refused(page: AppTest) -> str:
    return words(page).partition("Not kept</h3>")[2].partition("</div>")[0]


def test_the_list_says_whom_to_call_and_links_no_crisis_number() -> None:
    said = words(show())
    assert "2 numbers reach all 3 counties." in said
    assert "<strong>0 of 2</strong> numbers confirmed" in said
    assert "<strong>0 of 3</strong> counties up to date" in said
    assert said.index("West crew") < said.index("East crew"), "7,000 people before 2,000"
    assert 'href="tel:307-555-0100"' in said, "the office"
    assert "tel:307-555-0101" not in said, "the number in question"
    below = said.partition("</nav>")[2]  # the strip of numbers is on every page
    assert not re.search(r'href="tel:(911|988)"', below)


def test_each_kind_has_its_own_list() -> None:
    page = show()
    labels = page.button_group(key="confirm_kind").options
    assert labels == [
        "Mobile crisis (2)",
        "Crisis units (2)",
        "Intensive teams (1)",
        "Services without a list (2)",
    ]
    page.button_group(key="confirm_kind").set_value("unit")
    said = words(rerun(page))
    assert "Birchville Haven" in said
    assert "West crew" not in said


def test_a_region_and_an_order_can_be_chosen() -> None:
    page = show()
    page.selectbox(key="confirm_region").select(2)
    said = words(rerun(page))
    assert "East crew" in said
    assert "West crew" not in said
    page.selectbox(key="confirm_region").select(0)
    page.selectbox(key="confirm_order").select("Would settle most first")
    assert "West crew" in words(rerun(page))


def test_the_effect_is_shown_before_anything_is_kept(home: Path) -> None:
    page = say(open_question(show(), "crew-west"), Said.RIGHT)
    assert (
        "no longer marked over its age limit in 2 counties (7,000 people: Alder and Birch)."
        in effect(page)
    )
    assert kept(home) == ()
    assert "Does it serve all of these: Alder and Birch?" in words(page)


def test_what_is_kept_is_shown_everywhere_at_once(home: Path) -> None:
    page = say(open_question(show(), "crew-west"), Said.RIGHT, says="Yes, all of them.")
    said = words(keep(page))
    assert "Kept: West crew." in said
    assert "Confirmed March 1, 2028." in said
    assert "<strong>1 of 2</strong> numbers confirmed" in said
    assert "<strong>2 of 3</strong> counties up to date" in said
    assert {record.fact for record in kept(home)} == {
        "crew-west/phone",
        "crew-west/counties",
        "region-1/counties",
    }
    assert {(record.by, record.says) for record in kept(home)} == {
        ("County planner", "Yes, all of them.")
    }
    assert (home / store.PREVIOUS).read_text(encoding="utf-8").find("crew-west") == -1
    table = words(opened("statewide_page")).partition("County by county: 3 of 3")[2]
    assert table.partition("</table>")[0].lower().count("within its own age limit") == 2, (
        "but Cedar"
    )


def test_the_role_is_typed_once_and_the_words_each_time() -> None:
    page = say(open_question(show(), "crew-west"), Said.RIGHT, says="Yes.", role="Analyst")
    page = open_question(keep(page), "crew-east")
    control(page, "button_group", "said").set_value(Said.RIGHT)
    rerun(page)
    assert page.text_input(key="confirm_role").value == "Analyst"
    assert control(page, "text_input", "says").value == ""


def test_only_some_of_the_counties_can_be_named(home: Path) -> None:
    page = say(open_question(show(), "crew-west"), Said.RIGHT, says="Only Alder.")
    control(page, "checkbox", "some").check()
    assert "Choose the counties." in effect(rerun(page))
    control(page, "multiselect", "named").select("Alder")
    assert "Alder" in effect(rerun(page))
    assert "Birch" not in effect(page)
    keep(page)
    assert {record.counties for record in kept(home) if record.counties} == {("Alder",)}


def test_what_no_list_names_is_there_only_where_it_was_said_to_be(home: Path) -> None:
    """A hasty yes must not cover every county that was read out."""
    page = say(open_question(show("unlisted"), "day-care-in-region-1"), Said.RIGHT, says="Yes.")
    assert "No list by county" in words(page)
    assert "Choose the counties." in effect(page)
    assert "Choose the counties." in refused(keep(page))
    assert kept(home) == ()
    control(page, "multiselect", "named").select("Birch")
    assert "Claimed only before, Covered now, in 1 county (3,000 people: Birch)." in effect(
        rerun(page)
    )
    keep(page)
    (record,) = kept(home)
    assert record.counties == ("Birch",)


def test_of_two_numbers_that_sources_give_it_says_which_is_confirmed(home: Path) -> None:
    content = small_state.services()
    content["contradictions"] = [
        {
            "id": "number-of-cedar", "title": "Its number", "about": ["haven"],
            "units": ["haven-cedar"], "bears_on": "detail",
            "sides": [
                {"source": "team-list", "says": "307-555-0120"},
                {"source": "news", "says": "307-555-0121", "phone": "307-555-0121"},
            ],
            "treatment": "Both are shown.",
        }
    ]  # fmt: skip
    small_state.write(home, content)
    page = open_question(show("unit"), "haven-cedar")
    assert "307-555-0120, or 307-555-0121 (from State of Wyoming: A newspaper, " in words(page)
    assert "This confirms 307-555-0120." in words(say(page, Said.RIGHT))


def test_a_number_can_have_changed(home: Path) -> None:
    page = open_question(show(), "crew-west")
    control(page, "button_group", "said").set_value(Said.CHANGED)
    rerun(page)
    control(page, "selectbox", "fact-changed").select("crew-west/phone")
    rerun(page)
    assert "Say what it is now." in effect(page)
    say(page, Said.CHANGED, **{"now-changed-crew-west/phone": "307-555-01", "says": "A new one."})
    assert "The record would be refused" in effect(page)
    assert "What it is now: expected a North American number" in effect(page)
    assert "307-555-01)" in refused(keep(page))
    assert control(page, "text_input", "says").value == "A new one."
    say(page, Said.CHANGED, **{"now-changed-crew-west/phone": "307-555-0177"})
    assert "crew-west/phone: 307-555-0177 (before: 307-555-0101)." in effect(page)
    keep(page)
    (record,) = kept(home)
    assert (record.outcome, record.now) == (RecordOutcome.CORRECTED, "307-555-0177")
    assert "307-555-0177" in words(opened("statewide_page", county=small_state.ALDER))


def test_a_unit_can_have_closed_and_say_its_beds(home: Path) -> None:
    page = open_question(show("unit"), "haven-cedar")
    control(page, "button_group", "said").set_value(Said.CHANGED)
    rerun(page)
    offered = control(page, "selectbox", "fact-changed").options
    assert {"The beds", "The address", "That it is open", "The number"} <= set(offered)
    control(page, "selectbox", "fact-changed").select("haven-cedar/beds")
    rerun(page)
    say(page, Said.CHANGED, **{"now-changed-haven-cedar/beds": "12", "says": "Twelve."})
    keep(page)
    page = open_question(page, "haven-cedar")
    control(page, "button_group", "said").set_value(Said.CHANGED)
    rerun(page)
    control(page, "selectbox", "fact-changed").select("haven-cedar/listing")
    rerun(page)
    say(page, Said.CHANGED, says="Closed in May.")
    assert "Covered before, Not on the list now" in effect(page)
    keep(page)
    assert [(each.fact, each.now) for each in kept(home)] == [
        ("haven-cedar/beds", "12"),
        ("haven-cedar/listing", "closed"),
    ]


def test_the_maps_show_what_a_record_corrects(home: Path) -> None:
    records = [
        answers.record("haven-birch/phone", "corrected", now="307-555-0199"),
        answers.record("haven-cedar/listing", "corrected", now="closed"),
    ]
    (home / FILE).write_text(answers.as_text(records), encoding="utf-8")
    shown = snapshot.renewed()
    for path in (shown.map_path, shown.find_path, shown.gap_path):
        page = published.pages.get(str(path).rpartition("/")[2].removesuffix(".html"))
        assert page
        assert b"307-555-0199" in page.plain
        assert b"307-555-0110" not in page.plain, "the number of before"
        assert b"Cedar Falls Haven" not in page.plain, "a unit that closed"


def test_a_correction_of_counties_names_all_that_are_served(home: Path) -> None:
    page = open_question(show(), "crew-west")
    control(page, "button_group", "said").set_value(Said.CHANGED)
    rerun(page)
    control(page, "selectbox", "fact-changed").select("crew-west/counties")
    rerun(page)
    served = control(page, "multiselect", "counties-changed-crew-west/counties")
    assert served.value == ["Alder", "Birch"]
    served.unselect("Birch")
    say(page, Said.CHANGED, says="Not Birch any more.")
    assert "Birch" in effect(page)
    keep(page)
    (record,) = kept(home)
    assert record.counties == ("Alder",)


def test_a_challenge_is_raised_and_settled(home: Path) -> None:
    page = open_question(show(), "crew-west")
    control(page, "button_group", "said").set_value(Said.DISPUTED)
    rerun(page)
    control(page, "selectbox", "fact-disputed").select("crew-west/phone")
    control(page, "selectbox", "by").select("")
    rerun(page)
    say(page, Said.DISPUTED, says="Nobody answers there.")
    assert "now marked sources disagree" in effect(page)
    keep(page)
    (record,) = kept(home)
    assert (record.state, record.answered_by) == (ChallengeState.OPEN, None)
    page = open_question(page, "crew-west")
    assert "Sources disagree." in words(page)
    assert 'What was answered before</span> <span class="cc-count">1<' in words(page)
    control(page, "button_group", "said").set_value(Said.DISPUTED)
    rerun(page)
    control(page, "selectbox", "fact-disputed").select("crew-west/phone")
    rerun(page)
    control(page, "selectbox", "state").select(ChallengeState.REJECTED)
    rerun(page)
    say(page, Said.DISPUTED, says="It was the wrong hour.")
    assert "Say why the challenge is upheld or rejected." in refused(keep(page))
    say(page, Said.DISPUTED, reason="The office answered on the next day.")
    assert "no longer marked sources disagree" in effect(page)
    keep(page)
    assert [each.state for each in kept(home)] == [ChallengeState.OPEN, ChallengeState.REJECTED]


@pytest.mark.parametrize("said", [Said.UNSURE, Said.SILENT])
def test_who_is_not_sure_or_does_not_answer_tells_nothing(home: Path, said: Said) -> None:
    page = say(open_question(show(), "crew-west"), said)
    assert "Nothing is kept" in words(page)
    assert "confirm_keep" not in {button.key for button in page.button}
    page.button(key="confirm_cancel").click()
    assert "Nothing is kept" not in words(rerun(page))
    assert kept(home) == ()


def test_all_that_is_missing_is_told_at_once(home: Path) -> None:
    page = keep(open_question(show(), "crew-west"))
    assert "Choose what they said." in refused(page)
    page = keep(say(page, Said.RIGHT, role="  "))
    assert "Say your role" in refused(page)
    assert "Write down in a few words" in refused(page)
    assert kept(home) == ()


@pytest.mark.parametrize(
    "text", [f"{{{{ {MARK} }}}}", "x" * 901, f"<b>${{{MARK}}}</b>", "\x07 bell"]
)
def test_what_the_reader_refuses_is_told_in_words_and_the_form_stays(
    home: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = keep(say(open_question(show(), "crew-west"), Said.RIGHT, says=text, role="Analyst"))
    assert re.search("(Their words|What you typed): ", refused(page))
    assert "records[" not in refused(page)
    assert control(page, "text_input", "says").value == text
    assert page.text_input(key="confirm_role").value == "Analyst"
    assert kept(home) == ()
    assert MARK not in caplog.text
    assert page.query_params == {}


def other(home: Path, fact: str = "crew-west/phone") -> None:
    """Let somebody else keep a record."""
    record = Record(
        fact=fact, outcome=RecordOutcome.CONFIRMED, on=parse_when("2028-02-28"),
        recorded=parse_when("2028-03-01"), how=RecordHow.VISIT, by="Another planner", says="Seen.",
    )  # fmt: skip
    store.append(reader.load(home, today=DAY), [record], store.state(home))


def test_the_second_of_two_is_told_and_loses_nothing(home: Path) -> None:
    page = say(open_question(show(), "crew-west"), Said.RIGHT, says="Yes, ours.")
    other(home)
    page = keep(page)
    assert "Somebody else kept a record meanwhile" in refused(page)
    assert "no longer marked over its age limit" in effect(page)
    assert control(page, "text_input", "says").value == "Yes, ours."
    assert [record.says for record in kept(home)] == ["Seen."]
    assert "Kept: West crew." in words(keep(page))
    assert [record.says for record in kept(home)] == ["Seen.", *["Yes, ours."] * 3]


def test_the_second_is_told_too_where_something_was_typed_after_the_first(home: Path) -> None:
    """A new run of the page shows a new effect, which nobody may have looked at yet."""
    page = say(open_question(show(), "crew-west"), Said.RIGHT)
    other(home)
    page = keep(say(page, Said.RIGHT, says="Yes, ours."))
    assert "Somebody else kept a record meanwhile" in refused(page)
    assert len(kept(home)) == 1


@pytest.mark.parametrize("taken", [store.PREVIOUS, ".confirmations.lock"])
def test_a_folder_that_is_not_writable_is_told_and_the_form_stays(home: Path, taken: str) -> None:
    page = say(open_question(show(), "crew-west"), Said.RIGHT, says="Yes, ours.")
    (home / taken).mkdir()
    page = keep(page)
    assert "cannot be written to (Is a directory), so nothing is kept" in refused(page)
    assert control(page, "text_input", "says").value == "Yes, ours."


def test_a_folder_in_the_place_of_the_records_is_told_and_the_form_stays(home: Path) -> None:
    page = say(open_question(show(), "crew-west"), Said.RIGHT, says="Yes, ours.")
    (home / FILE).mkdir()
    page = keep(page)
    assert "confirmations.yaml: an ordinary file is needed (found: a folder)." in refused(page)
    assert control(page, "text_input", "says").value == "Yes, ours."


def test_what_is_kept_beside_a_broken_file_is_not_kept_twice(home: Path) -> None:
    page = say(open_question(show(), "crew-west"), Said.RIGHT, says="Yes, ours.")
    (home / "zips.csv").write_text("broken", encoding="utf-8")
    assert "Kept: West crew." in words(keep(page))
    page = say(open_question(page, "crew-west"), Said.RIGHT, says="Yes, ours.")
    page = keep(page)
    assert "nothing more is kept until they are mended" in refused(page)
    assert "The data files have 1 problem now." in words(page)
    assert len(kept(home)) == 3


def test_an_app_that_only_reads_writes_nothing_and_offers_the_record(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = say(open_question(show(), "crew-west"), Said.RIGHT, says="Yes.")
    monkeypatch.delenv(folder.EDIT_VARIABLE)
    keep(page)  # a button of before, pressed late
    assert kept(home) == ()
    assert "confirm_keep" not in {button.key for button in page.button}
    assert "crisis-coverage app --edit" in words(page)
    page.button(key="confirm_prepare").click()
    rerun(page)
    labels = [button.proto.label for button in page.get("download_button")]
    assert labels == ["Call list, CSV", "Save the record"]
    assert "Where to put it" in words(page)
    lines = page.code[0].value
    (home / FILE).write_text(f"stale_after_days: 365\nrecords:\n{lines}", encoding="utf-8")
    assert [record.says for record in kept(home)] == ["Yes."] * 3


def test_a_record_to_download_is_checked_like_one_to_keep() -> None:
    page = open_question(show(), "crew-west")
    page.button(key="confirm_prepare").click()
    assert "Choose what they said." in refused(rerun(page))
    say(page, Said.RIGHT, says="x" * 901)
    page.button(key="confirm_prepare").click()
    assert "Their words: " in refused(rerun(page))
    assert [button.proto.label for button in page.get("download_button")] == ["Call list, CSV"]


@pytest.mark.parametrize(
    ("address", "hosts", "alone"),
    [
        ("127.0.0.1", ["127.0.0.1", "localhost"], True),
        ("::1", [], True),
        ("localhost", ["localhost"], True),
        ("0.0.0.0", ["localhost"], False),  # noqa: S104
        ("::", [], False),
        (None, [], False),
        ("192.168.1.4", [], False),
        ("127.0.0.1", ["maps.example.org"], False),
        ("127.0.0.1", ["*"], False),
    ],
)
def test_it_writes_only_where_this_computer_alone_can_reach_it(
    monkeypatch: pytest.MonkeyPatch, address: str | None, hosts: list[str], alone: bool
) -> None:
    options = {"server.address": address, "server.allowedHosts": hosts}
    monkeypatch.setattr(streamlit, "get_option", options.__getitem__)
    assert (editing.refusal() is None) is alone
    monkeypatch.setenv(folder.EDIT_VARIABLE, "")
    assert "read only" in (editing.refusal() or "")


def test_a_half_typed_form_is_there_when_another_was_opened_meanwhile() -> None:
    page = say(open_question(show(), "crew-west"), Said.RIGHT, says="Half a sent")
    open_question(page, "crew-east")
    page = open_question(page, "crew-west")
    assert control(page, "text_input", "says").value == "Half a sent"
    page.button(key="confirm_cancel").click()
    page = open_question(rerun(page), "crew-west")
    assert control(page, "button_group", "said").value is None


def test_a_question_that_is_gone_is_said_to_be(home: Path) -> None:
    page = say(open_question(show("unlisted"), "day-care-in-region-2"), Said.RIGHT, says="Yes.")
    assert "Claimed only before, Covered now" in effect(page)
    services = small_state.services()
    services["service_types"] = [{**kind, "complete": True} for kind in services["service_types"]]
    small_state.write(home, services)
    assert "not on the list any more" in words(keep(page))
    assert kept(home) == ()


def test_a_state_without_teams_and_units_has_nothing_to_ask(home: Path) -> None:
    services = small_state.services()
    services.update(services=services["services"][-2:], facilities=[], claims=[])
    services["service_types"] = [{**kind, "complete": True} for kind in services["service_types"]]
    small_state.write(home, services)
    assert "There is nothing to ask" in words(opened("confirm_page"))
