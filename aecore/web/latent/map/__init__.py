"""The map of the page Latent space."""
