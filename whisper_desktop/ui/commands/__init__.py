"""What the actions do: each file connects some of them to verbs and panes."""
