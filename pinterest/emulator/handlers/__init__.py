"""What a function that handles an operation is given, returns, raises and looks things up with."""
