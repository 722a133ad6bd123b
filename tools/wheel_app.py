"""Put what `crisis-coverage app` starts into a wheel; the build runs this."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

__all__ = ["WheelApp"]

# Streamlit reads the settings beside the script.
APP = {
    "app.py": "geo/_app/app.py",
    ".streamlit/config.toml": "geo/_app/.streamlit/config.toml",
}


class WheelApp(BuildHookInterface[Any]):
    """Adds the files that stand outside of the package to a wheel, not to an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files to what a standard wheel holds."""
        if version == "standard":
            build_data["force_include"].update(APP)
