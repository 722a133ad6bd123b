"""How far people are from units, how many, and how sure that is. Straight lines only; the door is `measure`."""
