"""Targeting: interests, locations, search terms and audience sizes."""
