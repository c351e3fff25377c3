"""What people are told of their registration and of what waits for a second person."""

from django.urls import reverse

from branch.coverage.notices import NoticeKind


class RegisteredForYou(NoticeKind):
    """For a member whom somebody else registered, by the list of the community; about the registration."""

    key = "service.registered_for_you"
    title, detail = "您的居住地报到已登记", "{by} {day}登记，请看看对不对"
    button, icon = "查看报到", "bus"

    def url_of(self, notice, *, on):
        return reverse("service:register")


class RegisterReminder(RegisteredForYou):
    """For a member who is registered nowhere yet, at the wish of the committee; gone with the registration."""

    key = "service.register_reminder"
    title, detail = "请登记居住地报到", "到居住社区报到以后，在这里登记"
    button = "登记报到"


class DeedToConfirm(NoticeKind):
    """For those of the committee who may agree to a deed that was told late; gone when one has."""

    key, address = "service.deed_to_confirm", "service:deed-detail"
    title, detail = "有 1 条补记的服务请您确认", "{by} 补记 {day}的社区服务"
    button, icon = "去确认", "bus"


class DeedRefused(NoticeKind):
    """For a member whose deed was not counted; gone when it is put right or withdrawn."""

    key, address = "service.deed_refused", "service:deed-update"
    title, detail = "有 1 条服务没有计入", "{by} {day}看过，原因写在记录里"
    button, icon = "查看记录", "bus"
