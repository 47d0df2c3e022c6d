"""From a socket to a handler and back: HTTP, routing, parsing, authentication, rate limits and failures."""
