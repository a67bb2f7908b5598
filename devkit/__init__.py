"""The machinery behind ``./dev``: one concern per file, Python standard library only."""
