"""From typed text to candidates: tokens, parts, names of the tables, readings weighed. The door is `geo.places`."""
