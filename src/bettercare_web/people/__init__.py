"""Who holds which role: inviting, giving, renewing, taking away, and the end of accounts."""
