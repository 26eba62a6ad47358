# Booking of rooms
booking-nav = Spaces
booking-title = Book a space
booking-lede = Your own rooms and grounds, and those of the bodies near by. Open one to see its week and book it.
booking-own-rooms = Your own spaces
booking-other-rooms = Spaces near by
booking-no-rooms = No spaces near by have been entered yet.
booking-ours = Your bookings
booking-asked = Waiting for your answer
booking-col-room = Space
booking-col-keeper = Kept by
booking-col-capacity = Holds
booking-col-today = Uses today
booking-col-when = When
booking-col-purpose = For
booking-col-status = State
booking-col-act = Actions
booking-status-asked = Waiting
booking-status-held = Booked
booking-status-declined = Declined
booking-status-cancelled = Given back
booking-give-back = Give back
booking-give-back-ask = Others can book this time then. Give it back?
booking-reason = Reason
booking-answer-note = A word
booking-answer-hint = If you say no, say why, such as which time would do.
booking-accept = Accept
booking-decline = Decline

booking-room-lede = Kept by { $keeper }, holds { $n }
booking-week = The week
booking-week-before = Week before
booking-week-after = Week after
booking-closed = Closed
booking-free = Nothing booked
booking-book = Book
booking-ask = Ask for it
booking-field-day = Day
booking-field-from = From
booking-field-to = To
booking-field-purpose = For
booking-field-purpose-hint = Seen by all organisations, such as “committee meeting”
booking-field-people = People expected

booking-rules = Rules
booking-rules-edit = Change the rules
booking-rules-changed = Somebody changed it just now. Look at it as it is; send again if you still want to change it.
booking-rules-no-version = Say in If-Match which version you are changing.
booking-open-hours = Opening hours
booking-always-open = Open at all hours
booking-open-but-holidays = Open at all hours, but not on public holidays
booking-open-to-lines = All mass organisations may book
booking-open-to-keeper = Only those who keep it, and those above and below them
booking-rule-whose = Only who keeps it is free of these rules; those above and below it keep them like everybody else, for bookings and for activities alike.
booking-rule-asks = Others need the keeper's consent
booking-rule-notice = { $n ->
    [one] Others book at least an hour ahead
   *[other] Others book at least { $n } hours ahead
}
booking-rule-ahead = { $n ->
    [one] Booked at most a day ahead
   *[other] Booked at most { $n } days ahead
}
booking-rule-buffers = { $before } minutes before each use to set up, { $after } after it to clean
booking-rule-setup = { $before } minutes before each use to set up
booking-rule-cleanup = { $after } minutes after each use to clean
booking-rule-official = Closed on public holidays; open as on a Monday on weekends that are worked instead
booking-hours-hint = Several stretches a day are separated by commas; leave a day empty if it is closed. All seven empty means not stated: every other body then has to ask you first. For open at all hours write 0:00-24:00.
booking-field-official = Keep to the public holidays
booking-field-days = Special days
booking-field-days-hint = One day a line: the date, the hours or “closed”, and why. For example “5 Dec 2026 closed repairs” or “2026-12-05 9:00-11:00, 14:00-17:00”. Two stretches may stand on two lines.
booking-who = Who may use it
booking-field-open-to = Who may book
booking-field-notice = At least ahead
booking-field-ahead = At most ahead
booking-buffers = Between uses
booking-buffers-hint = Nobody else gets this time. What is booked already stays as it is.
booking-field-setup = To set up
booking-field-cleanup = To clean
booking-unit-hours = hours
booking-unit-days = days
booking-unit-minutes = minutes
booking-save = Save
booking-back = Back

booking-said-held = Booked.
booking-said-short = { $said } { $named }. You wait in line for the rest: what is given back is held for you, and you are told.
booking-short-one = { $name }: { $has } go along, { $n } are waited for
booking-said-held-outbid = Booked. What was asked for at that time ends with it, and those who asked are told: { $named }{ $more ->
    [0] .
   *[other] , and { $more } more.
}
booking-outbid-one = { $by } (“{ $purpose }”)
booking-said-asked = Asked. You are told when the keeper has answered.
booking-asked-already = Your organisation has asked for this time already: “{ $purpose }”, { $at }. The keeper has not answered yet; there is no need to ask again.
booking-said-accepted = Accepted; they are told.
booking-said-declined = Answered; they are told.
booking-said-given-back = Given back.
booking-said-rules-booked = The rules are saved. Booked already, though the new rules don't allow it, { $n } in all: { $named }{ $more ->
    [0] .
   *[other] ; and { $more } more.
} Take them back below, or talk to those who booked.
booking-shut-out-one = { $at }, { $by } (“{ $purpose }”)
booking-said-rules = The rules are saved.

