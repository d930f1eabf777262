"""Numbers that things on record have."""

import click

ON_RECORD = click.IntRange(1, 2**31 - 1)
"""What a store can have given as a number of a plan, version, submission or key."""
