"""The package of Pinterest's generated client. Here, scripts written for that client run on `pinterest`."""
