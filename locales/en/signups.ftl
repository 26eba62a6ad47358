# Sign-up, waiting list, tickets

# The form
signup-title = Sign up
signup-role = How will you come?
signup-role-attendee = To take part
signup-role-volunteer = To help as a volunteer
signup-who = Who is coming?
signup-myself = Myself
signup-me = { $name } (me)
signup-name-age = { $name } · aged { $age }
signup-signed-up = { $name } is signed up already.
signup-see = See
signup-my-birth = Your date of birth
signup-my-birth-why = Age matters for this activity: fill it in if you come yourself. You are asked only once.
signup-my-birth-why-help = Fill it in if you come to help: other rules hold for volunteers who are not of age. If you only take part, leave it empty.
signup-my-birth-missing = Fill in your date of birth: age matters for this activity.
signup-add-family = Bring a child or an elder
signup-add-family-why = Family members without a phone need only a name and a date of birth. Next time you just tick them.
signup-family-member = Family member { $n }
signup-new-name = Name
signup-new-birth = Date of birth
signup-one-more = Add one more
signup-new-consent = I am their guardian or family and agree to this being used for sign-up and check-in
signup-new-consent-why = For children under 14 a guardian has to agree.
signup-only-area = Only for people who live in { $area }
signup-address-unknown = You haven’t said where you live yet. Do so first and come back; what you filled in here stays.
signup-address-known = It goes by the address under “Mine”; family members without one of their own live with you.
signup-address-give = Say where I live
signup-address-correct = The address is wrong: correct it
signup-form-kept = What you filled in is kept. Save your address and you are back at it.
signup-privacy = How your data is used and deleted
signup-yes = Yes
signup-only-if = Only if you answered “{ $answer }” to “{ $question }”:
signup-only-if-required = Needed if you answered “{ $answer }” to “{ $question }”:
signup-no = No
signup-choose = Please choose
signup-submit = Sign up
signup-submit-waiting = Join the waiting list
signup-submit-allotment = Put my name down
signup-full-waiting = { $n ->
    [one] Full, 1 person is waiting. You will stand behind them.
   *[other] Full, { $n } people are waiting. You will stand behind them.
}
signup-full-first = Full. You will be first in the waiting list.
signup-sign-in-first = Please sign in with your phone first. What you typed is kept.
signup-sign-in-too-long = Please sign in first. What you typed is too long to be kept here; you will have to type it again.

# How places are given
signup-policy = How places are given
signup-policy-first = First come, first served. While people are waiting, newcomers stand behind them.
signup-policy-priority = Sign-up closes { $at }; places are given then: those with priority first, the others in the order of signing up.
signup-policy-draw = Sign-up closes { $at }; places are drawn by lot then. It makes no difference how early you sign up, and anyone can check the result.
signup-policy-given = Places were given to all at once { $at }. Whoever signs up now stands at the end of the waiting list; freed places are offered in order.
signup-policy-offer = When someone withdraws, the place is held for the first in the waiting list for { $minutes }; if they don’t take it, it goes to the next.
signup-policy-family = Up to { $most } people in one sign-up. A family waits together and is never split; if it is first and too large for what is free, it is asked whether it comes with fewer; without an answer in time the places go to those after it, and it keeps its turn.
signup-policy-late = No places are offered in the last 30 minutes before the start.

# What came of it
signup-done = You are signed up. See you { $at }
signup-done-waiting = You are on the waiting list. Freed places are held for you first; watch your notices.
signup-done-allotment = You are on the list as number { $n }. Places are given when sign-up closes; you will get a notice.
signup-already = You are signed up already
signup-accepted = The place is yours
signup-declined = It goes to the next in line
signup-cancelled = { $n ->
    [one] Cancelled for 1 person
   *[other] Cancelled for { $n } people
}

# What to mend
signup-nobody = Please choose who is coming
signup-more-than-places = { $places ->
    [one] There is only 1 place in all, so this many can’t come together: please choose fewer
   *[other] There are only { $places } places in all, so this many can’t come together: please choose fewer
}
signup-too-many-with = One person can sign up { $most } people here; you have signed up { $before } already.
signup-too-many = { $most ->
    [one] Only 1 person in one sign-up
   *[other] Up to { $most } people in one sign-up: please choose fewer
}
signup-new-name-missing = Please give the name
signup-new-birth-missing = Please give the date of birth
signup-new-birth-wrong = Please give a date such as 2018-05-01
signup-new-consent-missing = Please tick that you agree, so that they can be added
signup-answers = Some questions are not answered well
signup-answer-missing = Please answer this
signup-answer-number = Please give a number
signup-answer-choice = Please choose one of these
signup-answer-long = At most { $most } characters, please

