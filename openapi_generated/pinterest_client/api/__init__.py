"""One module a class of typed methods; they are made when they are imported."""
