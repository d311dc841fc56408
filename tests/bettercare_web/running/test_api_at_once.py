"""Programs that ask the same thing at once, over HTTP, on both databases: it is done once."""

import json
from concurrent.futures import ThreadPoolExecutor

AT_ONCE = 10
BODY = json.dumps({"fields": {"scheme_name": "Falls", "amounts.2019-20": "1,000"}})


class Asks:
    """Requests of one program, each on a connection of its own."""

    def __init__(self, service):
        self.service, self.made = service, service.program("make_token", "lead@leicester.example")

    def __call__(self, method, path, body=None, **headers):
        named = {
            "Authorization": f"Bearer {self.made['token']}",
            "Content_Type": "application/json",
        }
        address = f"/api/v1/plans/{self.made['plan']}/{path}"
        return self.service.ask(method, address, body, **named, **headers)

    def add(self, body=BODY):
        return self("POST", "tables/schemes/rows", body, Idempotency_Key="k-1")


def at_once(ask):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(ask, range(AT_ONCE)))


def test_what_programs_ask_at_once_is_done_once(service):
    asks = Asks(service.start())
    answer = added_once(asks)
    edited_once(asks)
    service.kill()
    service.start(workers=1)
    status, _, text = asks.add()  # the same request once more, after the crash
    assert (status, text) == (201, answer)
    _, _, listed = asks("GET", "tables/schemes/rows?limit=200")
    assert len(json.loads(listed)["items"]) == len(asks.made["schemes"]) + 1
    service.stop()
    assert service.command("audit", "verify").stdout.startswith("Whole:")


def added_once(asks):
    """One key at once: one answer. The same key with another body is refused."""
    answers = at_once(lambda _: asks.add())
    assert {status for status, _, _ in answers} == {201}
    [answer] = {text for _, _, text in answers}
    assert asks.add(BODY.replace("Falls", "Other"))[0] == 422
    return answer


def edited_once(asks):
    """Of those that edit one version one is taken; the others are told what is there now."""
    row = asks.made["schemes"][0]
    etag = asks("GET", f"rows/{row}")[1]["etag"]

    def edit(number):
        body = json.dumps({"fields": {"scheme_name": f"Falls {number}"}})
        return asks("PATCH", f"rows/{row}", body, If_Match=etag)

    answers = at_once(edit)
    assert sorted(status for status, _, _ in answers) == [200] + [412] * (AT_ONCE - 1)
    [taken] = [json.loads(text) for status, _, text in answers if status == 200]
    held = json.loads(asks("GET", f"rows/{row}")[2])
    assert held["fields"]["scheme_name"] == taken["fields"]["scheme_name"]
