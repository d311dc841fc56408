"""Pages of many plans: England and its regions."""
