from django.urls import path

from werkstatt.rooms.registration.switch import urls as switch
from werkstatt.rooms.registration.views import attendance, billing, changes, days, orders, people, review

app_name = "registration"
urlpatterns = [
    path("<slug:edition>/registration/", people.begin, name="begin"),
    path("<slug:edition>/registration/people/", people.people, name="people"),
    path("<slug:edition>/registration/days/", days.days, name="days"),
    path("<slug:edition>/registration/days/total/", days.total, name="total"),
    path("<slug:edition>/registration/billing/", billing.billing, name="billing"),
    path("<slug:edition>/registration/review/", review.review, name="review"),
    path("<slug:edition>/registration/done/", review.done, name="done"),
    path("orders/links/", orders.new_link, name="new_link"),
    path("orders/<str:token>/", orders.order, name="order"),
    path("orders/<str:token>/link/", orders.same_link, name="same_link"),
    path("orders/<str:token>/documents/<int:pk>/", orders.document, name="document"),
    path("orders/<str:token>/people/<int:pk>/substitute/", changes.substitute, name="substitute"),
    path("orders/<str:token>/people/<int:pk>/confirmation/", orders.confirmation, name="confirmation"),
    path("orders/<str:token>/cancellation/", changes.cancellation, name="cancellation"),
    path("orders/<str:token>/channel/", changes.channel, name="channel"),
    path("orders/<str:token>/billing/", changes.billing, name="order_billing"),
    path("orders/<str:token>/refund-account/", orders.refund_account, name="refund_account"),
    path("attendance/<str:token>/", attendance.attendance, name="attendance"),
    path("attendance/<str:token>/link/", attendance.same_link, name="attendance_link"),
    path("attendance/<str:token>/calendar.ics", attendance.calendar, name="attendance_calendar"),
    path("attendance/<str:token>/needs/", attendance.needs, name="attendance_needs"),
    path("attendance/<str:token>/participant-list/", attendance.participant_list, name="attendance_list"),
    *switch.urlpatterns,
]
