"""Plans as living documents: rows, edits, sections, answers."""
