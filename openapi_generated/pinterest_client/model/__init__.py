"""The models of the generated client, one module per model. Each module is made when it is first imported."""
