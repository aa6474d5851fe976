"""The few sentences that the Slack adapter says itself, because no place or person of ours is involved. English."""

STRANGER = (
    "I only help the people of the workspace that installed me, so I cannot answer you here. "
    "Your own workspace can install me too."
)
IN_PRIVATE = "I answer you in our direct messages."
ASK_IN_PRIVATE = "I can only say that in private. Please write to me directly."
THINKING = "is thinking …"
INSTALLED = "Credpath is installed. You can close this page and write to Credpath in Slack."
NOT_INSTALLED = "Credpath was not installed. Please start again from the install page."
