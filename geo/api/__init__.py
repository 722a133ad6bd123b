"""Answers for programs over HTTP: what the commands print as JSON, what describes it, and health."""
