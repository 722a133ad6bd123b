"""Renewing the evidence: what to ask whom, what an answer changes, and the record of it."""
