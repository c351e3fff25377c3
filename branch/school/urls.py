from django.urls import path

from .views import classes, families, signins, staff, students, terms

app_name = "school"
urlpatterns = [
    path("classes/", classes.ClassList.as_view(), name="class-list"),
    path("classes/<key:pk>/", classes.ClassDetail.as_view(), name="class-detail"),
    path("classes/<key:pk>/print/", classes.ClassPrint.as_view(), name="class-print"),
    path("classes/<key:pk>/head/", classes.HeadAppoint.as_view(), name="head-appoint"),
    path("students/", students.StudentList.as_view(), name="student-list"),
    path("students/new/", students.StudentCreate.as_view(), name="student-create"),
    path("students/<key:pk>/", students.StudentDetail.as_view(), name="student-detail"),
    path("students/<key:pk>/edit/", students.StudentUpdate.as_view(), name="student-update"),
    path("students/<key:pk>/move/", students.StudentMove.as_view(), name="student-move"),
    path("students/<key:pk>/leave/", students.StudentLeave.as_view(), name="student-leave"),
    path("students/<key:pk>/return/", students.StudentReturn.as_view(), name="student-return"),
    path("students/<key:pk>/phone/", families.phone_reveal, name="phone-reveal"),
    path(
        "students/<key:pk>/guardians/new/",
        families.GuardianCreate.as_view(),
        name="guardian-create",
    ),
    path("guardians/<key:pk>/edit/", families.GuardianUpdate.as_view(), name="guardian-update"),
    path("staff/", staff.StaffList.as_view(), name="staff-list"),
    path("staff/new/", staff.StaffCreate.as_view(), name="staff-create"),
    path("staff/<key:pk>/", staff.StaffDetail.as_view(), name="staff-detail"),
    path("staff/<key:pk>/edit/", staff.StaffUpdate.as_view(), name="staff-update"),
    path("staff/<key:pk>/leave/", staff.StaffLeave.as_view(), name="staff-leave"),
    path("staff/<key:pk>/return/", staff.staff_return, name="staff-return"),
    path("terms/", terms.TermList.as_view(), name="term-list"),
    path("terms/new/", terms.TermCreate.as_view(), name="term-create"),
    path("terms/<key:pk>/", terms.TermDetail.as_view(), name="term-detail"),
    path("terms/<key:pk>/edit/", terms.TermUpdate.as_view(), name="term-update"),
    path("terms/<key:pk>/days/new/", terms.SchoolDayCreate.as_view(), name="day-create"),
    path("terms/days/<key:pk>/remove/", terms.day_remove, name="day-remove"),
    path("signins/", signins.SignInList.as_view(), name="signin-list"),
    path("signins/slips/", signins.slips_print, name="slips-print"),
    path("signins/<key:pk>/unlock/", signins.signin_unlock, name="signin-unlock"),
]
