"""What the server does besides running pages: headers, health, logs, limits of uploads."""
