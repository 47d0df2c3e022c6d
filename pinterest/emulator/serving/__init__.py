"""Serves requests: HTTP, routing, parsing, authentication, rate limits and failures."""
