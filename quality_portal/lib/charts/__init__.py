"""Charts drawn on the server as SVG: geometry here, markup in `templates/_parts/charts/`.

The same markup is shown on the page and printed by the PDF engine, so every look is a presentation attribute.
"""
