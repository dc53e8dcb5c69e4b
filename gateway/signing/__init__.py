"""Keys and signatures: receipts, statements, client assertions, access tokens."""
