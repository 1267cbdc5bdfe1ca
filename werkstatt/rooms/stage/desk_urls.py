"""Addresses of those who lead a stage."""

from django.urls import path

from werkstatt.rooms.stage.views import acting, desk, preparing, record_desk

STAGE = "<slug:edition>/sessions/<slug:code>/stage/"
DESK = f"{STAGE}moderation/"
urlpatterns = [
    path(f"{STAGE}opening/", preparing.opening, name="opening"),
    path(DESK, desk.page, name="moderation"),
    path(f"{DESK}parts/<slug:name>/", desk.part, name="moderation_part"),
    path(f"{DESK}lead/", acting.lead, name="moderation_lead"),
    path(f"{DESK}settings/", preparing.settings, name="moderation_settings"),
    path(f"{DESK}helpers/<int:pk>/removal/", preparing.dismiss, name="moderation_dismiss"),
    path(f"{DESK}questions/<int:pk>/", acting.question, name="moderation_question"),
    path(f"{DESK}polls/", acting.instant_poll, name="moderation_instant"),
    path(f"{DESK}polls/new/", preparing.poll_new, name="moderation_poll_new"),
    path(f"{DESK}polls/<int:pk>/", acting.poll, name="moderation_poll"),
    path(f"{DESK}polls/<int:pk>/change/", preparing.poll_change, name="moderation_poll_change"),
    path(f"{DESK}hands/", acting.next_hand, name="moderation_next_hand"),
    path(f"{DESK}hands/<int:pk>/", acting.hand, name="moderation_hand"),
    path(f"{DESK}messages/<int:pk>/", acting.message, name="moderation_message"),
    path(f"{DESK}voices/<int:pk>/", acting.voice, name="moderation_voice"),
    path(f"{DESK}reports/<int:pk>/", acting.report, name="moderation_report"),
    path(f"{DESK}record/", record_desk.page, name="moderation_record"),
    path(f"{DESK}record/publication/", record_desk.publication, name="moderation_publication"),
    path(f"{DESK}record/chat/", record_desk.chat, name="moderation_record_chat"),
    path(f"{DESK}record/questions/<int:pk>/", record_desk.question, name="moderation_record_question"),
    path(f"{DESK}record/polls/<int:pk>/", record_desk.poll, name="moderation_record_poll"),
    path(f"{DESK}record/materials/", record_desk.material_new, name="moderation_materials"),
    path(f"{DESK}record/materials/<int:pk>/", record_desk.material, name="moderation_material"),
]
