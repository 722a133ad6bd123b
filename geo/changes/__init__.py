"""What became of coverage between two states of the data, or two days."""
