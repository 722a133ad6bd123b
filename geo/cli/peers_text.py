"""What was read of peer support, as text for a terminal."""

from rich.text import Text

from geo.cli import terminal
from geo.coverage.peers import Peers, summary
from geo.coverage.programmes import DatedProgramme, DatedTraining
from geo.text import days, period

__all__ = ["print_peers"]


def print_peers(found: Peers) -> None:
    """Print kinds of peers, openings, trainings and words, with what is past or over its age limit."""
    out = terminal.screen()
    out.print(Text("Peer support, as far as we read of it", "bold"))
    terminal.lines(out, summary(found), indent=0)
    terminal.lines(out, map(_programme, found.programmes), "Kinds of peers, and where they work")
    terminal.lines(out, map(_opening, found.openings), "Openings for peers, by region")
    coming = [each for each in found.trainings if not each.past]
    past = [each for each in found.trainings if each.past]
    terminal.lines(out, map(_training, coming), "Trainings to come")
    terminal.lines(out, map(_training, past), "Past trainings")
    terminal.lines(out, [f"{term.term}: {term.means}" for term in found.terms], "Words")
    for conflict in found.contradictions:
        sides = "; ".join(f"{side.words} ({side.source})" for side in conflict.sides)
        terminal.lines(
            out, [f"{conflict.title}: {sides}. {conflict.treatment}"], "Sources disagree"
        )
    terminal.foot(out, found.as_of.isoformat(), found.data_sha256)


def _programme(programme: DatedProgramme) -> str:
    return f"{programme.title} ({programme.when}). {programme.text} ({programme.source})"


def _opening(opening: DatedProgramme) -> str:
    where = f"Region {opening.region}: " if opening.region is not None else ""
    return f"{where}{opening.title} ({opening.when}). {opening.text} ({opening.source})"


def _training(training: DatedTraining) -> str:
    told = f"{days(training.first.text, training.last.text)}: {training.title}"
    told += f", {training.mode}" if training.mode else ""
    if training.deadline:
        told += f" (deadline {period(training.deadline.text)})"
    return f"{told}, no longer open" if training.closed and not training.past else told
