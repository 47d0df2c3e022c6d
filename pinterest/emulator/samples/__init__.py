"""Sample responses that are built from the schemas alone."""
