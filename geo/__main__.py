"""``python -m geo`` is the command ``crisis-coverage``."""

import sys

from geo.cli.main import main

sys.exit(main())
