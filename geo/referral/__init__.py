"""From a candidate to units, teams and numbers, for one place or a table of them."""
