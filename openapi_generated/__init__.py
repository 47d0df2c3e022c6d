"""Scripts written for Pinterest's generated client import from here and run on `pinterest`."""
