"""The part Compare of the page Data & sources: an older export or data folder against the data as it is now."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.uploaded_file_manager import UploadedFile

from geo.diff import compare, page, read_state, sentences
from geo.diff.snapshot import SnapshotKind
from geo.templates.render import render
from geo.web import html, upload
from geo.web.snapshot import Snapshot
from geo.web.upload import Chosen

__all__ = ["forget", "show"]

_ANSWER: Final = "sources_compared"
_NOW: Final = "this app's data"


class _Answer(NamedTuple):
    """What was said of the files of these ids, beside the data of this version and day."""

    of: object
    markup: Markup


def show(shown: Snapshot) -> None:
    """Show the control for files, and what changed since they were made."""
    html.show(render("web/compare.html"))
    chosen = st.file_uploader(
        "Choose an older export, or a data folder (ZIP file, or all of its files)",
        type=[ending.removeprefix(".") for ending in upload.ENDINGS],
        accept_multiple_files=True,
        key=upload.CONTROL,
    )
    if chosen:
        html.show(_answer(shown, chosen))
    else:
        forget()
    html.show(render("web/compare_terms.html", megabytes=upload.MAX_BYTES // 2**20))


def forget() -> None:
    """Forget what was said of files."""
    st.session_state.pop(_ANSWER, None)


def _answer(shown: Snapshot, chosen: Sequence[UploadedFile]) -> Markup:
    """Return what changed, or why it cannot be said; kept in the visitor's session, and nowhere else."""
    assessment = shown.assessment
    of = (tuple(file.file_id for file in chosen), assessment.data_sha256, assessment.as_of)
    kept: _Answer | None = st.session_state.get(_ANSWER)
    if kept is None or kept.of != of:
        files = [Chosen(file.name, file.getvalue()) for file in chosen]
        kept = _Answer(of, _compared(shown, files))
        st.session_state[_ANSWER] = kept
    return kept.markup


def _compared(shown: Snapshot, files: Sequence[Chosen]) -> Markup:
    assessment, catalog = shown.assessment, shown.assessment.catalog
    try:
        old = upload.read(files, assessment.as_of, [county.geoid for county in catalog.counties])
    except upload.RefusedError as error:
        return render("web/refused.html", sentence=str(error), details=error.details)
    if old.kind is SnapshotKind.VERDICTS:
        old = read_state.with_people(old, catalog)
    new = read_state.of_assessment(assessment, _NOW)
    changes = compare.compare(old, new)
    return render(
        "web/compared.html",
        file=sentences.side(changes.old),
        body=page.body(changes, folded=True),
    )
