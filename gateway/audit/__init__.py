"""The trail's formats and mathematics: entries and their canonical bytes. No input or output."""
