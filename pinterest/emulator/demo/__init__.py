"""The demo data: a shop that has advertised for months."""
