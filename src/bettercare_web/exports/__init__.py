"""Files that people take away: workbook, JSON, CSV, and the summary for the board as PDF."""
