"""The error of everything that builds."""


class BuildFailed(Exception):
    """A build that was not published; the message says what failed, and the published file is as it was."""
