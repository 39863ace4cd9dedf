"""Help (帮助): what each role does where, what every figure means, and hints for the first visit.

Texts are data, so that a test can tell whether each has its picture, its Chinese and its place on a page.
"""
