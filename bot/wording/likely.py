"""How likely a plan is, in words."""

ABOUT = "About {percent} % likely to be done before {by}"
UNLIKELY = "Hardly likely (5 % or less) to be done before {by}"
ALMOST = "Very likely (95 % or more) to be done before {by}."
SURE_BY = "80 % sure by {day}"
BETWEEN = "Likely done between {early} and {late}."
NOT_KNOWN = "How likely it is I cannot say: the study time of {names} is not known."
HOW = (
    "I tried the plan out in a thousand made-up lives: hours between low and high, people who are quicker or slower, "
    "one week in ten without study, one exam in five failed once. Those two shares are our assumptions."
)
PACE = "You take about {factor} times the usual hours (from {steps})."
PACE_USUAL = "You take about the usual hours (from {steps})."
SAFER = "A safer plan"
SAFE_ALREADY = "This plan is safe as it is. {line}"
NO_DEADLINE = "You named no deadline, so nothing can be late. Say one (“by June”) and I tell you how likely it is."
NONE_SAFER = "I found no plan that is 80 % sure to be done before {by}. More hours a week or a later date would help."
