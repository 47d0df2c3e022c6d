"""The generator: from the contract and its corrections to operations, schemas, typed methods and field classes."""
