"""``python -m geo`` is the command ``crisis-coverage``."""

import sys

__all__ = ["run"]

_FAULT = 70
_INTERRUPTED = 130


def run() -> int:
    """Run the command line and return its exit code, `geo.cli.main.main`'s or why that was not reached.

    Python would end with 1, which means a gap.
    """
    try:
        from geo.cli.main import main

        return main()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001  (main catches its own: this is of loading it)
        kind = type(error).__name__
        if sys.stderr:
            sys.stderr.write(
                f"crisis-coverage: this program is not whole, install it again: {kind}\n"
            )
        return _FAULT


if __name__ == "__main__":
    sys.exit(run())
