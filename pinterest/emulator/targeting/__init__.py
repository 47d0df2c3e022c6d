"""What ads can be targeted by, and how many people that reaches."""
