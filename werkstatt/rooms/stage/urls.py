from django.urls import path

from werkstatt.rooms.stage import desk_urls
from werkstatt.rooms.stage.views import contributing, feedback, joining, page, record, voting

app_name = "stage"
STAGE = "<slug:edition>/sessions/<slug:code>/stage/"
urlpatterns = [
    path("join/", joining.join, name="join"),
    path("join/<str:code>/", joining.join_code, name="join_code"),
    path(STAGE, page.stage, name="stage"),
    path(f"{STAGE}calm/", page.calm, name="calm"),
    path(f"{STAGE}presence/", page.presence, name="presence"),
    path(f"{STAGE}questions/", contributing.ask, name="questions"),
    path(f"{STAGE}questions/supports/", contributing.support, name="supports"),
    path(f"{STAGE}questions/withdrawals/", contributing.withdraw, name="withdrawals"),
    path(f"{STAGE}messages/", contributing.write, name="messages"),
    path(f"{STAGE}messages/<int:pk>/", contributing.edit, name="message"),
    path(f"{STAGE}messages/removals/", contributing.delete, name="message_removals"),
    path(f"{STAGE}hands/", contributing.raise_hand, name="hands"),
    path(f"{STAGE}hands/lowering/", contributing.lower_hand, name="hands_lowering"),
    path(f"{STAGE}reactions/", contributing.react, name="reactions"),
    path(f"{STAGE}reports/", contributing.report, name="reports"),
    path(f"{STAGE}votes/", voting.vote, name="vote"),
    path(f"{STAGE}feedback/", feedback.feedback, name="feedback"),
    path(f"{STAGE}record/", record.record, name="record"),
    path(f"{STAGE}record/record.pdf", record.paper, name="record_paper"),
    path(f"{STAGE}record/questions.csv", record.sheet, {"name": "questions"}, name="record_questions"),
    path(f"{STAGE}record/polls.csv", record.sheet, {"name": "polls"}, name="record_polls"),
    path(f"{STAGE}record/chat.csv", record.sheet, {"name": "chat"}, name="record_chat"),
    path(f"{STAGE}materials/<int:pk>/<str:name>", record.material, name="material"),
    *desk_urls.urlpatterns,
]
