"""Pages to print: the statewide report and a sheet for each county."""
