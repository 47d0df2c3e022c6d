"""The models of the generated client, one module per model. Each module is created when it is first imported."""
