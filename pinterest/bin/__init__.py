"""Scripts with the same names as in Pinterest's own SDK."""
