"""Taking one person out of a project: by what the person is known, where that stands, and what is done about it."""
