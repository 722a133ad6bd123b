"""The federal directory of treatment facilities beside the data: what is equal, new, different, or not listed."""
