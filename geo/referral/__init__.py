"""A candidate to units, teams and numbers, one place or a table of them."""