booking-taken = { $host } has “{ $room }” then: “{ $title }”, { $from }–{ $to }. Choose another time or space, or talk to them.
booking-taken-around = { $host } has “{ $room }” then: “{ $title }”, { $from }–{ $to }. With the time to set up and to clean, end by { $before } or begin at { $after } at the earliest; or choose another space, or talk to them.
booking-taken-just-now = Somebody has just booked this time. Choose another time or space.
booking-closed-day = It is closed on { $day }. Choose another day, or speak to the keeper.
booking-closed-then = On { $day } it is open { $open }. Choose a time within.
booking-not-open = This space is only for { $keeper } and those above and below. Speak to them, or choose another.
booking-bad-purpose = Say what it is for, in 2 to { $most } characters.
booking-bad-people = Give the people as a number.
booking-too-many = It holds { $n } people at most. Fewer people, or a larger space.
booking-ends-first = The end must come after the beginning.
booking-too-long = A booking lasts seven days at most. Book in several parts.
booking-past = This time is past. Choose a later one.
booking-too-far = It can be booked up to { $day } for now.
booking-short-notice = It is booked at least { $n } hours ahead. Choose a later time, or speak to the keeper.
booking-bad-day = Choose a day, such as 2026-12-01.
booking-bad-time = Give a time, such as 9:00.
booking-mixed-up = The end has to come after the beginning. Past midnight, type the time of the next day, such as 1:00.
booking-bad-number = Give a number from 0 to { $most }.
booking-bad-hours = Write it as “8:30-11:30, 13:00-17:00”, without overlaps.
booking-bad-special-day = This line can’t be read: “{ $line }”. Write it like “2026-12-01 closed repairs” or “2026-12-05 9:00-11:00, 14:00-17:00”; a day isn’t both open and closed, and stretches don’t overlap.
booking-settled = This booking is settled already and can't be changed.
booking-of-activity = This time goes with an activity. To move it or give it back, change the activity.
booking-no-reason = Say why; they will see it.

booking-notice-asked = { $by } asks for { $place }, { $at }. Please answer.
booking-notice-made = { $by } booked { $place }, { $at }.
booking-notice-accepted = You may use { $place }, { $at }. { $note }
booking-notice-declined = You may not use { $place }, { $at }. Reason: { $note }
booking-notice-given-back = { $by } gave back { $place }, { $at }. { $note }
booking-notice-taken-back = The keeper of { $place } took back your booking, { $at }. Reason: { $note }
booking-today-asked = { $by } asks for { $place }
series-today-asked = { $by } asks for { $place }, { $n } times
booking-today-answer = Answer
booking-feed-taken = Booked

series-repeat = Repeat
series-repeat-hint = You look at every date first and book them together. Give a last day or a number of times.
series-every = How often
series-every-never = Once only
series-every-day = Every day
series-every-week = Every week
series-every-two-weeks = Every two weeks
series-every-month = Every month on the same weekday
series-until = Last day
series-times = How many times
series-holidays = Leave out public holidays
series-title = Look at every date
series-lede = “{ $purpose }”: { $all } dates, { $free } of them free. For the others, choose to skip, to wait or to move.
series-state-free = Free
series-state-asks = Free, needs consent
series-state-holiday = Holiday
series-state-closed = Closed
series-state-taken = Taken
series-state-not = Not possible
series-what-to-do = What to do
series-do-book = Book
series-do-skip = Skip
series-do-move = Move
series-move-where = To when and where
series-move-room = Space
series-move-free = Free at the other time
series-room-free = { $place } (free then)
series-make = Book them all
series-look-again = Look again
series-times-in-all = { $n } times
series-which-back = Which to give back
series-which-answer = Which to answer
series-scope-one = This one alone
series-scope-following = This one and those after it
series-scope-all = All
series-said-made = Booked { $held }, waiting for consent { $asked }, in line for { $waiting }, skipped { $skipped }{ $short ->
    [0] .
   *[other] ; { $short } of them wait for equipment that is short.
}{ $outbid ->
    [0] {""}
   *[other] {" "}Requests of others that end with it: { $outbid }. They are told.
}
series-is-holiday = { $day } is a public holiday, and those are left out. Skip it, or move it to another day.
series-bad-rule = This way of repeating can't be read. Choose every day, week, two weeks or month.
series-never = Repeated so, it never happens. Change it a little.
series-ends-first = The last day lies before the first time. Choose another.
series-no-end = Give a last day, or a number of times.
series-bad-times = Give a number from 2 to { $most }.
series-bad-move = Give the other day and time, such as 14:00.
series-nothing-left = Nothing is chosen. Keep at least one date.
series-no-such = A choice is for a time that the rule doesn't have. Look at the dates first.

