"""What holds for every test."""

import os

from hypothesis import HealthCheck, settings

# Tests read what commands say: in English, wherever they run. Set before anything is imported that says something.
os.environ["NIANJIAN_LANGUAGE"] = "en"

# `make quick` tries fewer examples.
EXAMPLES = int(os.environ.get("EXAMPLES", "60"))

# Same examples on every run, no clock (the machine may be busy), no files left behind.
settings.register_profile(
    "nianjian",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("nianjian")
