"""The data folder as checked, frozen records."""
