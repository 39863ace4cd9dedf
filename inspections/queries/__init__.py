"""Questions that reach over several tables; every figure has one function here."""
