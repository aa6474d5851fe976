"""Fixed phrases: the words on buttons, commands, and the short things people say."""

import re

from bot.intents import Kind

_PHRASES: list[tuple[Kind, str]] = [
    (Kind.SETTINGS, r"(?:show |open |change |edit )?(?:my |the )?(?:settings|preferences)(?: please)?"),
    (Kind.REMINDERS, r"(?:show )?(?:me )?(?:my |the )?(?:reminders?|check-?ins?|notifications)"),
    (Kind.GOAL, r"(?:set|add|change|edit|name) (?:a|my|the|another) goal|(?:my )?goals?"),
    (Kind.ADD_EVIDENCE, r"(?:add|new|save|keep) (?:some |an? |my )?evidence|evidence"),
    (Kind.PORTFOLIO, r"(?:show )?(?:me )?my (?:portfolio|achievements|evidence|credentials|badges|certs?|certifications)|portfolio|achievements"
                     r"|what (?:have|did) i (?:do|done|achieve|achieved|earn|earned|build|built|make|made)(?: so far)?"),
    (Kind.PICTURE, r"(?:show|draw|give|make)(?: me)?(?: it| this| that| my plan| the plan| a)?(?: as| as a| a)? ?(?:picture|chart|timeline|image|diagram)(?: of (?:it|my plan|the plan))?"
                   r"|draw(?: me)? (?:it|this|my plan|the plan)|picture|chart|timeline|(?:as )?a picture"),
    (Kind.LINK, r"(?:link|connect)(?: (?:my |an |another |a |this |to )?(?:other |second |new )?(?:accounts?|telegram|slack|terminal|phone)(?: accounts?)?)?"),
    (Kind.LINKED, r"(?:which|what) accounts are (?:linked|mine|connected)|(?:my|linked|show my) accounts?|linked accounts|accounts"),
    (Kind.UNLINK, r"(?:unlink|disconnect)(?: (?:this|my|the)(?: other)? ?(?:accounts?|telegram|slack|terminal)?)?"),
    (Kind.KEEP, r"keep (?:the other|this)(?: account'?s)?(?: record| one)?"),
    (Kind.ACCEPT, r"(?:ok(?:ay)?,? |yes,? |sounds good,? |great,? )?(?:accept(?:ed)?(?: (?:it|this|that|the plan|plan))?|let'?s go|do it|take it)|(?:looks|sounds) (?:good|great)|i accept(?: (?:it|this|the plan))?|i(?:'| wi)?ll take it|let'?s do (?:it|this)"
                  r"|deal|go ahead|start (?:it|this plan)|perfect|take it|do it"),
    (Kind.YES, r"yes(?: please)?|yep|yeah|yup|sure|ok(?:ay)?|y|correct|right|exactly|of course|please do"),
    (Kind.NO, r"no(?: thanks?| thank you)?|nope|nah|n|cancel|reject|keep (?:the )?old(?: (?:one|plan))?|never ?mind|leave it"),
    (Kind.SKIP, r"skip|i don'?t know|not sure|no idea|dunno|idk|any|whatever|pass(?: on that)?|don'?t care"),
    (Kind.CHEAPER, r"(?:a )?(?:cheaper|less expensive)(?: (?:one|plan|option|please))?|too expensive|cost less|cheapest|save money"
                   r"|is there (?:anything|something) cheaper|(?:can|could) (?:i|you|we|it|this) (?:do (?:it|this) |be |make it |get it )?cheaper|make it cheaper|something cheaper"),
    (Kind.FASTER, r"(?:a )?(?:faster|quicker|sooner|shorter)(?: (?:one|plan|option|please))?|too (?:slow|long)|make it (?:faster|shorter)"
                  r"|fastest|earlier|(?:can|could) (?:i|you|we|it|this) (?:do (?:it|this) |be |make it |get (?:it|there) )?(?:faster|quicker|sooner|earlier)|speed it up|something faster"),
    (Kind.RECOGNISED, r"(?:an? |the )?(?:more|better|best|higher)[- ]recogni[sz]ed(?: (?:one|plan|option|alternative))?(?: please)?"),
    (Kind.ALTERNATIVES, r"(?:please )?(?:compare|show|list|what are)(?: me)?(?: all)?(?: (?:the|my|these|your|other))? (?:other )?(?:plans|alternatives|alternative plans|options)(?: side by side| with each other)?(?: please)?"
                        r"|(?:are there |any )?(?:other (?:plans|options)|alternatives|alternative plans)|plans side by side|(?:the )?alternatives"),
    (Kind.SAFER, r"(?:a )?(?:safer|surer|more certain)(?: (?:one|plan|option|please))?|too (?:risky|tight)|(?:an? )?80 ?(?:%|percent)(?: sure)?(?: (?:one|plan))?|make it safer|something safer"),
    (Kind.LIKELY, r"how (?:likely|sure|certain|realistic|safe) (?:is (?:it|this|that|the plan|my plan)|are you)|what are (?:my|the) (?:chances|odds)|(?:my|the) chances"
                  r"|(?:will|can) i (?:make it|be done|finish)(?: in time| on time)?|is (?:it|this|the plan|my plan) (?:realistic|safe)"),
    (Kind.UNDO, r"undo(?: (?:that|it|the last (?:one|change)))?|take (?:it|that) back|revert"),
    (Kind.CALENDAR, r"(?:export|download|send(?: me)?|give me|get)(?: (?:me|my|the|a))* (?:calendar|\.?ics)(?: file)?|(?:my )?(?:calendar|\.?ics)(?: (?:file|export))?|(?:export|add)(?: (?:my plan|it|this|the plan))? (?:to|as)(?: my| a)? calendar"),
    (Kind.EXPORT, r"export(?: (?:my )?(?:data|everything|record|plan))?|download my data|give me my data"),
    (Kind.FORGET, r"forget(?: (?:me|everything(?: about me)?|about me|all my data))?|delete (?:me|my (?:data|account)|everything(?: about me)?)|erase (?:me|my data)"),
    (Kind.HELP, r"help(?: me)?|\?+|what can you do(?: for me)?|how does this work|what (?:is this|are you)|who are you|commands|menu|start"
                r"|what (?:do|should) i (?:do|say)(?: now| here)?|get started|how do(?:es)? (?:i|this|it) (?:start|work)"),
    (Kind.GREETING, r"h(?:i|ello|ey|ola)(?: there| bot| credpath)?|good (?:morning|evening|afternoon|day)|yo|moin|greetings"),
    (Kind.GOODBYE, r"(?:good)?bye(?: bye)?|see you(?: later)?|good night|cu|ciao|later"),
    (Kind.ROBOT, r"are you (?:a )?(?:robot|bot|human|real|an? ai|chatgpt)|is this (?:a bot|an ai)"),
    (Kind.LOST, r".*\b(?:no idea where to (?:start|begin)|(?:don'?t|do not) know (?:what|where)|what (?:could|can|should) i (?:become|be|do with my life)|(?:not sure|unsure) what).*"
                r"|something with computers|(?:suggest|recommend)(?: me)? (?:a )?(?:role|job|career)s?|which (?:role|job|career)s?(?: are there| do you know)?"),
    (Kind.THANKS, r"thank(?:s| you)(?: (?:so|very) much| a lot)?|thx|ty|cheers|great,? thanks|cool|nice|awesome|great|good"),
    (Kind.START_OVER, r"start (?:over|again|from scratch)|new (?:goal|plan|wish)|reset|restart|begin again"),
    (Kind.SHOW_PLAN, r"(?:show (?:me )?)?(?:my |the )?(?:current )?(?:plan|pathway|steps|roadmap)(?: please)?|where (?:was i|were we)|what(?:'?s| is) my plan"
                     r"|what(?:'?s| is) next(?: step)?|next(?: step)?|what now"),
    (Kind.SHOW_ALL, r"show (?:me )?(?:all|everything|all steps|the rest|more)|all steps|details?|more"),
    (Kind.PROGRESS, r"progress|status|how am i doing|my progress|how far (?:am i|have i (?:got|come))|where am i"),
    (Kind.STILL, r"(?:still (?:on it|at it|working(?: on it)?|going)|in progress|ongoing|on track)(?:[,;:.] .*)?"),
    (Kind.NOT_THIS_WEEK, r"(?:not this week|busy(?: this week)?|no time(?: this week)?)(?:[,;:.] .*)?"),
    (Kind.SLIPPED, r"slipped|(?:i'?m |i am )?(?:behind|late|delayed)|fell behind"),
    (Kind.PASSED, r"done|finished|completed|(?:i )?passed(?: it| the exam)?|i did it|got it"),
    (Kind.FAILED, r"(?:i )?failed(?: (?:it|the exam|again))?|(?:i )?did(?:n'?t| not) (?:pass|make it)(?: it| the exam)?|did not pass|flunked(?: it)?"),
    (Kind.WHY_REMINDED, r"why (?:did i get|am i getting|do i get) (?:this|that|these|reminders?|it)|why this (?:message|reminder)"),
    (Kind.PAUSE, r"(?:stop|pause|mute|disable|cancel|turn off|no more|quit)(?: (?:all |the |my |sending )?(?:reminders?|check-?ins?|messages|nudges))?|stop (?:it|reminding me|writing)"
                 r"|unsubscribe|leave me alone|i want (?:it|this|them) to stop|i want to stop(?: (?:this|reminders))?|no reminders|reminders off"),
    (Kind.RESUME, r"(?:resume|unpause|unmute|continue|restart|turn on)(?: (?:the |my )?(?:reminders?|check-?ins?|nudges))?|reminders on"),
    (Kind.ABOUT_ME, r"what do you (?:know|remember)(?: about me)?|(?:show )?my (?:profile|data)"
                    r"|what (?:do i|have i) (?:have|got)"),
    (Kind.PRIVACY, r"(?:who (?:can )?sees? (?:this|my data|it)|what can hr see|privacy|is this private|who looked)\??"),
    (Kind.OTHER_DATE, r"the (?:other|later|earlier) date|(?:other|later|earlier) date"),
    (Kind.TRUST, r"(?:and |but |so |ok(?:ay)?,? )?(?:how (?:much|far) (?:can|could|should|do|may) (?:i|we) (?:trust|rely on|count on|believe) (?:this|it|that|you|(?:the|this|that|my|your) plan)"
                 r"|(?:can|should|could) (?:i|we) (?:really )?(?:trust|rely on|believe) (?:this|it|that|(?:the|this|that|my|your) plan)"
                 r"|how (?:sure|certain|confident) (?:are you|is (?:this|it|that|the plan))(?: (?:of|about) (?:this|it|that|the plan))?|are you (?:really )?(?:sure|certain)(?: (?:of|about) (?:this|it|that|the plan))?"
                 r"|how (?:reliable|trustworthy|solid|safe|good) is (?:this|it|that|(?:the|this|my|your) plan)|(?:is|are) (?:this|it|these|the plan|these facts) (?:reliable|trustworthy|certain|proven|confirmed)|how do you know(?: (?:this|that|it))?|trust)"),
    (Kind.SWAP, r"swap(?: (?:a|one) step)?|something else|another option|(?:an )?alternative|another (?:one|plan)|different(?: plan)?|change (?:a step|it)|i don'?t like (?:it|this)"),
    (Kind.REPLAN, r"(?:re-?plan|plan (?:the rest )?(?:again|anew))(?: (?:the rest|it))?|plan the rest again|update (?:the|my) plan"),
    (Kind.WHY, r"why|how come|explain(?: (?:it|this|the plan))?|why (?:this|these|this plan|those)(?: steps?)?|reasons?|because\?"),
]  # fmt: skip
_COMPILED = [(kind, re.compile(rf"(?:{pattern})", re.I)) for kind, pattern in _PHRASES]
_COMMANDS = {
    "start": Kind.HELP,
    "privacy": Kind.PRIVACY,
    "pause": Kind.PAUSE,
    "plan": Kind.SHOW_PLAN,
    "me": Kind.ABOUT_ME,
    "new": Kind.START_OVER,
}


def phrase(text: str) -> Kind | None:
    """The intent of a message that is nothing but a fixed phrase or a /command."""
    bare = re.sub(r"\s+", " ", text.replace("’", "'")).strip().strip(".!,…").strip()
    if bare.startswith("/"):
        word = bare[1:].split(" ")[0].split("@")[0].lower()
        if word in _COMMANDS:
            return _COMMANDS[word]
        bare = bare[1:]
    for kind, pattern in _COMPILED:
        if pattern.fullmatch(bare) or pattern.fullmatch(bare.rstrip("?").strip()):
            return kind
    return None
