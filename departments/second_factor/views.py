"""The page that asks for the code after the password, and the one that turns the second factor on and off."""

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from departments.access import Permission, PortalRequest, require
from departments.second_factor.actions import DUE, begin, codes_left, is_on, renew_codes, turn_off, turn_on
from departments.second_factor.forms import CodeForm, TurnOnForm

FRESH = "recovery_codes"
"""Recovery codes that the next page shows, once."""


@require(Permission.SIGN_IN)
def ask(request: PortalRequest) -> HttpResponse:
    """Ask for the code; whoever owes none goes on."""
    after = _after(request)
    if DUE not in request.session:
        return redirect(after)
    form = CodeForm(request.POST or None, person=request.user)
    if form.is_valid():
        del request.session[DUE]
        request.session.cycle_key()
        return redirect(after)
    return render(request, "registration/second_factor.html", {"form": form, "next": after})


def _after(request: HttpRequest) -> str:
    """Return the page the person was on the way to, where it is one of ours."""
    asked = request.POST.get("next", request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else reverse("home")


@require(Permission.SIGN_IN)
def own(request: PortalRequest) -> HttpResponse:
    """Turn the own second factor on or off, or get new recovery codes."""
    return _turning_off(request) if is_on(request.user) else _turning_on(request)


def _turning_on(request: PortalRequest) -> HttpResponse:
    form = TurnOnForm(request.POST or None, person=request.user)
    if form.is_valid():
        codes = turn_on(request.user, form.cleaned_data["code"])
        if codes:
            request.session[FRESH] = codes
            messages.success(request, _("From now on you sign in with your password and a code."))
            return redirect("own_second_factor")
        form.add_error("code", _("This code does not belong to the picture. Wait for the next one."))
    device = begin(request.user)
    context = {"form": form, "picture": _picture(device), "key": _key(device)}
    return render(request, "registration/second_factor_on.html", context)


def _turning_off(request: PortalRequest) -> HttpResponse:
    form = CodeForm(request.POST or None, person=request.user)
    if form.is_valid():
        if "renew" in request.POST:
            request.session[FRESH] = renew_codes(request.user)
            messages.success(request, _("The recovery codes you had before are worth nothing now."))
        else:
            turn_off(request.user)
            messages.success(request, _("From now on you sign in with your password alone."))
        return redirect("own_second_factor")
    codes = request.session.pop(FRESH, [])
    context = {"form": form, "codes": codes, "left": codes_left(request.user)}
    return render(request, "registration/second_factor_off.html", context)


def _picture(device: TOTPDevice) -> str:
    """Return the key as the address of a picture: a QR code in SVG."""
    address: str = segno.make(device.config_url, micro=False).svg_data_uri(scale=4)
    return address


def _key(device: TOTPDevice) -> str:
    """Return the key as authenticators take it by hand: groups of four in Base32."""
    key = device.config_url.partition("secret=")[2].partition("&")[0]
    return " ".join(key[place : place + 4] for place in range(0, len(key), 4))
