"""The report to hand in: a statewide page and a sheet for each county, as HTML that prints."""
