class StoryCase:
    """A story tells facts that may come in any order through ``told``.

    By itself it tells them as they happened. ``TestStoriesShuffled`` plays the same story with the
    facts in another order: the later ones first, the earlier ones late.
    """

    def told(self, facts):
        """Return the facts in the order in which they are entered."""
        return list(facts)
