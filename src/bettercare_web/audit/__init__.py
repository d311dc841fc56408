"""The audit trail: events chained by hash, and the one function that writes them."""
