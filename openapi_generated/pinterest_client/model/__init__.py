"""One module a schema; they are made when they are imported."""
