"""Stores, filters and validates the products of catalogs."""
