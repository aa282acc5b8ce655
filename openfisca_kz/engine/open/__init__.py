"""The law on facts of which only bounds are known: the formulas run as they stand on arrays of class ``Open``.

This room imports only numpy and core (but for ``simulation``, which nothing below it imports), so that the words of
formulas can carry their hooks.
"""
