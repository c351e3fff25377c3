from django.urls import include, path

urlpatterns = [
    path("", include("guangqin.urls")),
    path("desk/garden/", include("tests.new_app.garden.urls")),
]
