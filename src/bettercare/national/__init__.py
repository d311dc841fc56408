"""Every area's plan together: collated, checked, in tidy tables."""

from bettercare.national.collation import Collation, collate

__all__ = ["Collation", "collate"]
