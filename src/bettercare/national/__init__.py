"""Every area's plan together: collated, checked, in tidy tables."""
