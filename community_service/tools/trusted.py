"""Words that our own code says to itself through the context of a call.

A client chooses the context of its call, and ``sudo()`` keeps it. What only the program may say
travels in an object: JSON makes none, so that a forged key is as good as no key.

>>> env = type("Env", (), {"context": trusted(community_later=True)})
>>> said(env, "community_later")
True
>>> env.context = {"community_later": True}
>>> said(env, "community_later") is None
True
>>> said(env, "community_fact", {})
{}
"""


class _Word:
    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value


def trusted(**words):
    """Return keys for ``with_context`` that :func:`said` believes."""
    return {key: _Word(value) for key, value in words.items()}


def said(env, key, default=None):
    """Return what our own code said under ``key``, and ``default`` if anybody else did."""
    word = env.context.get(key)
    return word.value if isinstance(word, _Word) else default
