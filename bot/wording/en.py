"""The sentences, in English. No logic beyond choosing words."""

HELLO = (
    "Hi! I plan the credentials that get you to a role: which ones, in what order, by when, for how much. "
    "Tell me in your own words, for example:"
)
EXAMPLE = "I want to be a cloud security engineer by June, 6 hours a week, 800 dollars, I have Security+"
CAN_DO = (
    ("a wish", "“data analyst by September, 5 hours a week, free only, I know Excel”"),
    (
        "the plan",
        "“why”, “why CySA+?”, “why not CISSP?”, “cheaper”, “faster”, “compare the plans”, “swap AZ-500”, “accept”, "
        "“draw my plan”",
    ),
    ("changes", "“no, 4 hours”, “by October”, “500 euros”, “no Microsoft”, “undo”"),
    (
        "progress",
        "“studied 2 hours”, “done with module 3”, “passed Security+ yesterday”, “failed it”, “I'm two weeks late”",
    ),
    ("questions", "“what is CISM?”, “which certs for data engineering?”, “this fee is wrong”"),
    ("research", "“CCSP or CISSP?”, “is CEH worth it?”, “what could I become?”, “my CV: …”"),
    ("evidence", "“I built a Kubernetes homelab https://example.org”, “portfolio”"),
    ("reminders", "“remind me every Sunday at 6pm”, “pause”, “resume”, “why did I get this?”"),
    ("settings", "“settings”, “set a goal”, “link my account”"),
    ("your data", "“what do you know about me?”, “who sees this?”, “export”, “forget me”"),
)
LEFT_OUT = "Left out because they ask for years of work experience: {names}{sure}. Tell me yours, e.g. “5 years in IT”."
DEMANDING = "Careful: for {names} the issuer advises credentials or practice that you have not told me of."
PROVEN = (
    "Proven and checked: weighing gap, money and hours together, nothing better exists among the {many} I compared."
)
PASSED = "Congratulations! {names}: recorded as yours on {day} (self-declared, not verified; “undo” if not)."
LITTLE = "That closes little of the gap. More time, money or hours would allow more: say for example “12 hours a week”."
YOU_CAN = "You can say:"
AGAIN = "Hello again! You are working on: {names}. “show my plan”, “progress” or “help”."
PRIVACY = (
    "Only you see your goals, plan and progress. They are stored in this program's own data folder on this machine and "
    "go nowhere else. “export” gives you everything, “forget me” deletes it for good."
)
PRIVACY_CHAT = (
    "Only you see your goals, plan and progress; I answer you in private. What you write passes through {platform} "
    "and is kept in the database of whoever runs this Credpath, nowhere else. “export” gives you everything, "
    "“forget me” deletes it for good."
)
EMPTY = "That message was empty. Tell me what you want to become, or type “help”."
TOO_LONG = (
    "That is longer than I can read in one message (2,000 characters). Please say it shorter; nothing was changed."
)
FOREIGN = "I understand only English so far. Tell me in English what you would like to become, or type “help”."
GOODBYE = "See you. Everything is kept; just come back."
ROBOT = "I am a program. A solver makes the plans and another program checks them; no person reads along."
LOST = "No problem. Here are some roles people start with; pick one, or tell me what you like doing."
WORDLESS = "I can only read words. Tell me what you want to become, or type “help”."
NO_ODDS = (
    "I know credentials, not salaries or odds: I can say what a plan takes, costs and covers, "
    "and nobody can promise more."
)
UNSURE = "I am not sure what you mean by that."
BACK_TO = "Back to my question: "
NOT_KNOWN = "I know nothing called “{words}”."
YES_TO_WHAT = "Yes to what? Say “accept” to take the plan, or ask me something."
LAST_STEP = "That was the last step of your plan. What would you like to become next?"
ALL_DONE = "Your plan is finished, every step is done. What would you like to become next?"
QUIET_SET = "Quiet hours are {start} to {end} now; I write only outside them."
QUIET_CLASH = " Your check-in falls into them: name another time for it, e.g. “remind me every Sunday at 12:00”."
QUIET_BAD = "Please give me two times of day, for example “quiet hours 22:00 to 6:00”."
NEVER = "Noted, never in your plans: {name}. This one is without it anyway."
LEVELS = "Numbers after skills are levels: 1 aware, 2 with help, 3 alone, 4 leading. They are our own judgement."
UNKNOWN = "I did not understand that, so I changed nothing. You could tell me a role you want, or type “help”."
NOTHING_OPEN = "There is nothing open to answer right now. Tell me a role you want, or type “help”."
NO_SUCH_CHOICE = "There is no such choice here. Please pick one of the numbers shown, or just say what you mean."
THANKS = "You're welcome."
NO_PLAN = "You have no plan yet. Tell me what you want to become, and I will make one."
NO_PROPOSAL = "There is no plan waiting for your yes. Tell me what you want to become, or say “show my plan”."
KEPT = "Fine, it stays as it is."
KEPT_NOTED = "Noted."
KEPT_PROPOSAL = "Fine. The plan before still waits for your yes: {steps}."
START_OVER = "Fresh start: what would you like to become? (Your accepted plan, if any, stays until you accept another.)"
ASK_ROLE = "What would you like to become? Name a role, or pick one."
ASK_WHICH_ROLE = "Which of these do you mean by “{words}”?"
ASK_CLOSEST = "Which of these comes closest to what you want?"
NO_ROLE = "I know no role that fits “{words}”. Say it in other words, or pick one of these."
ASK_HOURS = "How many hours a week can you study?"
ASK_BUDGET = "How much can you spend in all? Fees only; say the currency if it is not US dollars."
ASK_BY = "By when?"
WHEN_CHECK_IN = "When shall I ask you once a week how it goes?"
ASK_CHECK_IN = "When shall I ask you once a week how it goes? I will use {slot} ({zone}) unless you pick another."
BAD_HOURS = "I cannot plan {hours} hours a week: please give me something from 0.25 to 80."
BAD_BUDGET = "That budget is more than I can reckon with; please give me an amount under 1,000,000."
BAD_BY = "{by} is not a day I can plan for: please give me a deadline between tomorrow and ten years from now."
ASSUME_HOURS = "You did not say how many hours: I used 5 a week."
ASSUME_BUDGET = "You named no budget: I set no limit."
ASSUME_BY = "You named no deadline: I planned within a year, until {day}."
ASSUME_MONTH = "I read “{said}” as done before {day}."
ASSUME_LEVELS = "Skill levels of the role (1 aware to 4 leading) are our own judgement."
ASSUME_SKILLS = "Skills you name count at the level you claim; nobody checked them."
SKILLS_HINT = "Say what you already have or know (“I have CCNA and know Python”) and the plan gets shorter."
FORGET_SURE = (
    "This deletes your goals, plan, progress and reminders for good. “export” first if you want a copy. "
    "Really forget you?"
)
FORGOTTEN = "Done. Everything about you is deleted."
EXPORTED = "Here is everything I keep about you, as one JSON file."
UNDONE = "Taken back: {label}."
NOTHING_TO_UNDO = "There is nothing to take back."
REPORTED = (
    "Thank you, I noted “{text}”{about}. Somebody will check it against the issuer's page; "
    "the fact stays as it is until then."
)
PAUSED = "Reminders are off. Say “resume” when you want them back."
RESUMED = "Reminders are on again: {slot} ({zone}), next on {day}."
ONLY_WEEKLY = (
    "I ask once a week, on a day and at a time of yours, so I changed nothing: say for example "
    "“remind me every Monday at 9am”, or “snooze” when one comes too early."
)
NO_REMINDERS = "There are no reminders set. Say for example “remind me every Sunday at 6pm”."
CHECK_IN_SET = "I will ask you every {slot} ({zone}) how it goes; first on {day}."
QUIET = (
    "{at} is in your quiet hours ({start} to {end}); please pick another time, "
    "or say for example “quiet hours 22:00 to 6:00”."
)
ZONE_SET = "Your time zone is {zone} now{moved}."
UNCHECKED = "I made a plan that did not pass my own check, so I do not show it. Nothing was changed."
STALE = "Your record changed while I was thinking, so I changed nothing. Please say it once more."
FORM_REQUIRED = "Please fill in “{label}”."
FORM_LONG = "That is too long; please say it in at most {most} characters."
FORM_TIME = "Please give a time of day, for example 18:30."
FORM_CHOICE = "Please pick one of the choices."
FORM_ZONE = "I do not know that time zone. Try one like Europe/Berlin, or a big city."
FORM_LINK = "Please give a web address like https://example.org, or leave it empty."
FORM_HOURS = "Please give a number of hours from 0.25 to 80."
FORM_BUDGET = "Please give an amount from 0 to under 1,000,000."
FORM_DATE = "Please give a day, for example 1 June 2027."
FORM_FUTURE = "Please give a day after today and within ten years."
FORM_PAST = "Please give a day that is not in the future."
FORM_QUIET_SAME = "Quiet hours cannot begin and end at the same time."
FORM_QUIET = "{at} is in your quiet hours ({start} to {end}); please pick another time."
FORM_QUESTION = "{title}, {n} of {many}: {label}{hint}{now}"
FORM_NOW = " Now: {value}."
FORM_FIRST = "This is the first question."
FORM_CANCELLED = "Left. I kept nothing of it and changed nothing."
FORM_CHANGED = "Noted. {label}: {value}."
FORM_UNREAD = "I could not read that as an answer. {why} (“cancel” leaves the questions.)"
FORM_UNREADABLE = "Please say it another way."
FORM_WRONG = "Some of that cannot be right yet, so I changed nothing:"
GOAL_HOW = "Tell me in your own words, for example “{example}”, or answer a few questions:"
EVIDENCE_HOW = (
    "Tell me what you made or did, for example “save as evidence: built a Kubernetes homelab https://example.org”, "
    "or answer a few questions:"
)
SETTINGS_TITLE = "Your settings"
SETTINGS_SAME = "Everything stays as it is."
HOURS_SET = "I plan with {hours} hours a week now."
HOURS_LATER = "Your plan keeps its dates until you plan the rest anew."
NO_CHECK_IN = "no check-in"
CHECK_IN_NOW = "I ask you every {slot} ({zone}) how it goes; next on {day}."
CHECK_IN_OFF = "Reminders are off."
NO_WEEKLY = "There is no weekly check-in."
EVIDENCE_KEPT = "Saved as evidence: {what}. It is your own word: nobody looked at it. “undo” takes it back."
EVIDENCE_SKILL = "Say “I know {skill}” and your plans count it too."
EVIDENCE_MANY = ("piece of evidence", "pieces of evidence")
EVIDENCE_SAME = "I have that as evidence already."
EVIDENCE_FULL = "I keep at most {most} pieces of evidence; “export” them and leave some out."
PORTFOLIO_TITLE = "What you have done"
PORTFOLIO_EMPTY = (
    "Nothing is recorded yet. Tell me for example “passed Security+ in May” or “I built a Kubernetes homelab”."
)
PORTFOLIO_KINDS = (
    ("verified", "Verified"),
    ("self-declared", "Your own word, not verified"),
    ("unchecked", "Could not be checked"),
)
PORTFOLIO_EVIDENCE = "Evidence, your own word too"
PORTFOLIO_PLAN = "Of your plan: {done} of {steps} done, {hours} of study."
NO_DATE = "no date"
FILE_UNREAD = (
    "I got {name}, but I cannot read such files yet, so I know nothing about what is in it. "
    "I can keep its name as evidence; a link that shows the work helps more."
)
FILES_UNREAD = (
    "I got {names}, but I cannot read such files yet, so I know nothing about what is in them. "
    "I can keep their names as evidence; a link that shows the work helps more."
)
FILE_NO_EXPORT = "{name} is not an export of mine that I can read ({why}), so I changed nothing."
FILE_FORMAT = "it is of another format than credpath-person/1"
FILE_SHAPE = "its record is missing or damaged"
FILE_LARGE = "it is too large"
BRING = "This is an export of {what}. Bring it in? It replaces what I know about you."
BRING_NOTHING = "an empty record"
BROUGHT = "Done. What the file says is your record now; “undo” brings back what was there before."
PICTURE_PLAN = "Your path to {names}"
WAITS = "This plan waits for your “accept”."
PICTURE_COVERS = "How much of what you are missing the plan closes"
PICTURE_STUDIED = "How far each step is"
CODE = (
    "Your code is {code}. Write “link {code}” to me from your other account within {minutes} minutes. "
    "It works once. Tell nobody: whoever uses it shares your plan."
)
CODE_NOT = (
    "That code does not work. Codes work once and for {minutes} minutes: “link my account” there makes a new one."
)
CODE_LIMIT = "Too many codes were tried from this account. Please wait an hour."
CODE_OWN = "You wrote the code in the account it came from. Make a new one here and write it in the other account."
LINK_WHICH = (
    "Both accounts have a record of their own, and one person has one record. Which one shall I keep? "
    "The other one is deleted for good."
)
LINK_THIS = "This account: {what}."
LINK_OTHER = "The other account: {what}."
LINK_LATE = "That took longer than {minutes} minutes, so I changed nothing. “link my account” makes a new code."
LINK_NONE = "There is nothing to link at the moment. “link my account” makes a code."
LINKED_NOW = "Done: {accounts} are one person to me now, with one plan."
LINKED_ONE = "Only this account is yours so far. “link my account” adds another one."
LINKED_LIST = "These accounts are one person to me: {accounts}. “unlink” takes this one out."
LINK_GONE = "The other account's record is gone, so I changed nothing."
UNLINK_SURE = (
    "This account will start anew with an empty record; your plan stays with the other account. Really unlink it?"
)
UNLINKED = "Done. This account stands alone now, with an empty record. “link my account” links it again."
UNLINK_ONE = "No other account is linked to this one. “forget me” would delete everything."
HOME_NEXT = "Next: {name}, {start} to {end}."
HOME_LATE = "It was planned until {end}; “plan the rest again” makes new dates."
HOME_CHECK_IN = "next check-in"
HOME_FOOT = "Only you see this. Write to me in the messages to change anything."
HOME_IDEA = "You have told me about yourself, but there is no plan yet. Tell me what you want to become, for example:"
HOME_EXAMPLES = (
    EXAMPLE,
    "data analyst by September, 5 hours a week, free only, I know Excel",
    "which certs for data engineering?",
)
NOT_IN_PLAN = "{name} is not in your plan."
WHICH_ONE = "Which credential do you mean?"
NOT_CONFIRMED = "not confirmed, check with the issuer"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CONSTRAINTS = {
    "budget": "the budget",
    "hours": "the hours a week until the deadline",
    "deadline": "the deadline",
    "language": "the language",
    "experience": "your work experience",
    "only:hands_on": "only hands-on exams",
    "only:proctored": "only proctored exams",
    "only:credit": "only university credit",
    "only:free": "only free ones",
}
TRUST_ALL = "A source confirms all {many} about the steps that I counted with (fees, hours, requirements, status)."
TRUST_SOME = (
    "Of {many} about the steps that I counted with, a source confirms {n}. "
    "Not confirmed, check with the issuer: {open}."
)
TRUST_STANDS = (
    "The choice does not hang on how well the credentials are recognised: at both ends of what is known it is the same."
)
TRUST_FLIPS = "The choice hangs on recognition: {case}, I would take {what}."
TRUST_CASES = {
    "low": "if all are recognised as little as the evidence allows",
    "high": "if all are recognised as much as the evidence allows",
    "against": "if these are recognised as little and all others as much as the evidence allows",
}
TRUST_OWN = (
    "Which skills a credential shows, and how strongly, is my own reading of its outline; "
    "“why” says what each step is for."
)
TRUST_OLD = "The facts that I know have changed since; “plan the rest again” reckons with them."
