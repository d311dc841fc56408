"""Notes and queries on a plan, and what people see of each other at work."""
