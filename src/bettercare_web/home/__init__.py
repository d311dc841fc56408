"""The first page of a person and of an area: what stands between them and submitting."""
