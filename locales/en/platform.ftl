# The frame of every page and the common parts

product = Langqiao
demonstration = Demonstration: real places, all else is invented
skip-to-content = Skip to content
language-other = 中文
print-large = Larger
print-normal = Normal
theme-dark = Dark
theme-light = Light
theme-auto = As the device

nav-main = Main
nav-bottom = Quick access
nav-home = Home
nav-activities = Activities
nav-me = Mine
nav-workbench = Workbench
nav-organisation = Your organisation
nav-more = More
nav-to-portal = Back to the portal
nav-waiting = { $n ->
    [one] { $n } thing waits
   *[other] { $n } things wait
}
sign-in = Sign in
sign-out = Sign out

search = Search
place = Place:
held-by = Held by:
not-given = not given

field-optional = optional
form-problems = { $n ->
    [one] One thing to mend
   *[other] { $n } things to mend
}
form-problem-at = { $field }:
form-problem-in = Under “{ $field }”,

filter = Filters
filter-apply = Filter
filter-clear = Clear all
filter-chosen = Chosen filters
filter-remove = remove
pager = Pages
pager-previous = Previous
pager-next = Next
pager-range = { $from }–{ $to } of { $all }
pager-range-open = { $from }–{ $to }

steps = Steps
step-done = (done)
step-now = (in progress)
step-next = (to come)

places-left = { $n ->
    [one] { $n } place left
   *[other] { $n } places left
}
places-allotted-short = { $n } to be given
places-allotted-later = { $n ->
    [one] one place
   *[other] { $n } places
 }, { $names } on the list, given when sign-up closes
places-none = Full; you can join the waiting list
places-of = { $taken } of { $all } taken
places-unlimited = { $n ->
    [one] { $n } person so far, no limit
   *[other] { $n } people so far, no limit
}

ticket-qr = QR code for check-in
ticket-code = Check-in code

when-now = now
when-today = Today
when-tomorrow = Tomorrow
when-yesterday = Yesterday
when-in-minutes = { $n ->
    [one] in { $n } minute
   *[other] in { $n } minutes
}
when-minutes-ago = { $n ->
    [one] { $n } minute ago
   *[other] { $n } minutes ago
}
when-in-hours = { $n ->
    [one] in { $n } hour
   *[other] in { $n } hours
}
when-hours-ago = { $n ->
    [one] { $n } hour ago
   *[other] { $n } hours ago
}
when-in-days = { $n ->
    [one] in { $n } day
   *[other] in { $n } days
}
when-days-ago = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}

scan-camera = Camera on or off
scan-view = What the camera sees
scan-ready = Point it at the QR code; no picture is taken.
scan-looking = Looking for a QR code…
scan-denied = The browser does not allow the camera. Allow it beside the address, or type the code below.
scan-none = There is no camera to use here. Please type the code below.
scan-offline = No connection: this one was not recorded. Scan again later, or note it on paper first.
scan-code = Check-in code
scan-code-hint = The 6 letters and digits under the QR code; capitals or not is the same.
scan-check = Check

offline-title = No connection
offline-what = There is no connection, so this page can't be opened now.
offline-kept = Ticket pages that you have opened are kept on this device; they can be shown and scanned without a connection.
offline-next = Try again when the connection is back. What you are filling in is not lost; keep that page open.
offline-unsent = No connection: nothing was sent. What you filled in is still here; try again when the connection is back.
offline-unsure = No answer came, so it is not known whether this arrived. What you filled in is still here; look whether it was done before you send it again.
offline-again = Try again
offline-scoring = Judges: open the sheets kept here
heat-weekdays = Mo Tu We Th Fr Sa Su
heat-day = { $day }: { $what }
bracket-goes-on = goes on
game-won = won

## Days asked for

between-day = This day can't be read; write 2026-03-08
between-order = The last day is before the first: turn them round or change one