series-notice-made = { $by } booked { $place } { $n } times from { $at } on.
series-notice-asked = { $by } asks for { $place } { $n } times from { $at } on. Please answer.
series-notice-accepted = You may use { $place } { $n } times from { $at } on. { $note }
series-notice-declined = You may not use { $place }, { $n } times from { $at } on. Reason: { $note }
series-notice-given-back = { $by } gave back { $place }, { $n } times from { $at } on. { $note }
series-notice-taken-back = The keeper of { $place } took back your bookings, { $n } times from { $at } on. Reason: { $note }
series-unpublished = The public holidays of { $year } are not published yet and are taken as common days; look again once they are.

wait-title = Wait for it
wait-hint = Somebody has this time. You can wait: if it is given back it is held for you first, and you are told to answer.
wait-no-equipment = Only the room is waited for, not equipment. If you need some, speak to the keeper once the room is yours.
wait-join = Wait for this time
wait-ours = Times you wait for
wait-state-waiting = Waiting
wait-state-offered = Held for you
wait-status-offer = Held for who waited
wait-status-consent = Waiting for consent
wait-offered = This time is free now. Please answer by
wait-take = Take it
wait-decline = Let it go
wait-leave = Wait no longer
wait-why = Why it waits
wait-why-taken = { $host } has this time: “{ $title }”, { $span }.
wait-why-first = You are first in line.
wait-why-behind = { $n ->
    [one] One other waits for the same time before you.
   *[other] { $n } others wait for the same time before you.
}
wait-why-partners = { $n ->
    [one] One of them is a co-building organisation and goes first by the public rules.
   *[other] { $n } of them are co-building organisations and go first by the public rules.
}
wait-why-held = It is held for an organisation before you in line, until { $until }.
wait-why-then = Once free it is held for you for { $time }; without an answer the next in line has it.
wait-rule = What is given back is held { $time } for those who wait
wait-field-offer = Time to answer an offer
wait-said-joined = You wait for it now and are told when it is free.
wait-said-asked = Taken; it is held for you until the keeper has answered.
wait-said-declined = Let go, to the next in line.
wait-said-left = You wait no longer.
wait-is-free = This time is free: you can book it.
wait-already = You wait for this time already.
wait-no-offer = The time to answer is over, or it was answered already.
wait-notice-offered = { $place }, { $at }: it is free now and held for you. Please answer by { $until }.
wait-notice-expired = “{ $purpose }” ({ $at }) was not answered in time and went to the next in line.
wait-today-offer = { $place } is free for you
series-do-wait = Wait

come-here = We are here
come-said-here = Noted: you are there.
come-status-here = They came
come-status-released = Nobody came; let go
come-rule = Let go if nobody has come { $n } minutes after its beginning
come-field-no-show = Let go if nobody comes
come-field-hint = So long after its beginning, if nobody has said “We are here”, the time is let go and both sides are told. 0 for never.
come-today = { $place }: say when you are there
come-notice-released = Nobody had come to { $place } ({ $at }, booked by { $by }) { $n } minutes after its beginning; it is let go.



shift-which = Which to move
shift-which-hint = Several at once change in time, room, purpose and people; if one can't, none does. Equipment is changed one by one. In rooms whose keeper has to agree, several at once change in time only.
shift-said-changed = Changed: { $n }.
shift-asks = Here the keeper has to agree to a change, and several at once change in time only. Change the rest one by one: until the answer your booking stays as it is.
shift-clashes = { $n } can't be had, and nothing was changed: { $named }{ $more ->
    [0] {""}
   *[other] { " " }And { $more } more.
}
shift-notice-changed = { $by } changed its booking of { $from_place } ({ $from }) to { $place } ({ $at }, { $purpose }); { $n } in all.
shift-notice-left = { $by } goes elsewhere and gives up { $place } from { $at } on; { $n } in all.
shift-said-moved = Moved: { $n }.
shift-said-same = The time stays as it was, and so do the bookings.
shift-said-asked = Moved: { $n }, waiting for the keeper's consent. The new time is held for you.
shift-notice-moved = { $by } moved the booking of { $place } from { $from } to { $at }, { $n } in all.
shift-notice-asked = { $by } would like to move the booking of { $place } from { $from } to { $at }, { $n } in all. Please answer.

