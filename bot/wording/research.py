"""What the bot says about recognition, demand, job ads, CVs and roles that are near. English."""

COMPONENTS = {
    "issuer-standing": "who is behind it",
    "quality-assurance": "accreditation",
    "assessment": "how it is examined",
    "identity-check": "identity check",
    "level-and-workload": "level and workload",
    "credit": "university credit",
    "machine-verifiable": "can be checked online",
    "renewal": "renewal",
    "employer-mentions": "named by employers",
}
NOT_KNOWN = "not known"
CONFLICT = "references disagree: {said}"
RANGE = "{low}-{high}, {known} of {of} facts known"
RECOGNITION = "recognition {range}{old}"
RANGE_OLD = " ({n} of them over a year old)"
RANGE_NOTE = "Recognition is from 0 to 100: what is not known counts nothing at the low end and fully at the high end."
SOURCES = "Sources"

ONE_ONLY = "There is only one credential of my catalog in that question: {name}. Name another one to compare it with."
OVERLAP = "Their recognition ranges overlap, so I cannot say which one is recognised more."
AHEAD = "{name} is recognised more: even its low end is above the high end of {other}."
DEMAND_AHEAD = "Job postings name {name} clearly more often than {other} ({place})."
DEMAND_EVEN = "Job postings do not tell them apart: the intervals overlap ({place})."
DEMAND_APART = "Nobody counted them one by one in postings for the same roles, so demand does not decide."
POSTINGS_NOTE = "Postings: {where}; {note}."
GONE = "{name} is no choice any more: {why}."
GOES = "{name} is on its way out: {why}."
FITS = "For {topic}: {lines}."
SHOWS_NOTHING = "{name} shows none of it"
SHOWS = "{name} shows {skills}"
FITS_ROLE = "of the {of} skills that it needs {parts}"
FITS_ROLE_PART = "{name} shows {n}"
DECIDE = (
    "What decides is your goal: say “I want to become …” and I reckon which one gets you further for your "
    "money and hours."
)

VALUED_TITLE = "What job postings for {family} roles name most"
VALUED_FROM = "Counted in {n} postings ({place}, {when}{old}); {note}."
VALUED_FAMILY = "Nobody counted postings for {role} alone, so this is {family} roles together."
VALUED_FITS = (
    "“fits” is how many of the {n} skills that {role} needs a credential shows: named often and fitting are two things."
)
VALUED_ARROW = "Whether any of them is on the rise: not enough data, there is only one window."
VALUED_MOVED = "Against the window before: {moved}."
THIN = (
    "The evidence is thin: of {n} postings for {family} roles hardly any names a credential, so I would not "
    "call any of "
    "them valued. Here is all that was counted."
)
NO_COUNTS = "I have no counted job postings for {role}, so I cannot say what is valued there."
NO_COUNTS_AT_ALL = "I have no counted job postings, so I cannot say what is valued."
VALUED_WHICH = "For which role? Name one, or pick one."
ANY_OF = "{label}, any"

NAMED = "{label} in {k} of {n} {family} postings ({share}; {where})"
NAMED_GROUP = (
    "only counted together as “{label}”: {k} of {n} {family} postings ({share}; {where}); it alone is named "
    "at most that often"
)
NOT_COUNTED = "nobody counted it in job postings that I may use"
INTERVAL = "{p} %, 95 % interval {low}-{high} %"

WORTH_TITLE = "Is {name} worth it? What is known"
WORTH_NOT = "Whether it pays off for you nobody can promise; here is what is known, and what is not."
WORTH_WAGE = "{role}: {money} a year in the middle ({where}; {soc})"
WORTH_WAGE_NOTE = "Wages are of whole occupations, for context: nobody knows what this credential adds to them."
WORTH_UNKNOWN = "Not known: {facts}."
WORTH_NONE_UNKNOWN = "All nine questions about its recognition are answered by references."
PARTNERS = "employer partners that the issuer names: {names}"
NO_DECAY = "no sign that it goes out of use"
RETIRED = "retired{when}"
RETIRING = "being retired{when}"
SUPERSEDED = "replaced by {name}"
VERSION = "exam version {version} since {since}"
VERSION_AGE = "exam version {version} since {since} ({months} months)"
SERVES = "Serves"

STACKS_TITLE = "What counts towards a degree"
STACKS_CREDIT = "Counted or recommended as university credit:"
STACKS_COUNTED = "{amount}, counted by {by} {source}"
STACKS_RECOMMENDED = "{amount}, recommended by {by} {source}"
STACKS_OTHER = "These stack too, but into another credential and not into a degree:"
STACKS_NOTE = "A university decides for itself what it counts: ask yours before you pay."
STACKS_NONE = "I know of no credential in this catalog that counts towards a degree."
AMOUNT_UNKNOWN = "amount not known"

EXPIRING_NONE_HELD = (
    "I do not know of any credential of yours yet. Tell me for example “passed Security+ on 3 May 2025”."
)
EXPIRING_TITLE = "What of yours expires {when}"
EXPIRING_NOTHING = "Nothing of yours expires {when}, as far as I know."
EXPIRING_NO_DATE = "I do not know since when you have {names}. Say for example “passed {first} on 3 May 2025”."
EXPIRING_NO_VALIDITY = "How long these are valid is not confirmed: {names}."
EXPIRING_FOREVER = "Never expiring: {names}."
EXPIRING_OVER = "Over already, as far as I know: {names}."
EXPIRING_LATER = "Not then: {names}."

DIVERSE_TITLE = "A diverse portfolio: your core and two new directions"
DIVERSE_ASK = (
    "I need something to start from. Tell me your goal or what you have, for example “I have Security+ and "
    "know Python”."
)
CORE = "Core: {role}"
DIRECTION = "New direction: {role}"
DIRECTION_HAVE = "with your core you bring {share} of it"
DIVERSE_NOTE = (
    "Directions are roles of other fields to which your core brings the most. Hours and money are of a "
    "checked plan for "
    "that role alone; pick one and I plan it properly."
)

