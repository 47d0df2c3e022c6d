"""Files that are downloaded from, or uploaded to, URLs of their own."""
