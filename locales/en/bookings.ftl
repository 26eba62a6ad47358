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
booking-subscribe = Subscribe to the calendar

booking-rules = Rules
booking-rules-edit = Change the rules
booking-open-hours = Opening hours
booking-always-open = Open at all hours
booking-open-to-lines = All mass organisations may book
booking-open-to-keeper = Only those who keep it, and those above and below them
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
booking-rule-official = Closed on public holidays; open as on a Monday on weekends that are worked instead
booking-hours-hint = Several stretches a day are parted by commas; a day left empty is closed. All seven left empty: open at all hours.
booking-field-official = Keep to the public holidays
booking-field-days = Special days
booking-field-days-hint = A line a day: the date, hours or “closed”, a note. Such as “2026-12-01 closed repairs” or “2026-12-05 9:00-12:00”.
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
booking-said-asked = Asked. You are told when the keeper has answered.
booking-said-accepted = Accepted; they are told.
booking-said-declined = Answered; they are told.
booking-said-given-back = Given back.
booking-said-rules = The rules are saved.

booking-taken = { $host } has it then: “{ $title }”, { $from } to { $to }. Choose another time or space.
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
booking-bad-number = Give a number from 0 to { $most }.
booking-bad-hours = Write it as “8:30-11:30, 13:00-17:00”, without overlaps.
booking-bad-special-day = This line can't be read: “{ $line }”. Write it as “2026-12-01 closed repairs”, one line a date.
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
booking-today-answer = Answer
booking-feed-taken = Booked
