"""Home of the alias under which scripts written for Pinterest's generated client run."""
