"""Files in and out. A token goes to Slack's own hosts only, and nothing larger than a note is read."""

import asyncio

from adapters.attached import opened
from adapters.slack.api import Api
from adapters.slack.calls import UPLOAD
from adapters.slack.grants import Grant
from adapters.slack.hosts import trusted
from adapters.slack.outcomes import failure
from adapters.wire import Call, Failure, Outcome
from bot.messages import Attachment

MOST = 256 * 1024  # bytes
_TEXT = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/x-ndjson",
    "application/zip",
    "application/pdf",
)


async def fetched(api: Api, grant: Grant, attachment: Attachment) -> Attachment:
    """The attachment with its text; unchanged when it is too large or no text. Raises Failure."""
    if attachment.size > MOST or not attachment.media_type.startswith(_TEXT):
        return attachment
    url = trusted(attachment.ref, api.base)
    if url is None:
        raise Failure(Outcome.REFUSED, "foreign_host")
    try:
        headers = {"Authorization": f"Bearer {grant.token}"}
        async with api.session().get(url, headers=headers, allow_redirects=False, proxy=api.client.proxy) as answer:
            if answer.status != 200:
                raise _bad_status(answer.status)
            if answer.content_type == "text/html" and attachment.media_type != "text/html":
                raise Failure(Outcome.REFUSED, "not_authed")  # Slack answers with its login page
            content = b""
            async for chunk in answer.content.iter_chunked(65536):
                content += chunk
                if len(content) > MOST:
                    return attachment
    except Exception as error:
        raise failure(error) from None
    return await asyncio.to_thread(opened, attachment, content)


def _bad_status(status: int) -> Failure:
    if 300 <= status < 400:
        return Failure(Outcome.REFUSED, "redirect")
    return Failure(Outcome.LATER if status == 429 or status >= 500 else Outcome.REFUSED, f"http_{status}")


async def uploaded(api: Api, grant: Grant, call: Call, channel: str, key: str) -> str:
    """Share a call's file in a channel; returns the receipt. Raises Failure."""
    upload = call.upload
    if call.method != UPLOAD or upload is None:
        raise Failure(Outcome.REFUSED, "no_file")
    content = upload.content
    about = {"filename": upload.name, "length": len(content), "alt_txt": str(call.params["title"])[:1000]}
    try:
        place = await api.call(grant.token, "files.getUploadURLExternal", about, key)
        url = trusted(str(place.get("upload_url")), api.base)
        if url is None:
            raise Failure(Outcome.REFUSED, "foreign_host")
        async with api.session().post(url, data=content, allow_redirects=False, proxy=api.client.proxy) as answer:
            if answer.status != 200:
                raise _bad_status(answer.status)
    except Exception as error:
        found = failure(error)
        if found.outcome is Outcome.DOUBT:  # nobody sees a file before it is completed
            raise Failure(Outcome.LATER, found.reason) from None
        raise found from None
    shared = {"files": [{"id": place["file_id"], "title": upload.name}], "channel_id": channel}
    if thread := call.params.get("thread_ts"):
        shared["thread_ts"] = thread
    await api.call(grant.token, "files.completeUploadExternal", shared, key)
    return f"{channel}:{place['file_id']}"
