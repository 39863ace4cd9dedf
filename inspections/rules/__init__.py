"""Rules of spot checks that can be read beside the regulation: values in, answer out."""
