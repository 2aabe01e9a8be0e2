"""From nobody known to the first recognised face."""

from playwright.sync_api import expect


def test_example_leads_to_the_first_recognised_face_in_two_clicks(visit, people, locale):
    page = visit(locale)
    page.sees("welcome", page.says("page.welcome.title"))
    page["welcome-example"].click()
    name = page.says("page.welcome.example_name")
    page.sees("welcome-said", page.says("page.welcome.known", name=name))
    assert [person.name for person in people.people.all()] == [name]
    page["welcome-recognize"].click()
    page.sees("photo-table", name)
    expect(page["welcome"]).to_be_hidden()


def test_first_step_comes_first_and_leads_to_the_enrolment(visit, people, locale):
    page = visit(locale)
    page["welcome-recognize"].click()
    page.sees("welcome-said", page.says("page.welcome.first"))
    page["welcome-enrol"].click()
    expect(page["enrol-in"]).to_be_visible()


def test_welcome_is_for_newcomers_and_opens_again(visit, people):
    page = visit()
    page["welcome-example"].click()
    page.sees("welcome-said", "Eileen")
    page.load_again()
    expect(page["photo-in"]).to_be_visible()
    expect(page["welcome"]).to_be_hidden()
    page["welcome-open"].click()
    expect(page["welcome"]).to_be_visible()
    page["welcome-live"].click()
    expect(page["live-start"]).to_be_visible()
    expect(page["welcome"]).to_be_hidden()
