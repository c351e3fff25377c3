from django.shortcuts import render

from branch.core.public import public_page


@public_page
def home(request):
    return render(request, "portal/home.html")
