"""What the bot says by itself, and what it says about when it does. English."""

CHECK_IN = "Weekly check-in: how is {name} going?"
CHECK_IN_LATE = "It was planned until {end}; “plan the rest again” makes new dates."
CHECK_IN_LAST = "I have not heard from you for a while, so this is the last one until you say “resume”."
CHECK_IN_LAST_DATED = " (What has a date, an exam or a renewal, still reaches you.)"
CHECK_IN_STREAK = "That would be week {weeks} in a row."
ASK_WHEN = "It can help to settle on a day and a time for it."
ASK_WHEN_BUTTON = "Pick a study time"
EXAM_NEAR = "Your {name} exam is {when}, on {day}."
EXAM_OVER = "Your {name} exam was on {day}. How did it go?"
EXPIRES = "{name} is valid until {day}, {days} from now.{how}"
RENEW_HOW = " It is {how}; check the details with the issuer."
WINDOW_OPENS = "From today on {name} can be renewed; it is valid until {day}."
GRACE = "{name} was valid until {day}; it can still be renewed until {ends}."
LAPSED = "{name} was valid until {day}. If you have renewed it, tell me: “renewed {name}”."
PICTURE = "Your last month, as a picture:"
PICTURE_SUMMARY = "your month"
DIGEST = "A few things at once: {what}."
LATE_ONE = "This comes late: it was due on {day}."
BUTTONS = {
    "tomorrow": ("Ask me tomorrow", "snooze"),
    "tell": ("Remind me tomorrow", "snooze"),
    "weekly-check-in": ("Stop asking", "stop the check-ins"),
    "exam-countdown": ("No exam reminders", "stop the exam reminders"),
    "renewal": ("No renewal reminders", "stop the renewal reminders"),
    "progress-picture": ("No pictures", "stop the pictures"),
    "all": ("Stop all of these", "pause"),
}
KINDS = {
    "weekly-check-in": "the weekly check-in",
    "exam-countdown": "exam reminders",
    "renewal": "renewal reminders",
    "progress-picture": "the monthly picture",
}
KIND_OFF = "Off: {kind}. Everything else stays; “resume” turns all of it on again."
KIND_OFF_ALREADY = "You get none of these anyway: {kind}."
NOT_ON = "There is nothing to put off: I have not reminded you of anything lately."
SNOOZED = "Fine, I will come back to it on {day} at {at}."
SNOOZED_MOVED = "Fine, I will come back to it on {day} at {at} ({why})."
SNOOZE_PAST = "That is over already, so I changed nothing. Say for example “snooze 3 days”."
SNOOZE_FAR = "That is more than I can put off; please say at most 60 days, or “pause”."
AWAY_SET = "Enjoy: nothing from me from {first} to {last}. {back}"
AWAY_ONE = "Fine: nothing from me on {first}. {back}"
AWAY_BACK = "The first one after that comes on {day}."
AWAY_BACK_NONE = "“back” ends it earlier."
AWAY_WHEN = "From when to when? Say for example “I'm away 3-14 August” or “away until Monday”."
AWAY_PAST = "Those days are over already, so I changed nothing."
AWAY_FAR = "That is more than a year; “pause” stops reminders for good."
AWAY_NOT = "I had no absence of yours noted, so nothing changes."
AWAY_ENDED = "Welcome back.{next}"
NEXT = " The next reminder comes on {day} at {at}."
CAP_SET = "At most {n} in any seven days from now on.{note}"
CAP_BAD = "Please give me a number from 1 to 14; “pause” stops them."
CAP_NOTE = " An exam or a renewal that falls between goes into the message before it."
LIMIT_SET = "I stop asking after {n} without an answer."
LIMIT_BAD = "Please give me a number from 1 to 20."
WORKDAYS_SET = "Only on {days} from now on.{moved}"
WORKDAYS_ALL = "On any day of the week again.{moved}"
MOVED = " Your check-in moves from {slot} to the next such day: {day} at {at}."
HOLIDAYS_SET = "No reminders on public holidays ({region}); they come on the next day that is none."
HOLIDAYS_OFF = "Public holidays are days like any other to me now."
HOLIDAYS_WHERE = "Which country's? Say for example “no reminders on German holidays” or “holidays in DE-BY”."
HOLIDAYS_UNKNOWN = "I have no calendar of holidays for “{words}”. A country, or a code like DE-BY or US-CA, works."
DAY_FREE = "Noted: {day} is free for you, whatever the calendar says."
DAY_OPEN = "Noted: {day} is no free day for you, whatever the calendar says."
ASK_STUDY_DAY = "On which day do you mean to study?"
ASK_STUDY_DAY_NEXT = "One more: on which day do you mean to study?"
ASK_STUDY_TIME = "And at what time on {day}?"
STUDY_SET = "Noted: you study {slots}. I do not write to you then."
STUDY_NONE = "Fine, no fixed time."
STUDY_CLEARED = "Your study times are gone."
STUDY_TIMES = ("07:30", "12:30", "18:00", "20:00")
NO_FIXED_TIME = "No fixed time"
EXAM_SET = "Noted: {name} on {day}. I remind you {days}."
EXAM_SOON = "Noted: {name} on {day}. Good luck!"
EXAM_OFF = "Noted: {name} on {day}. Exam reminders are off; “resume” turns them on."
EXAM_WHICH = "Which exam is that? Say for example “my Security+ exam is on 3 May”."
EXAM_WHEN = "On which day? Say for example “my {name} exam is on 3 May”."
EXAM_PAST = "{day} is over; say “passed {name}” or “failed it” if that is the news."
EXAM_FAR = "That is more than five years away; please check the day."
RENEWED = "Noted: {name} renewed on {day}.{until} (Your own word; “undo” takes it back.)"
RENEWED_UNTIL = " By the issuer's rule it is valid until {day}; say “{name} is valid until …” if that is another day."
RENEWED_WHICH = "Which credential did you renew?"
NOT_YOURS = "I do not have {name} as yours yet. Say “passed {name}” with its day first."
VALID_UNTIL = "Noted: {name} is valid until {day}.{then}"
VALID_THEN = " I remind you before."
WHY_LAST = "The last one came on {day} at {at}."
WHY_RULE = "It is {reason}: every {slot} ({zone})."
WHY_PICTURE = (
    "It is the monthly look at your progress, with the first check-in of a month in which you told me of some."
)
WHY_EXAM = (
    "You told me that your {name} exam is on {day}; I remind you 14 and 7 days before and the day before, "
    "and ask afterwards."
)
WHY_RENEWAL = "{name} is valid until {day}; I remind you 90, 60, 30 and 7 days before."
WHY_MERGED = "It stands for {n} that could not be sent."
WHY_STOP = "“pause” stops it."
WHY_NEXT = "Next: {day} at {at}{moved}."
WHY_OFF = "It is off now."
MOVES = {
    "gap": "the clock was put forward over its time",
    "late": "it could not be sent in time",
    "snooze": "you put it off",
    "weekend": "it was none of your working days",
    "holiday": "a public holiday ({0})",
    "free": "you said that the day is free",
    "away": "away until {0}",
    "quiet": "your quiet hours, until {0}",
    "jitter": "a few minutes, because I do not write to everybody in the same second",
    "cap": "{0} in seven days already",
}
CHAIN = "What moved it: {moves}."
LISTED = {
    "exam-countdown": "Exams: I write about {names} on {day}.",
    "renewal": "Renewals: I write about {names} on {day}.",
    "progress-picture": "A picture of your progress once a month, when there is some.",
    "study": "You study {slots}.",
    "away": "Away: {periods}.",
    "days": "Only on {days}.",
    "holidays": "Not on public holidays ({region}).",
    "limits": "At most {cap} in seven days; I stop asking after {ignored} without an answer.",
}
RESUMED_DATED = "Reminders are on again."

CALENDAR = (
    "Your calendar as a file: study times, steps, booked exams and renewals. Open it with any calendar app; when the"
    " plan changes, export it again."
)
CALENDAR_EMPTY = "There is nothing for a calendar yet: no plan, no study time, no booked exam and no renewal ahead."
CALENDAR_NAME = "Credpath"
CALENDAR_STUDY = "Study time"
CALENDAR_EXAM = "Exam: {name}"
CALENDAR_RENEWAL = "Renew: {name}"
