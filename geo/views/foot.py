"""The line under every page: date, data, credits."""

from typing import Final

from markupsafe import Markup

from geo.maps import common
from geo.views import html
from geo.views.state import Snapshot

__all__ = ["show"]

CREDITS: Final = f"Maps: {'; '.join(common.ATTRIBUTION)}."


def show(snapshot: Snapshot) -> None:
    """Show the date the verdicts are of, the data's hash, and credits."""
    verification = snapshot.verification
    html.show(
        Markup(
            '<p class="cc-foot">As of {}. Data <code>{}</code>. Claimed is not covered: only a '
            "general sentence speaks for those counties. {}</p>"
        ).format(verification.as_of.isoformat(), verification.data_sha256, CREDITS)
    )
