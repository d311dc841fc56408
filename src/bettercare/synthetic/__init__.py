"""Synthetic plans, seeded, with planted faults and the truth about them."""
