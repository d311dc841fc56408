"""Versions of a plan: kept whole, compared, signed, approved and submitted."""
