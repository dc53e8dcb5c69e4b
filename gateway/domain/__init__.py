"""The nouns of verification: frozen values, standard library only, no input or output."""