# Why not
signup-too-young = { $name } will be { $age }; this activity is for { $least } and older
signup-too-old = { $name } will be { $age }; this activity is for { $most } and younger
signup-birth-unknown = Please give the date of birth of { $name }: age matters for this activity
signup-elsewhere = { $name } doesn’t live in the area this activity is for: only { $area }. If the address is wrong, correct it first
signup-area-unknown = Please say first where { $name } lives: this activity is only for people who live in { $area }
signup-volunteer-too-young = { $name } is under 6 and can’t volunteer yet (common local practice), but may come to take part
signup-volunteer-needs-adult = { $name } is under 10 and volunteers only with an adult (common local practice): please tick an adult too
signup-volunteer-needs-guardian = { $name } is under 18: a guardian has to sign them up as a volunteer (Zhejiang volunteer rules: minors need a guardian’s consent)
signup-not-yet = Sign-up opens { $at }
signup-closed = Sign-up has closed. You may ask at the door
signup-called-off = This activity was called off
signup-called-off-short = Called off
signup-no-such-role = Nobody is signed up this way for this activity
signup-full = Full, and less than 30 minutes to the start: no more places are offered. You may ask at the door
signup-ended = This sign-up ended before
signup-begun = The activity has begun and can’t be cancelled any more
signup-no-offer = No place is held for you now: the time is over, or you have answered
signup-not-next = It isn’t your turn, or you are no longer waiting
signup-still-too-many = { $free ->
    [one] 1 place is free: please choose fewer
   *[other] { $free } places are free: please choose fewer
}

# A sign-up
signup-state-seat = Signed up
signup-state-waiting = On the waiting list
signup-state-offered = A place is free: please answer
signup-state-cancelled = Cancelled
signup-state-declined = Given up
signup-state-expired = Not answered in time
signup-activity = The activity
signup-back-to-activity = About the activity
signup-tickets = Tickets
signup-tickets-how = Show the QR code at the door or say the 6-character code. A screenshot or a print will do.
signup-came = Checked in
signup-calendar = Add to calendar
signup-calendar-code = Code of { $name }: { $code }
signup-code-title = Ticket code
signup-code-what = This is the code of a ticket. At the door, let a steward scan it or say these 6 characters.
signup-mine = My sign-ups

# Offers
signup-offered-what = { $n ->
    [one] 1 place is held for you
   *[other] { $n } places are held for you
}
signup-offered-until = Please answer before
signup-offered-then = After that it goes to the next in line.
signup-accept = Yes, I’ll come
signup-decline = I can’t come
signup-decline-means = The place goes to the next in line at once, and you leave the waiting list.
signup-decline-yes = Give it to the next
signup-answer-offer = Answer now
signup-expired-what-now = The place that was held for you has gone to the next. If you still want to come, sign up again.
signup-position = Number { $n } in the waiting list
signup-step-full = All places are taken
signup-step-groups = Free places go to the groups that come first
signup-step-too-few = Too few places are free to come together
signup-step-kept = Free places are kept for the waiting list
signup-step-over = Places are no longer offered
signup-step-queue = You are waiting
signup-step-freed = A place becomes free
signup-step-answer = It is held for you, and you answer
signup-why-places = { $taken } of { $all } places are settled.
signup-why-free = { $n ->
    [one] 1 is free and kept for the waiting list.
   *[other] { $n } are free and kept for the waiting list.
}
signup-why-free-groups = { $n ->
    [one] 1 is free and kept for the groups that come first.
   *[other] { $n } are free and kept for the groups that come first.
}
signup-why-offered = { $n ->
    [one] 1 is held for somebody else until { $until }; if they don’t want it, the next is asked.
   *[other] { $n } are held for others, the first until { $until }; if they don’t want them, the next are asked.
}
signup-why-ahead = { $parties ->
    [one] 1 sign-up is before you ({ $people } in all).
   *[other] { $parties } sign-ups are before you ({ $people } in all).
}
signup-why-first = Nobody is before you: you are next.
signup-why-others-first = Freed places go to those before you first, then to you.
signup-why-more = { $n ->
    [one] As soon as 1 more place is free, it is held for you.
   *[other] As soon as { $n } more places are free, they are held for you.
}
signup-why-groups = What is still free at { $at } goes to those who wait, in order.
signup-why-fewer = { $free ->
    [one] 1 place is free, and you are { $people }. You may come with fewer: tell us before { $until }, or it goes to those after you.
   *[other] { $free } places are free, and you are { $people }. You may come with fewer: tell us before { $until }, or they go to those after you.
}
signup-why-fewer-still = { $free ->
    [one] 1 place is free, and you are { $people }. You may still come with fewer; if somebody after you can use it, they get it.
   *[other] { $free } places are free, and you are { $people }. You may still come with fewer; if somebody after you can use them, they get them.
}
signup-why-fewer-theirs = { $free ->
    [one] 1 place is free, and you are { $people }. Whoever signed you up answers whether fewer of you come.
   *[other] { $free } places are free, and you are { $people }. Whoever signed you up answers whether fewer of you come.
}
signup-why-too-large = { $places ->
    [one] There is only 1 place in all, and you are { $people }: you can’t come together. You may cancel for some of you; when it is free we also ask you.
   *[other] There are only { $places } places in all, and you are { $people }: you can’t come together. You may cancel for some of you; when places are free we also ask you.
}
signup-why-too-late = Less than 30 minutes to the start: no more places are offered. You may ask at the door.
signup-why-allotment = Places are given when sign-up closes.
signup-entry = Your number: { $n }
signup-allotment-draw = Sign-up closes { $at }; then lots are drawn. It makes no difference how early you came. You will get a notice.
signup-allotment-priority = Sign-up closes { $at }; then places are given. You will get a notice.
signup-draw-how = How it is drawn, and how to check it
signup-drawn = Your number in the draw was { $n }.
signup-draw-check = See the result and check it yourself
signup-notice-allotted = “{ $title }”: places were given, and you have yours.
signup-notice-not-allotted = “{ $title }”: places were given, and you have none this time. You are on the waiting list; if somebody leaves you will hear of it.
signup-why-answer = You get a notice, and the place is held for { $minutes }.
signup-fewer = Come with fewer
signup-fewer-who = Who comes?
signup-fewer-hint = { $free ->
    [one] 1 place is free: choose 1 person. The others leave the waiting list.
   *[other] { $free } places are free: choose up to { $free }. The others leave the waiting list.
}
signup-fewer-yes = These come
signup-fewer-or = These places are kept for you until { $until }. Without an answer they go to those after you; you keep your turn, and we ask again when more are free.
signup-fewer-or-still = If you want to come together, do nothing: you keep your turn, and we ask again when more are free.

