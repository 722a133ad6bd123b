"""The commands, and text for a terminal."""
