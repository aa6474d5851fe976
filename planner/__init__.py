"""Pure decisions: given a person and a goal, the best dated pathway and why. Knows no chat, SQL or network."""
