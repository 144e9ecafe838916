"""The page Latent space."""
