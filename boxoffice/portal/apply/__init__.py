"""A trader's own applications."""
