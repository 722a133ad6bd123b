"""What to do in a crisis, as text for a terminal."""

from collections.abc import Iterator, Mapping

from rich.text import Text

from geo.catalog.records import Flag, Pillar
from geo.cli import terminal
from geo.coverage import sentences
from geo.coverage.crisis import CrisisGuide, CrisisTeam, Step, age
from geo.text import listing, period

__all__ = ["print_guide"]


def print_guide(guide: CrisisGuide) -> None:
    """Print the steps by what they lead to, each with who says so, then the teams with their counties."""
    out = terminal.screen()
    out.print(Text("What to do in a crisis", "bold"))
    if not guide.steps:
        out.print("The data has no steps. In an emergency call 911. In a crisis call or text 988.")
    banner = age(guide)
    if banner:
        out.print(Text(banner, "yellow"))
    named = {source.id: source.named for source in guide.sources}
    for pillar in Pillar:
        own = [step for step in guide.steps if step.pillar is pillar]
        rows = [row for step in own for row in _step(step, named)]
        terminal.lines(out, rows, pillar.label)
    terminal.lines(out, [_team(team, named) for team in guide.teams], "Mobile crisis teams")
    if guide.without_team and guide.teams:
        terminal.lines(out, [f"No list names a team for {listing(guide.without_team)}."])
    terminal.foot(out, guide.as_of.isoformat(), guide.data_sha256)


def _step(step: Step, named: Mapping[str, str]) -> Iterator[Text | str]:
    yield Text(step.when, "bold")
    numbers = "".join(f" {call.phone}: {call.answers}." for call in step.calls)
    yield f"  {step.says}{numbers}"
    rules = [
        ", ".join(filter(None, (rule.citation, sentences.grade(rule.proof)))) for rule in step.rules
    ]
    yield f"  ({'; '.join([f'{named[step.source]}, {period(step.as_of)}', *rules])})"


def _team(team: CrisisTeam, named: Mapping[str, str]) -> str:
    marks = f" ({Flag.WEAK.label}: {listing(team.weak)})" if team.weak else ""
    counties = listing(team.counties)
    origin = f"{named[team.source]}, {period(team.as_of)}"
    return f"{team.phone or 'no number published':>12}  {team.title}: {counties}{marks} ({origin})"
