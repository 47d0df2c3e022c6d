"""The command `pinterest`. Needs the extra `cli`.

The commands are created from the signatures and docstrings of methods, so every option is declared only once. Methods
of rich models become commands such as `pinterest campaigns list`. Typed methods become commands of `pinterest call`.
"""
