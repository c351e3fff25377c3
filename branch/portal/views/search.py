from django.shortcuts import render

from branch.core.public import public_page


@public_page
def search(request):
    return render(request, "portal/search.html")
