"""What holds for every test."""

import os

# Tests read what commands say: in English, wherever they run. Set before anything is imported that says something.
os.environ["NIANJIAN_LANGUAGE"] = "en"
