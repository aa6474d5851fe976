"""What the bot says about its own buttons, and when somebody comes in, leaves or cannot be answered. English."""

TOO_OLD = "That button is too old to press. Please say what you want in words, or “show my plan”."
NOT_YOURS = "That button is for the person I asked. You can write to me yourself, in private."
ANSWERED = "You answered that already: “{label}”. “undo” takes back the last change."
LAPSED = "That button belongs to an earlier plan, so I changed nothing."
PRESSED = "✓ {label}"
SORRY = "Something went wrong on my side, and nothing was changed. Please say it once more."
HELLO_ALL = (
    "Hello! I plan career credentials. Write to me in private: what you want to become stays between you and me. "
    "Here I only read what is addressed to me."
)
FORGOTTEN_HERE = "Done. I keep nothing about you any more."
WORKING = "Reading your wish and comparing credentials …"
REFUSED_FILE = "I could not read the file {name}, so I left it alone."
SILENCED = "nothing could be sent there any more"
FEEDBACK = "Thank you, noted."
FEEDBACK_BAD = "Thank you, noted. If a fact is wrong, say for example “this fee is wrong” and somebody will check it."
