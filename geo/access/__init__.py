"""How far people are, how many, how sure; the ranking of gaps."""
