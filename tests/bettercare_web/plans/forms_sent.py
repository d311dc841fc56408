"""What a browser would send of the form on a page."""

from lxml import html


def sent_by(answer):
    """The fields of the page's main form with their values, without the token."""
    page = html.document_fromstring(answer.content.decode())
    forms = page.xpath("//main//form[@method='post']")
    return {
        name: value
        for form in forms[-1:]
        for name, value in form.form_values()
        if name != "csrfmiddlewaretoken"
    }


def form_of(client, address):
    """The fields of the form at an address."""
    return sent_by(client.get(address))


def text_of(answer):
    """The words on a page."""
    page = html.document_fromstring(answer.content.decode())
    return " ".join(page.text_content().split())
