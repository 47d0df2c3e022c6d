"""Saves the state of an emulator as a data set in JSON, and loads data sets."""
