"""Names that are also everyday words: inside a sentence they count only with capitals or a telling neighbour."""

from knowledge.words import word_set

EVERYDAY = word_set("""
    access ace act ad agile ai air airflow algorithm angular apex api app apt asm assembly attribution autopilot
    backup ba base bash bedrock bi blender blogging bond bootstrap branding bond cap cart cat cd chart chatbot chef ci
    cia cloud cobalt coding collaboration communication compliance composer concurrency confluence consul consulting
    containment copywriting cs cursor cx cypress cucumber dart data dash database debug debugging delta derivative
    design documentation doe do dr ds ea economic edge elastic ember embedding encryption enumeration ethic excel
    experimentation express facilitation falcon federation finance firewall fishbone flask flink flow fly flutter flux
    forensic gem git go grasp guardrail hardening helm hiring hive hr ips it ir jest julia juniper keep kind lab lead
    leadership lean lightning looker lora maker marketing math maven measure mentoring monitoring ml mobile mongo nas
    negotiating negotiation network networking next node od office open oracle outlook outpost packer pam panda
    performance pig pivoting plan planning playwright plc pm po postman power presentation pressure pricing privacy
    probability programming project prompting prospecting prototyping pulse puppet purchasing qa quality query r rag
    rapid react recon recruiting recruitment research restore renewal risk roadmapping routing rpm ruby rust safe
    sale salesforce salt san sap sas scala scm sd se security selling sem sentinel sem server service session shell
    sla slack snort snowflake solid spark spine spreadsheet spring sql stata stat statistic storm strategy stride
    support swagger swift switching synapse system tableau tax team tech terminal test testing think tls torch trello
    troubleshooting treasury unity usability ui unix ux vault vision vue waf warehousing waterfall web wing word
    workday writing c d x a b i cad grid cape case ids dashboard virtual core
    """) - word_set("salesforce sql sap looker snowflake tableau unix git bash encryption database firewall")
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
