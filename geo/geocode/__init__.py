"""Typed text to candidates on the ground."""
