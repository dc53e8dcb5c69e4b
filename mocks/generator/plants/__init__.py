"""The disagreements that the generator plants, each with its rate and the facts it bears on."""
