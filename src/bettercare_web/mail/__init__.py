"""Mail: written with the change that it tells of, and sent afterwards."""
