"""The service for programs: the same selectors and actions as the pages, by tokens alone."""