lend-title = Equipment to lend
lend-equipment = Lent with the rooms
lend-equipment-hint = A line a kind: its name and how many, such as “folding chairs 60”. No fewer than are promised already.
lend-said-saved = Saved.
lend-bad-line = This line can't be read: “{ $line }”. Write it as “folding chairs 60”, one line a kind.
lend-promised = Of “{ $name }” { $n } are promised at one time to come: it can't be removed, renamed or counted lower.
lend-not-there = That venue does not lend this. Choose from what there is.
lend-bad-pieces = Say how many, as a number.
lend-short = Of “{ $name }” { $n } can be lent then. Take fewer, or choose another time.
lend-along = Taken along
lend-of = { $name } ({ $n } in all)
lend-rule-partners = Co-builders: { $names }. They book { $n } days earlier than others and stand in front while waiting
lend-rule-partners-wait = Co-builders: { $names }. They stand in front while waiting
lend-field-head-start = Co-builders' head start
series-more = Repeats, { $n } in all
wait-why-late = This time is free now, but too close to be booked under the rules. Speak to the keeper.
booking-not-in-service = not in service
booking-out-of-service = This venue is not in service now and can't be booked. Choose another.

# With those below
below-own = Our own
below-all = With those below
below-body = Kept by
below-every-body = All of them
below-lede = What we and the bodies below us keep; what is theirs can be looked at, not changed.
below-none = Neither we nor those below us keep any rooms yet.

# Closing rooms
closing-title = Close the room
closing-hint = Once closed it can't be booked. What was used stays on record, and it can be opened again.
closing-from = Closed from
closing-look = See what is booked from then on
closing-reason-hint = Those who booked are told.
closing-none = Nothing is booked from then on: it can be closed at once.
closing-booked = Booked from then on: { $n }
closing-take-back = Take this booking back
closing-note = What they are told (the reason above if nothing is said)
closing-activity-at = { $at }: a public activity. Ask its host to move it or to hold it elsewhere first.
closing-activity = This is a public activity: ask its host to move it or to hold it elsewhere first.
closing-waits = { $at }: this booking stands. Tick it to take it back, or close the room when it is over.
closing-close = Close from { $day }
closing-said = Closed.{ $n ->
    [0] {""}
   *[other] {" "}Bookings taken back: { $n }. Those who made them have been told.
}
closing-said-from = It is closed from { $day }.{ $n ->
    [0] {""}
   *[other] {" "}Bookings taken back: { $n }. Those who made them have been told.
}
closing-said-after = It closes when who is in it now is done: { $at }.{ $n ->
    [0] {""}
   *[other] {" "}Bookings taken back: { $n }. Those who made them have been told.
}
closing-day = Closed by its keeper
closing-day-from = closed from { $at }
closing-said-open = Open again: it can be booked.
closing-reopen = Open it again
closing-since = Closed from { $day }: { $reason }
closing-badge = closed from { $day }
closing-already = This room is closed already.
closing-is-open = This room isn't closed.
closing-past = It can't be closed from a day that is past.
closing-bad-day = Choose the day from which it is closed.
closing-look-first = The day was changed: look first at what is booked from then on, below.
closing-in-use = It is in use until { $at }; it closes when that is over.
closing-hold = { $room } is closed from { $day }: choose another room, or a time before that day.
booking-file-cut = Only the first { $n } are listed; there are more.
closing-too-many = Too much is booked from then on: choose a later day.
closing-reason = Say why, in 2 to 100 characters.
closing-refused = This room is closed from { $day } ({ $reason }). Choose another, or an earlier time.
closing-notice-waiting = { $place } is closed from { $day }: your organisation waits no more for the time of { $at }.
closing-panel = Close a room: which one?
closing-still = Bookings still to be used: { $n }

