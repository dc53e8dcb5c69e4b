"""The only place where concrete parts are chosen and joined."""
