# The modules below are made when they are imported; this tells type checkers that there are such.
from typing import Any

def __getattr__(name: str) -> Any: ...
