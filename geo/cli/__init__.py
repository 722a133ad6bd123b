"""The commands, and text for a terminal.

A command is a module of this folder that `COMMANDS` of `geo.cli.main` names. It has two functions:
`add` adds it to the parser, with `options.add` and what else it takes; `run` does its work and
returns its exit code. What it prints is JSON by `options.print_json`, or text, which lies in a
module of its own beside it (``gaps_text`` for ``gaps``): Rich is loaded only where text is asked for.
Faults are raised, not printed: `geo.cli.main` tells them.
"""
