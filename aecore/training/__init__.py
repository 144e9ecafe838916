"""From settings to a trained network: the only room that may load TensorFlow."""
