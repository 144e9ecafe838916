"""A digit in a picture -> 28 x 28 pixels by the convention of MNIST."""