# Downloads
booking-xlsx-ours = Download what we booked
booking-xlsx-kept = Download what is booked of our rooms
booking-kept = Bookings of our rooms
booking-col-by = Booked by
booking-col-people = People expected
booking-col-note = Note
booking-status-outbid = Given to another body
booking-status-unanswered = Not answered in time
booking-rivals = Others ask for the same time
booking-beside-asked = { $host } asks for this time, too: “{ $title }”, { $span }.
booking-beside-held = { $host } has this time already: “{ $title }”, { $span }.
booking-beside-then = If you say yes to this one, the other requests for that time end by themselves; those who asked are told, and may join the waiting list.
booking-beside-lost = Somebody has this time already: all you can do is say no, and say which other time would do.
booking-notice-outbid = { $place }, { $at }: this time has gone to another use, so your request “{ $purpose }” ({ $n } in all) was not granted. To wait for it, open “Rooms” and press “Wait for this time”.
booking-notice-unanswered = You asked for { $place } ({ $at }, “{ $purpose }”); the time has passed without an answer, and the request has ended.
booking-hours-label = Opening hours:{" "}
booking-hours-unsaid = not stated
booking-rule-unsaid = Its hours are not stated, so ask the keeper first: every booking by another body waits for an answer
series-too-many = At most { $most } times in one go. Choose an earlier last day or fewer times.
series-state-short = Not enough equipment
series-do-without = Book without what is short
closing-tick-all = Take all back
closing-tick-none = Take none back
closing-tick-series = Take all { $n } of this series back
find-words = Name, venue, body
find-town = Town
find-people = For at least
find-facility = With
find-facility-any = Anything
find-day = Free on
find-from = From
find-to = To
find-show = Find
find-none = No such room. Leave one of the fields empty, or look in every town.
find-asks = on request
find-time-wrong = To search by time, give the day, the beginning and the end, such as 2026-12-01, 9:00, 11:00; the end lies after the beginning and not after midnight.
find-free = Free on { $day }, { $from }–{ $to }
find-rooms = { $venue }: { $n }
find-today = { $n } today
find-more = More rooms
way-title = Book this room
way-choose = For which body?
way-nobody = Rooms are booked by officers of the mass organisations, and your account holds no such post yet. To use this room, ask who keeps it.
way-book = Book
way-hours-unsaid = Hours not stated: ask the keeper first

# Rooms of activities
holding-rooms = Some of the rooms can't be had yet; beside each stands why and what to do.
holding-nothing-to-ask = No room's keeper has to be asked first.
holding-ask = { $keeper } must agree to the use of “{ $room }” first. Ask for consent, then publish or move once they agree.
holding-asked = { $keeper } was asked for “{ $room }” on { $at } and has not answered yet. Wait for the answer, or choose another room.
holding-declined = { $keeper } did not agree to the use of “{ $room }”: { $note }. Choose another time or room, or talk to them and ask again.
holding-not-open = “{ $room }” is only for { $keeper } and those above and below it. Talk to them, or choose another room.
holding-closed-day = “{ $room }” is closed on { $day }. Choose another day or room.
holding-closed-then = “{ $room }” is open { $open } on { $day }. Choose a time within that, or another room.
holding-notice = “{ $room }” has to be booked at least { $n } hours ahead. Choose a later time, or another room.
holding-ahead = “{ $room }” can be booked until { $day } for now. Choose an earlier time, or publish later.
holding-longest = “{ $room }” can be used for seven days at a time. Make it shorter, or choose another room.
holding-past = That time in “{ $room }” has begun already. Choose a later one.
holding-title = Rooms
holding-do-ask = Ask for consent first
holding-do-again = Ask again
holding-said-asked = The keeper was asked. You are told the answer; publish or move then.
holding-said-kept = The keeper was asked. What you changed is still in the form: once they agree, open “Change” and save it again.
holding-state-kept = The activity has it already
holding-state-keeper = { $keeper } holds it with you; by agreeing to that it agreed to the room.
holding-state-free = By its rules you can have it; it is taken when you publish.
holding-state-booked = { $keeper } agreed to your booking of { $span } ({ $purpose }); it becomes this activity's when you publish and is not taken twice.
holding-state-asked = { $keeper } was asked on { $at }; waiting for the answer.
holding-state-ask = { $keeper } must agree first.
holding-state-declined = { $keeper } did not agree: { $note }
holding-request-waits = { $place }, { $span }: { $keeper } was asked on { $at }; waiting for the answer.
holding-request-agreed = { $place }, { $span }: { $keeper } agreed; you can move it to that time now.
holding-request-declined = { $place }, { $span }: { $keeper } did not agree. { $note }
holding-requests = Rooms asked for
holding-refused-here = Some of these rooms need their keeper's consent first. All that you typed is still here; “Ask for consent first” sends the request.
holding-badge-goes = Fine
holding-badge-ask = Needs consent
holding-badge-waits = Waiting
holding-badge-not = Not possible

