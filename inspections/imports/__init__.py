"""Spot-check tables as bureaus and laboratories publish them, step by step.

``words`` and ``headings`` say what is known, ``layout`` finds the header, ``columns`` and ``rows`` turn cells
into values, ``batches`` makes one batch of its rows, ``matching`` and ``classes`` find the files they belong
to, ``draft`` puts it all together and compares it with what is there, ``writing`` writes it in one
transaction, ``work`` does so behind the browser's back.
"""
