"""What the server knows of a visitor: settings, networks, runs and pictures."""
