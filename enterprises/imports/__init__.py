"""Tables of enterprises and products, and what the import of any records rests on.

A table is read by the headings its subject knows, held against what is there, shown, and written in one
transaction. Rooms above describe their own records as a ``Subject`` and use the same pages.
"""
