"""The same families through other models of tax and benefit law, each in an environment of its own."""
