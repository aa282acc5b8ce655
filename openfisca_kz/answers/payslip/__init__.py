"""What pay costs and leaves, line by line, for each kind of payer."""
