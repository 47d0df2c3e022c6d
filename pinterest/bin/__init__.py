"""Programs whose modules have the same names as in Pinterest's own SDK."""
