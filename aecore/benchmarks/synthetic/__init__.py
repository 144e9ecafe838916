"""Pictures and files made from seeds, to measure on."""
