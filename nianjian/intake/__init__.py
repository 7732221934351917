"""What is common to everything that lands: which file is what, its sheets or text, its release."""
