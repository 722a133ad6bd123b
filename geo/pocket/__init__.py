"""Find help in one file: every place of the tables with what a look-up says of it, and a booklet of it."""
