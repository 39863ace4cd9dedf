"""Addresses of signing in and out."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from departments import account_views
from departments.second_factor import views as second_factor

urlpatterns = [
    path("login/", account_views.PortalLoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", account_views.PortalPasswordChangeView.as_view(), name="password_change"),
    path("code/", second_factor.ask, name="second_factor"),
    path("second-factor/", second_factor.own, name="own_second_factor"),
]