SOURCES_TITLE = "Where that comes from"
SOURCES_NOTHING = "Sources of what? Ask me about a credential first, or say “sources for CCSP”."
SOURCES_NONE = "There is no reference behind that: it is our own estimate, so check it with the issuer."
SOURCES_OWN = "Without a reference, our own reading or estimate: {what}."
OLD = "over a year old"

AD_HOW = (
    "Paste the ad behind the words “job ad:”, or send it as a text file or PDF. I compare it with what you have; its "
    "text is not kept."
)
AD_TITLE = "Job ad: {role}"
AD_PLAIN = "Job ad"
AD_NOTHING = (
    "I found no skill or credential of my catalog in that text, so there is nothing to compare; I kept nothing of it."
)
AD_NO_AD = (
    "That does not look like a job ad: it asks for nothing. Paste the text of the ad with its requirements; I "
    "kept nothing of it."
)
AD_GAP = "You have {have} of {of} required{optional}."
AD_GAP_NONE = "You have {have} of {of} optional ones; it requires nothing that I know."
AD_GAP_OPTIONAL = " and {have} of {of} optional"
AD_ALL = "You show everything I can find in it."
AD_NOTE = (
    "Read by the names in it only. Levels are ours (1 aware to 4 leading); an ad states none. I keep the plan you ask "
    "for, not the text."
)
AD_EXPERIENCE = "It asks for {years} of experience; no credential gives you those."
AD_TELL = "I know nothing of yours yet: say “I have Security+ and know Python”, or send your CV."
AD_LEFT = "{n} more are in it that I left out of the table: {names}."
AIM_BAD = "That job ad names nothing that I can plan. Please paste it again."

CV_HOW = (
    "Paste it behind the words “my CV:”, or send a text file, PDF, JSON Resume or your LinkedIn export "
    "(Certifications.csv, Skills.csv). I propose what you have and keep nothing before you say yes."
)
CV_NOTHING = (
    "I found no credential or skill of my catalog in that CV, so there is nothing to add; I kept nothing of it."
)
CV_SAME = "I know everything already that I can find in that CV; I kept nothing of it."
CV_CREDENTIALS = "In your CV I found {n}. Do you have {them}?"
CV_SKILLS = "And {n}. Shall I add {them} as what you know?"
CV_SKILLS_ONLY = "In your CV I found {n}. Shall I add {them} as what you know?"
CV_ADDED = "Added as your own word, not verified: {names}. “undo” takes it back."
CV_NOT = "Fine, none of these."
CV_NOT_MINE = "Fine, I kept nothing of it."
CV_TICK = "Pick what is true, then “Done”. You can also type the numbers, like “1, 3”. Picked so far: {names}."
CV_LEFT = "Left out, because not finished yet: {names}."
CV_KNOWN = "Known already: {names}."
CV_LABEL_CREDENTIALS = "the credentials of your CV"
CV_LABEL_SKILLS = "the skills of your CV"
CV_NEXT = "That is all. Ask “what could I become?” or tell me a goal."
CV_LEVEL = (
    "Skills count at level 2 (with help) unless the CV says more; tell me when that is wrong, e.g. “expert in Python”."
)
CV_DAMAGED = "I cannot read {file}: {why}. I changed nothing."
CLOSED = (
    "I cannot read {file}: {why}. Paste the text itself, or send a text file, a PDF with text, JSON Resume "
    "or your LinkedIn export; I kept nothing of it."
)
CLOSED_WHY = {
    "": "Word files are closed to me",
    "pdf": "I did not get it, or it is larger than 256 KB",
    "locked": "it is locked with a password",
    "scanned": "it has no text, only pictures",
    "damaged": "it is damaged or no PDF",
    "heavy": "it is too much work to open",
}
"""Why a file was not read (bot.messages.Attachment.trouble)."""
FILE_CLOSED = (
    "I got {file}, but {why}, so I know nothing about what is in it. I can keep its name as evidence; a link that "
    "shows the work helps more."
)

BECOME_TITLE = "What is near to what you have"
BECOME_HAVE = "you bring {share} of it"
BECOME_MISSING = "missing most: {names}"
BECOME_PLAN = "{steps} ({hours}, {money} in fees) would close {share} of the rest within a year at {weekly} h a week"
BECOME_NO_PLAN = "no plan within a year with your present limits"
BECOME_WAGE = "wage: {money} a year in the middle ({where}; {soc})"
BECOME_NO_WAGE = "wage: not known"
BECOME_DEMAND = "postings: {k} of {n} counted ones were for {family} roles ({where})"
KINDRED = "O*NET {release}: {how} related to {start}"
KINDRED_SAME = "O*NET {release}: one occupation with {start}"
KINDRED_TIERS = {
    "Primary-Short": "among the five occupations most",
    "Primary-Long": "among the ten occupations most",
    "Supplemental": "among the twenty occupations most",
}
KINDRED_CREDIT = (
    "Between roles that are equally near, those come first that O*NET {release} (U.S. Department of Labor, CC BY 4.0) "
    "counts as related to the nearest one."
)
BECOME_NO_DEMAND = "postings: not counted"
BECOME_NOTE = (
    "Near means: the biggest share of what a role asks for, essential skills first, from {what}. Hours and "
    "money are of "
    "a checked plan.{counted}"
)
BECOME_START = (
    "I cannot tell yet what is near, because I know nothing of what you have. Tell me (“I have CCNA and know Python”), "
    "paste your CV, or pick a role that people start with."
)
