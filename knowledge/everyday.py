"""Names that are also everyday words: inside a sentence they count only with capitals or a telling neighbour."""

from knowledge.words import word_set

EVERYDAY = word_set("""
    a access ace act ad agile ai air airflow algorithm angular apex api app apt asm assembly attribution autopilot b
    ba backup base bedrock bi blender blogging bond bootstrap branding c cad cap cape cart case cat cd chart chatbot
    chef ci cia cloud cobalt coding collaboration communication compliance composer concurrency confluence consul
    consulting containment copywriting core cs cucumber cursor cx cypress d dart dash dashboard data debug debugging
    delta derivative design do documentation doe dr ds ea economic edge elastic embedding ember enumeration ethic
    excel experimentation express facilitation falcon federation finance fishbone flask flink flow flutter flux fly
    forensic gem go grasp grid guardrail hardening helm hiring hive hr i ids ips ir it jest julia juniper keep kind
    lab lead leadership lean lightning lora maker marketing math maven measure mentoring ml mobile mongo monitoring
    nas negotiating negotiation network networking next node od office open oracle outlook outpost packer pam panda
    performance pig pivoting plan planning playwright plc pm po postman power presentation pressure pricing privacy
    probability programming project prompting prospecting prototyping pulse puppet purchasing qa quality query r rag
    rapid react recon recruiting recruitment renewal research restore risk roadmapping routing rpm ruby rust safe sale
    salt san sas scala scm sd se security selling sem sentinel server service session shell sla slack snort solid
    spark spine spreadsheet spring stat stata statistic storm strategy stride support swagger swift switching synapse
    system tax team tech terminal test testing think tls torch treasury trello troubleshooting ui unity usability ux
    vault virtual vision vue waf warehousing waterfall web wing word workday writing x
""")
"""Compared forms (knowledge.words) that need context. Every name of one or two letters needs it, too."""

EVERYDAY_PHRASES = frozenset(
    {
        "a plus", "r and d", "data plus", "cloud plus", "project plus", "c level", "it support", "on call", "core user",
        "black belt", "green belt", "yellow belt", "is audit", "is auditor", "virtual assistant", "knowledge base",
    }
)  # fmt: skip
"""Names of two words that are common speech, too."""

BEFORE = {
    "skill": word_set("""
        know known knowing knew use used using learn learning learned learnt study studying studied code coding coded
        program programming programmed write writing wrote in with understand understanding teach teaching master
        mastering improve improving proficient fluent experience skill language develop developing tool of about at
        do doing did practise practice want need like love better good basic advanced some"""),
    "occupation": word_set(
        "a an as be become becoming being am im senior junior lead chief role job title position into work"
    ),
    "credential": word_set("""
        have has had got get getting hold holding passed pass passing completed complete did earned earn take taking
        took my ive own renew renewing certified comptia sit sitting after before attempt attempted failed"""),
}
"""Words right before such a name that tell that it is meant, by kind."""

KNOWING = word_set("know knowing learn learning use using used")
"""Words that begin a list of skills: "I know word and excel"."""

AFTER = word_set("""
    language programming developer development framework skill certification cert exam lang script code engineer
    library admin administrator credential certificate badge job role position programmer coding""")
"""Words right after it that tell the same."""

OTHERWISE = {
    "ad": word_set("hoc"),
    "go": word_set("to for back through on ahead over into from deeper out up down home away further"),
    "case": word_set("study studies of"),
}
"""What follows an everyday word when it is only that: "go to", "ad hoc"."""

TELLING = {
    "skill": word_set("know knowing learn learning use used using in with understand study studying"),
    "occupation": word_set("a an as be become becoming am im senior junior lead chief another"),
    "credential": word_set("""
        have has had got hold holding passed pass passing completed did earned earn take taking took sit sitting failed
        renew renewing own"""),
}
"""Words before a name that tell its kind for sure."""

PAPERS = word_set("exam cert certification certificate credential badge test")
"""Words after such a name that tell that the credential is meant."""
