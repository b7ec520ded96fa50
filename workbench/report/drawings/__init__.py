"""Pictures of the report: scalable, without script, with text as text."""
