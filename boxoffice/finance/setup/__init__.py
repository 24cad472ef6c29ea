"""Settings of the finance desk."""
