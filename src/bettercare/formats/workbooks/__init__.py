"""Plans in Excel workbooks: written from a round's data, filled in by people, and read back."""
