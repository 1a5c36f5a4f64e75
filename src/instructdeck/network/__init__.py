"""What speaks with a network: the server of a site in memory, and answers of public hosts."""
