"""Countries as people name them, for their public holidays: "German holidays", "holidays in Bavaria", "US-CA"."""

import re

_NAMES = {
    **dict.fromkeys(("german", "germany"), "DE"),
    **dict.fromkeys(("bavarian", "bavaria"), "DE-BY"),
    "berlin": "DE-BE",
    **dict.fromkeys(("us", "usa", "american", "america", "united states", "federal"), "US"),
    **dict.fromkeys(("uk", "british", "britain", "united kingdom"), "GB"),
    **dict.fromkeys(("english", "england"), "GB-ENG"),
    **dict.fromkeys(("scottish", "scotland"), "GB-SCT"),
    **dict.fromkeys(("french", "france"), "FR"),
    **dict.fromkeys(("spanish", "spain"), "ES"),
    **dict.fromkeys(("italian", "italy"), "IT"),
    **dict.fromkeys(("dutch", "netherlands"), "NL"),
    **dict.fromkeys(("belgian", "belgium"), "BE"),
    **dict.fromkeys(("austrian", "austria"), "AT"),
    **dict.fromkeys(("swiss", "switzerland"), "CH"),
    **dict.fromkeys(("polish", "poland"), "PL"),
    **dict.fromkeys(("portuguese", "portugal"), "PT"),
    **dict.fromkeys(("irish", "ireland"), "IE"),
    **dict.fromkeys(("swedish", "sweden"), "SE"),
    **dict.fromkeys(("norwegian", "norway"), "NO"),
    **dict.fromkeys(("danish", "denmark"), "DK"),
    **dict.fromkeys(("finnish", "finland"), "FI"),
    **dict.fromkeys(("indian", "india"), "IN"),
    **dict.fromkeys(("japanese", "japan"), "JP"),
    **dict.fromkeys(("chinese", "china"), "CN"),
    **dict.fromkeys(("korean", "korea", "south korea"), "KR"),
    **dict.fromkeys(("australian", "australia"), "AU"),
    **dict.fromkeys(("canadian", "canada"), "CA"),
    **dict.fromkeys(("brazilian", "brazil"), "BR"),
    **dict.fromkeys(("mexican", "mexico"), "MX"),
    **dict.fromkeys(("nigerian", "nigeria"), "NG"),
    **dict.fromkeys(("kenyan", "kenya"), "KE"),
    **dict.fromkeys(("egyptian", "egypt"), "EG"),
    **dict.fromkeys(("turkish", "turkey"), "TR"),
    **dict.fromkeys(("singaporean", "singapore"), "SG"),
    "south african": "ZA",
    "south africa": "ZA",
}
_CODE = re.compile(r"\b([A-Z]{2}(?:-[A-Z0-9]{1,3})?)\b")
_WORD = re.compile(rf"\b({'|'.join(sorted(map(re.escape, _NAMES), key=len, reverse=True))})\b", re.I)
_PLACE = re.compile(r"\bholidays (?:in|of|for) (?P<p>[\w -]{2,30})", re.I)


def region(text: str) -> str:
    """The region that a text names: a code like DE-BY, what stands after "holidays in", or "" for none."""
    if (found := _WORD.search(text)) and not (found[1].lower() == "us" and found[1] != "US"):  # "remind us"
        return _NAMES[found[1].lower()]
    if found := _CODE.search(text):
        return found[1]
    place = _PLACE.search(text)
    return place["p"].strip() if place else ""
