"""Plans side by side, in words."""

from planner.aims import Aim

RECOMMENDED, YOURS, ALSO_YOURS = "recommended", "yours", "{head} (yours)"
HEADS = {Aim.CHEAPEST: "cheapest", Aim.EARLIEST: "earliest finish", Aim.RECOGNISED: "most recognised"}
WANTED = {Aim.CHEAPEST: "cheaper", Aim.EARLIEST: "faster", Aim.RECOGNISED: "better recognised"}
PROVEN = {
    Aim.CHEAPEST: "costs less",
    Aim.EARLIEST: "is done earlier",
    Aim.RECOGNISED: "is clearly more recognised",
}
PROVEN_LINE = (
    "Proven and checked: no plan that reaches at least {percent} % as much and is as much to the point {better}."
)
FOUND = "Checked: it keeps every rule of your wish. It is the {head} I found; there may be one still better."
NONE = (
    "I found no {wanted} plan that reaches at least {percent} % as much and is as much to the point: this one stands."
)
TITLE = "Your plans side by side"
ROWS = ("money", "study", "done by", "closes of the gap", "recognised", "steps")
SAME = "{head}: the same plan as {other}."
SAME_PROVEN = "{head}: the same plan as {other}, proven."
UNPROVEN = "{head}: the best I found, not proven."
DIFFERENCE = "{head}: {changes}."
ORDER = "the same steps in another order"
OUTDATED = "The catalog changed since this plan was made. Say “replan” first."
NOTE = (
    "Each of the others is the best by its own measure that reaches at least {percent} % as much as the recommended "
    "plan and is as much to the point: at most two steps more, fewer if they are partly about something else. "
    "Recognised: how much of the gap a plan closes when everything it shows counts only as far as it is recognised."
)
SUMMARY = "{n} different plans side by side."
ONE = "The recommended plan is also the cheapest, the earliest and the most recognised."
