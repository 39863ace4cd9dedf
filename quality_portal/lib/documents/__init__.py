"""Official papers (公文): wording, PDF and layout by GB/T 9704-2012. Knows no department and no table."""
