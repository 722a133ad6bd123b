"""Verdicts: what speaks for a county on a day, and what follows."""
