# The modules below are made when they are imported. This stub tells type checkers that they exist.
from typing import Any

def __getattr__(name: str) -> Any: ...
