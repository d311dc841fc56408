"""Files in: kept apart, read by a process of their own, shown, and only then carried out."""