# Changing a booking
change-title = Change the booking
change-lede = Change what you need. A room that asks for consent asks anew; until the answer your booking stays as it is.
change-do = Save
change-room-hint = In a room elsewhere, choose tables and other equipment there.
change-one-at-a-time = Equipment is not changed for several at once. Change it one by one.
change-said-done = Changed.
change-said-left = { $said } What did not go along: { $names }. Choose what you need there.
change-said-same = Nothing was changed; the booking stays as it was.
change-said-withdrawn = The booking stays as it was; the change that was asked for is withdrawn.
change-said-asked = The keeper is asked. Until the answer your booking stays as it is.
change-notice-asked = { $by } would like to change a booking from { $from_place } ({ $from }) to { $place } ({ $at }, { $purpose }). Please answer.
change-notice-made = { $by } changed a booking from { $from_place } ({ $from }) to { $place } ({ $at }, { $purpose }).
change-of-course = This room is booked for a session of a course. Change its time or place here, and the families are told.
change-badge = Change
change-badge-says = They would like to change what they have booked to this; if you say no, it stays as it is.

booking-give-back-activity = Given back with the activity
booking-give-back-session = The course “{ $title }” meets here. Once it is given back, that session has no room: another has to be chosen, or the session called off.
booking-give-back-session-keeper = The course “{ $title }” meets here. Once you take it back, that session has no room; its host is told.
booking-give-back-session-way = Only another room? Change it on the session's page
booking-give-back-asked-for = It was asked for with the activity “{ $title }”. Once it is given back, the activity doesn't have this room.
booking-said-session-no-room = Given back. This session has no room now: choose another, or call the session off.
booking-notice-session-no-room = The course “{ $title }” has lost its room: { $place }, { $at } ({ $n ->
    [one] 1 session
   *[other] { $n } sessions
}). Please choose another, or call the session off.
booking-notice-session-no-room-why = The course “{ $title }” has lost its room: { $place }, { $at } ({ $n ->
    [one] 1 session
   *[other] { $n } sessions
}). Reason: { $note }. Please choose another, or call the session off.
series-do-fewer = Book with as many as there are
series-nearest = Nearest: { $at }. The room is free then, and there is enough of everything.
list-part = These are { $n } rooms of { $all }.
list-before = Page before
list-next = Next page
calendar-uses-cut = There are too many uses in this time to list all of them. Choose a venue, or look at one day.
own-rooms-find = Find among our own rooms
rooms-cut = { $n } rooms of { $all } are listed here. If yours isn't among them, find it by its name.
rooms-cut-words = Name of the room, venue, village or keeper
rooms-found-none = Nothing was found for “{ $words }”; below are the rooms near by.
series-do-wait-pieces = Book with as many as there are, and wait for the rest
wait-pieces-title = Wait for the equipment
wait-pieces-hint = The room is free; only the equipment is short. You can book it now with as many pieces as there are and wait for the rest: what is given back is kept for you, and you are asked.
wait-pieces-join = Book the room, wait for the rest
lend-not-so-many = There are only { $n } of “{ $name }” in all. Take fewer.
wait-pieces-ours = Equipment you wait for
wait-pieces-what = { $n } more of { $name } awaited
wait-pieces-came = { $n } more of { $name } came
wait-pieces-offered = The pieces are free now and kept with your booking. Please answer by
wait-pieces-take = Take them
wait-pieces-behind = { $n ->
    [one] One other wants some of it at the same time and is before you.
   *[other] { $n } others want some of it at the same time and are before you.
}
wait-pieces-then = Once enough are given back they are kept for you for { $time }; without an answer the next in line has them. The room is yours either way.
wait-said-pieces = They go along with your booking.
wait-notice-pieces-offered = { $place }, { $at }: { $n } of { $name } that you waited for are free now and kept for you. Please answer by { $until }.
wait-notice-pieces-taken = { $by } takes { $n } more of { $name } along in { $place } ({ $at }), after waiting for them.
wait-notice-pieces-expired = “{ $purpose }” ({ $at }): { $n } of { $name } were not answered for in time and went to the next in line. The room stays booked.
wait-today-pieces = { $place }: { $n } of { $name } are free for you
