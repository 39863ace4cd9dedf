"""Rules of tasks, supervision and reminders: values in, answer out."""
