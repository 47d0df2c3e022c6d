"""The generator: converts the contract to operations, schemas, field classes and typed methods."""
