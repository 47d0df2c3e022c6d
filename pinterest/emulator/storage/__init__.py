"""Files: downloads and uploads at URLs outside the API."""
