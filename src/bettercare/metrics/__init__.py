"""Metrics: what they mean, how they are counted from records, and what of it may be published."""
