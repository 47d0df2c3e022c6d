"""The API classes of the generated client, one module per class. Each module is created when it is first imported."""
