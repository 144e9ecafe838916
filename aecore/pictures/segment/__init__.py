"""A picture -> its ink, and the digits in it."""
