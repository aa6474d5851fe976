"""Readers: one per format that the catalog can come from."""
