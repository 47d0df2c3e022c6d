"""Stores files, which clients download and upload at URLs outside the API."""
