"""The api classes of the generated client, one module per class. Each module is made when it is first imported."""
