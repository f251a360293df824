"""What a person can do to the rows: each verb is a function that returns an edit."""
