"""Form fields that render as NHS.UK components."""
