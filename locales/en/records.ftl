# Service records: minutes computed from check-in and check-out, valid once an officer confirms

record-nav = Service records
record-title = Service records
record-lede = The minutes are computed from check-in and check-out; they count once you confirm them.
record-waiting = Waiting
record-waiting-none = No service records are waiting. They appear here when volunteers check out.
record-waiting-open = Look and confirm
record-waiting-of = { $n ->
    [one] 1 record, { $length }
   *[other] { $n } records, { $length }
}
record-unsettled = Volunteers who were not checked out
record-unsettled-lede = They checked in and never out. Find out when they left and enter it; another officer confirms.
record-settle = Enter when they left
record-months = By month
record-months-open = See the totals by month

record-column-activity = Activity
record-column-when = When
record-column-waiting = Waiting
record-column-name = Volunteer
record-column-minutes = Time
record-column-credited = Credited here
record-column-note = Notes
record-column-status = Status
record-column-came = Checked in
record-column-act = Do
record-column-month = Month
record-column-own = Own
record-column-below = Below
record-column-all = Total
record-column-organisation = Organisation
record-sum = Total

record-status-pending = Waiting
record-status-confirmed = Confirmed
record-status-voided = Voided

record-cut-hours = { $length } outside the activity’s hours left out
record-cut-overlap = { $length } shared with another record left out
record-cut-overlap-open = See that one
record-cut-cap = { $length } above 8 hours a day left out
record-cut-none = Counted in full
record-by-hand = Entered by hand
record-entered = Entered by { $name }: { $note }

record-activity-title = { $title } · service records
record-pick = Pick the record of { $name }
record-preview = Preview the picked ones
record-preview-all = Preview all that wait
record-preview-title = Check before you confirm
record-preview-lede = { $n ->
    [one] 1 record will be confirmed, { $length }.
   *[other] { $n } records will be confirmed, { $length } in all.
}
record-preview-none = Nothing that can be confirmed was picked.
record-preview-credits = How the time is shared among the hosts
record-preview-left-out = These will not be confirmed
record-confirm-do = { $n ->
    [one] Confirm 1 record
   *[other] Confirm { $n } records
}
record-confirm-one = Confirm this record
record-back = Back
record-confirmed-flash = { $n ->
    [one] 1 record confirmed, { $length }.
   *[other] { $n } records confirmed, { $length } in all.
}
record-confirmed-some = { $n } confirmed, { $length }; { $left } not confirmed, the reason stands beside each.
record-confirmed-none = No record was confirmed; the reason stands beside each.
record-decided-list = Records dealt with

record-one-title = Service record of { $name }
record-fact-organisation = Host
record-fact-span = From and to
record-fact-minutes = Counted
record-fact-cuts = Left out
record-fact-entered = By hand
record-fact-status = Status
record-fact-decided = Decided
record-decided = { $name }, { $when }
record-voided-because = Voided because: { $reason }
record-evidence = What it rests on
record-evidence-in = Checked in
record-evidence-out = Checked out
record-evidence-by = by { $name }
record-evidence-missing = There is no scan out; the end was entered by hand.
record-credits = Whom the time is credited to
record-credits-lede = By the shares the hosts agreed on; the parts add up to the whole.
record-void = Void this record
record-void-lede = It no longer counts, and it stays on file. The volunteer is told, with the reason.
record-void-reason = Reason
record-void-reason-hint = The volunteer will read it: “was not there that day”, for example.
record-void-do = Void
record-voided-flash = Voided. The volunteer has been told why.
record-again = Enter the time again

record-missed = Volunteers without any scan ({ $n })
record-missed-lede = Leave those who stayed away as they are. For those who came and served but were not scanned, enter when they came and left; another officer confirms.
record-settle-whole = Enter their service
record-settle-lede-whole = { $name } signed up and was scanned neither in nor out.
record-settle-start = Came at
record-settle-start-hint = The real time, such as 14:00. Counted from { $earliest } at the earliest.
record-bad-start = They must have come between 6 hours before the activity’s start and its end.
record-no-start = There is no check-in, so say when they came.
record-evidence-none = There are no scans; both times were entered by hand.
record-settle-title = Enter a service by hand
record-settle-lede = { $name } checked in { $came } and never out.
record-settle-again = { $name } checked in { $came }; the earlier record was voided.
record-settle-end = Left at
record-settle-end-hint = The real time, such as 16:30. Counted until { $latest } at most.
record-settle-note = How you know
record-settle-note-hint = For example: “the team leader was there, all left together at 16:30”.
record-settle-do = Enter
record-settled-flash = Entered. Another officer has to confirm it.

record-months-title = Service time by month
record-months-lede = Confirmed records only, credited by the hosts’ shares; nothing is counted twice.
record-months-empty = No service time has been confirmed in { $year } yet.
record-months-year = { $year }
record-month-title = Service time in { $month }
record-month-lede = { $name } and the organisations below it, confirmed
record-list-title = { $name } · { $month }
record-list-lede = Confirmed records credited to this organisation, { $length } in all.
record-list-empty = No confirmed record is credited to this organisation in this month.

record-own-title = My service records
record-own-lede = { $confirmed } confirmed, { $pending } waiting.
record-own-empty = No service yet. Sign up as a volunteer; your time is noted here when you check in and out.
record-own-find = Find something to help with
record-own-open = See each one
record-own-panel = My service
record-own-confirmed = Confirmed
record-own-pending = Waiting
record-correct = Is the time wrong? Ask the organisation that held the activity to correct it.
record-more = Show more

record-panel = Volunteers’ service records
record-panel-lead = { $pending } waiting, { $confirmed } confirmed, { $length } in all.
record-panel-unsettled = { $n ->
    [one] 1 volunteer was never checked out.
   *[other] { $n } volunteers were never checked out.
}
record-panel-open = Confirm them
record-panel-see = See the records

record-today = Confirm service: { $title }
record-today-detail = { $n ->
    [one] 1 volunteer, { $length }
   *[other] { $n } volunteers, { $length }
}
record-today-action = Confirm
record-today-unsettled = Not checked out: { $title }
record-today-unsettled-detail = { $n ->
    [one] 1 volunteer was never checked out
   *[other] { $n } volunteers were never checked out
}

record-not-pending = Somebody has just dealt with this record. Reload to see it.
record-voided-before = This record is voided already.
record-own = This is your own service; another officer has to confirm it.
record-own-entry = You entered this one by hand; another officer has to confirm it.
record-no-reason = Say why it is voided; the volunteer will be told.
record-exists = This volunteer has a valid record. To correct it, void that one first.
record-not-over = The activity is not over. Enter the time when it is.
record-bad-end = The end must be after they came, at most 1 hour after the activity’s end, and not in the future.
record-bad-time = Write a time such as 16:30.
record-no-note = Say how you know.

record-notice-confirmed = Your service at “{ $activity }”, { $minutes } minutes, is confirmed.
record-notice-voided = Your service record at “{ $activity }” was voided: { $reason }
