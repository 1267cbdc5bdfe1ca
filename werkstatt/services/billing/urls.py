from django.urls import path

from werkstatt.services.billing import views

app_name = "billing"
urlpatterns = [path("documents/<str:number>.pdf", views.document_pdf, name="document_pdf")]
