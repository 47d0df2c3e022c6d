"""What the emulator remembers: its database, its clock, its tokens and its seed."""
