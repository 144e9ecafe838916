"""The core of the Autoencoder Playground: digits, noise, models and what they make of them."""
