from django.urls import path

from werkstatt.surfaces.website import addresses  # noqa: F401  (registers the converters)
from werkstatt.surfaces.website.views import feeds, files, home, legal, people, programme, search, sessions, themes

app_name = "website"
urlpatterns = [
    path("", home.root, name="root"),
    path("editions/", home.editions, name="editions"),
    path("robots.txt", files.robots, name="robots"),
    path("sitemap.xml", files.sitemap, name="sitemap"),
    path("favicon.ico", files.favicon, name="favicon"),
    path("photos/<slug:slug>-<str:sha>.webp", files.photo, name="photo"),
    path("plan/<str:token>.ics", feeds.plan_feed, name="plan_feed"),
    path("speakers/<slug:slug>/", people.speaker, name="speaker"),
    path("themes/<slug:slug>/", themes.theme, name="theme"),
    path("<slug:edition>/", home.edition, name="edition"),
    path("<slug:edition>/programme/", programme.programme, name="programme"),
    path("<slug:edition>/programme/<channel:channel>/<day:on>/", programme.timetable, name="timetable"),
    path("<slug:edition>/sessions/<slug:code>/", sessions.session, name="session"),
    path("<slug:edition>/sessions/<slug:code>/star/", sessions.star, name="star"),
    path("<slug:edition>/sessions/<slug:code>/session.ics", feeds.session_feed, name="session_feed"),
    path("<slug:edition>/calendar.ics", feeds.edition_feed, name="edition_feed"),
    path("<slug:edition>/themes/", themes.themes, name="themes"),
    path("<slug:edition>/themes/<slug:slug>/", themes.edition_theme, name="edition_theme"),
    path("<slug:edition>/speakers/", people.speakers, name="speakers"),
    path("<slug:edition>/search/", search.search, name="search"),
    path("<slug:edition>/contact/", legal.contact, name="contact"),
    path("<slug:edition>/imprint/", legal.text, {"kind": "imprint"}, name="imprint"),
    path("<slug:edition>/privacy/", legal.text, {"kind": "privacy"}, name="privacy"),
    path("<slug:edition>/accessibility/", legal.text, {"kind": "accessibility"}, name="accessibility"),
    path("<slug:edition>/terms/", legal.text, {"kind": "terms"}, name="terms"),
]