# Cancelling
signup-cant-come = Can’t come?
signup-cancel = Cancel
signup-cancel-all = Cancel for all
signup-cancel-one = { $name } isn’t coming
signup-cancel-means = The place goes to the waiting list. To come after all you would sign up again.
signup-leave-means = You leave the waiting list. To come after all you would start at its end.
signup-cancel-yes = Yes, cancel
signup-again = Sign up again

# My sign-ups
signup-mine-coming = To come
signup-mine-past = Past
signup-mine-all = All
signup-mine-offered = Please answer
signup-mine-seats = Signed up
signup-mine-waiting = Waiting
signup-mine-called-off = Called off
signup-mine-ended = Not coming
signup-mine-until = held until { $until }
signup-mine-fewer = Come with fewer? Please answer
signup-mine-answer-by = answer before { $until }
signup-mine-none = No sign-ups yet
signup-mine-no-past = You haven’t been to anything yet
signup-find = See what is on

# Notices
signup-notice-offered = A place is free in “{ $title }” and held for you until { $until }. Please answer.
signup-notice-fewer = { $free ->
    [one] 1 place is free in “{ $title }”; you are first and { $people } people. You may come with fewer, or go on waiting.
   *[other] { $free } places are free in “{ $title }”; you are first and { $people } people. You may come with fewer, or go on waiting.
}
signup-notice-fewer-until = { $free ->
    [one] 1 place is free in “{ $title }”; you are first and { $people } people. Tell us before { $until } whether you come with fewer; without an answer it goes to those after you, and you keep your turn.
   *[other] { $free } places are free in “{ $title }”; you are first and { $people } people. Tell us before { $until } whether you come with fewer; without an answer they go to those after you, and you keep your turn.
}
signup-notice-let-pass = The places free in “{ $title }” went to those after you, as we had no answer. You keep your turn, and we ask again when more are free.
signup-notice-offer-ended = The place held for you in “{ $title }” was not taken in time and has gone to the next.
signup-notice-changed = “{ $title }” has changed; it now starts { $starts } at { $place }. Please have a look.
signup-notice-cancelled = “{ $title }” ({ $starts }) was called off. Please don’t go there.
signup-notice-course-cancelled = The course “{ $title }” was called off, with all its sessions to come. Reason: { $reason }
signup-notice-remind = A reminder: “{ $title }” begins { $starts } at { $place }. If you can't come, please cancel, so that somebody else can.
signup-course = Go to the course

signup-notice-passed-over = “{ $title }”: places were given. You no longer have what it asks for, so you were passed over this time. You are last on the waiting list; once that is put right you will hear of free places.

signup-state-to-be-given = Signed up, places to be given

# Who comes first
priority-one = { $n }. { $name }
priority-area = who live in { $name }
priority-line = members of { $name }
priority-unit = people of { $name }
priority-qualification = with { $name }
priority-ages = aged { $min } to { $max }
priority-old = aged { $min } or older
priority-young = who come with a child of { $max } or younger
priority-policy = These come first, in this order: { $groups }. One of a family is enough; all others come after them.
priority-policy-given = These came first, in this order: { $groups }. One of a family was enough; all others came after them.
priority-policy-first-come = Free places go to whoever comes first; in the waiting list the groups stand in their order, and within a group it goes by the time of signing up.
priority-policy-kept = Until { $at } places go to these groups only, and others wait in line; what is free then goes to those who wait, in order.
priority-yours = You belong to group { $n } of those who come first: { $name }.
priority-none = You are in none of the groups that come first, and stand behind them.
priority-kept-for-others = Until { $at } places go to the groups that come first. What is free then goes to those who wait, in order.
priority-in-none = In none of the groups that come first
signup-birth-ahead = The day of birth can’t be after today; look at the year
signup-all-in = Everyone in your family is signed up already.
signup-besides = At the same time your family is also signed up for:
