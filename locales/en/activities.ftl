# Activities: made, held together, published, cancelled, printed

## Kinds

activity-kind = Kind
activity-kind-any = All kinds
activity-kind-culture = Culture
activity-kind-sport = Sport
activity-kind-science = Science
activity-kind-family = Family
activity-kind-health = Health
activity-kind-skills = Skills
activity-kind-rights = Law and rights
activity-kind-volunteering = Volunteering
activity-kind-care = Care
activity-kind-festival = Festival
activity-kind-other = Other

## States

activity-status-draft = Draft
activity-status-published = Published
activity-status-cancelled = Cancelled
activity-phase-announced = Sign-up not open yet
activity-phase-open = Sign-up open
activity-phase-closed = Sign-up closed
activity-phase-running = Under way
activity-phase-over = Over
activity-cohost-invited = Not answered
activity-cohost-accepted = Accepted
activity-cohost-declined = Declined
activity-cohost-left = Left
activity-question-text = Words
activity-question-number = Number
activity-question-yes-no = Yes or no
activity-question-choice = One of several

## The form

activity-new = New activity
activity-new-lede = One form for all of it: what, when, where, for whom, and with whom.
activity-left = This is what you typed last time ({ $at }) and haven't sent.
activity-left-begin = Start over
activity-left-begin-on = Start over for { $day }
activity-left-stored = Drop it and use what is stored
activity-said-made-before = This activity was made a moment ago; no second one was made. Change it here; for another one, start a new form.
activity-edit = Change activity
activity-edit-do = Change
activity-edit-public = This activity is public. If you change its time or place, those who signed up and those who hold it are told; added places go to those who wait first.
activity-choose = Choose
activity-part-what = What
activity-part-when = When and where
activity-part-who = For whom, and how to sign up
activity-part-rules = Rules of sign-up (the usual ones need no change)
activity-part-who-hint = Places for those who take part and for volunteers are counted apart; fill in at least one.
activity-part-together = Together with whom
activity-part-together-hint = Those you invite are told and answer for themselves. You can publish first; they are shown once they accept.
activity-part-questions-hint = What to ask at sign-up, at most 6 questions. Leave empty to ask nothing.
activity-part-shifts-hint = Where volunteers work in several shifts or posts, at most 12. When the activity is moved, shifts you left alone move with it.
activity-title = Name
activity-title-example = e.g. Weekend science for families
activity-summary = What to know
activity-summary-hint = What happens, what to bring, how to get there; written for those who come.
activity-day = Day
activity-starts = Begins
activity-ends = Ends
activity-end-day = Ends on another day
activity-space = Space
activity-space-hint = With a space chosen, place and village need not be filled in.
activity-space-elsewhere = None of these
activity-spaces-own = Our own spaces
activity-spaces-together = Spaces of those invited
activity-spaces-nearby = Spaces in our town
activity-place-words = Place
activity-place-words-hint = If no space is chosen, e.g. the sports ground at Nanzhuang bridge
activity-area = Village or community
activity-area-hint = If no space is chosen.
activity-seats = Places to take part
activity-volunteers = Places for volunteers
activity-min-age = Youngest
activity-max-age = Oldest
activity-only = For people from
activity-only-any = Anywhere
activity-only-village = This village only
activity-only-town = This town only
activity-party-max = Most people per sign-up
activity-party-hint = A family signs up and waits together; it is never split.
activity-offer = An offer stands for
activity-offer-hint = When somebody leaves, the place is kept this long for the first in the queue.
activity-allotment = How places are given
activity-allotment-hint = Can't be changed once it is public. With the last two, sign-up closes at least an hour before the start, and places are given then.
activity-allotment-first-come = First come, first served
activity-allotment-priority = People of one area first, then in the order of signing up
activity-allotment-draw = By lot, in a way that anyone can check
activity-prior = First to people from
activity-prior-nobody = No preference
activity-prior-village = This village
activity-prior-town = This town
activity-opens-day = Sign-up from
activity-opens = Time
activity-closes-day = Sign-up until
activity-closes = Time
activity-window-hint = If left empty: from publication until 20:00 on the day before.
activity-own = What we put in
activity-unit-people = people
activity-unit-years = years
activity-unit-yuan = yuan
activity-unit-shares = parts
activity-brings = Puts in
activity-brings-people = People
activity-brings-venue = Venue
activity-brings-money = Money
activity-brings-goods = Goods
activity-brings-share = Share of credit
activity-brings-share-hint = Leave empty what you don't put in. Service minutes are credited by the shares; 1 for everyone means equal parts.
activity-cohost-n = Co-host { $n }
activity-cohost-org = Organisation
activity-cohost-state = Answer
activity-cohost-add = Invite another
activity-bodies-here = In the same village
activity-bodies-town = Of the town
activity-bodies-county = Of the county
activity-bodies-found = Found
activity-find = Find another organisation
activity-find-hint = Not in the list above? Type a part of its name, look it up, then choose it in the list.
activity-find-do = Look up
activity-row-drop = Remove this
activity-question-add = Add a question
activity-question-n = Question { $n }
activity-question-label = The question
activity-question-kind = Answered with
activity-question-options = Answers to choose from
activity-question-options-hint = One to a line, for “one of several” only.
activity-question-required = Must be answered
activity-question-only-if = When to ask
activity-question-always = Always
activity-question-is = Only after which answer to that question
activity-question-is-hint = For example “yes”, or one of the choices. Not needed with “Always”.
activity-needs = Further rooms and equipment
activity-room-add = Use another room
activity-room-n = Room { $n }
activity-equipment-add = Borrow equipment
activity-equipment-n = Equipment { $n }
activity-equipment = Which equipment
activity-equipment-hint = What the venues of the chosen rooms lend; choose the rooms first.
activity-equipment-none = The chosen venues lend nothing
activity-equipment-of = { $name } ({ $venue }, { $n } in all)
activity-equipment-pieces = How many pieces
activity-shifts = Volunteers' shifts
activity-shift-add = Add a shift
activity-shift-n = Shift { $n }
activity-shift-name = What is done
activity-shift-name-example = For example: welcome desk
activity-shift-places = How many people
activity-shift-day = Day (empty: the activity's own)
activity-questions = Questions at sign-up
activity-questions-fixed = Somebody has signed up and answered, so the questions can't be changed any more.
activity-answered = Those who have answered
activity-save-draft = Save as draft
activity-save-publish = Save and publish
activity-save-changes = Save changes

## What to mend

activity-problem-title-empty = Write a name of at least two characters
activity-problem-title-long = Use at most 60 characters for the name
activity-problem-summary-long = Use at most 2000 characters
activity-problem-line-long = Use at most 100 characters
activity-problem-kind = Choose a kind
activity-problem-place-empty = Choose a space, or write where it is held
activity-problem-area = Choose the village, community or town where it is held
activity-problem-crowd = The rooms hold { $holds } people together, and places and helpers are { $places }: take fewer, or add or choose a larger room
activity-problem-space-gone = This space is no longer there; choose another
activity-problem-time-empty = Fill this in
activity-problem-day = This is not readable as a day; write 2026-11-28
activity-problem-day-missing = There is a time, but no day
activity-problem-time = This is not readable as a time; write 14:30
activity-problem-number = Write a whole number
activity-problem-starts-past = The beginning has passed; choose a later time
activity-problem-too-far = At most two years ahead
activity-problem-ends-first = It must end after it begins
activity-problem-too-long = One activity lasts 31 days at most; make a course of a longer one
activity-problem-of-course = This is a course: change its days and its room on the page of the course
activity-problem-closes-first = Sign-up must close after it opens
activity-problem-closes-late = Sign-up can't close after the end
activity-problem-closes-before-given = Where places are given at the close, sign-up must close at least an hour before the start
activity-problem-prior = Choose whose people come first
activity-problem-places-many = Between 0 and 100000 places
activity-problem-no-places = Give places to take part or places for volunteers
activity-problem-age = An age between 0 and 120
activity-problem-ages-turned = The oldest can't be younger than the youngest
activity-problem-party = Between 1 and 10 people
activity-problem-offer = Between 10 minutes and 7 days
activity-problem-questions-many = At most 6 questions
activity-problem-question-twice = This was asked above already; put it in other words
activity-problem-question-label = Write the question, in at most 100 characters
activity-problem-options = Write 2 to 12 different answers, one to a line
activity-problem-cohosts-many = Invite at most 8 organisations
activity-problem-cohost-empty = Choose an organisation, or remove this
activity-problem-cohost-twice = This organisation stands above already
activity-problem-only-if = Choose a question above this one, or “Always”
activity-problem-only-if-answer = That question can't be answered so; write one of its answers
activity-problem-rooms-many = At most 4 rooms besides
activity-problem-room-first = Choose the main room first
activity-problem-room-twice = This room stands above already
activity-problem-equipment-many = At most 8 kinds of equipment
activity-problem-equipment-twice = This stands above already; add the pieces up
activity-problem-equipment-pieces = At least one piece
activity-problem-equipment-empty = Choose which equipment, or remove this
activity-problem-equipment-elsewhere = The venues of the chosen rooms don't have this; choose again
activity-problem-equipment-more = The venue has only { $n } of them; take fewer
activity-problem-shifts-many = At most 12 shifts
activity-problem-shifts-nobody = There are shifts, so say how many volunteers may sign up
activity-problem-shift-name = Say what is done, in at most 30 characters
activity-problem-shift-long = A shift lasts at most 12 hours; make two of a longer one
activity-problem-shift-far = A shift lies between the day before the activity and the day after; change its time or day
activity-problem-shift-places = Between 1 and 1000 people
activity-problem-shift-twice = The same shift stands above already; make one of both and add up the people
activity-problem-cohost-self = We are the host; no need to invite ourselves
activity-problem-cohost-gone = This organisation no longer exists; choose another
activity-problem-found-none = No organisation has this in its name; try other words
activity-problem-people = Between 0 and 10000 people
activity-problem-money = Write yuan, such as 500 or 1234.5; 10 million at most
activity-problem-share = Between 0 and 100
activity-problem-share-stands = The share of the credit stands as you were asked; to change it, talk to the host

## Why it can't be done

activity-refused-cancelled = The activity was cancelled and can't be changed.
activity-refused-over = The activity is over and can't be changed.
activity-refused-published = The activity is public already.
activity-refused-starts-past = The beginning has passed; change the time first, then publish.
activity-refused-signup-over = The end of sign-up has passed; change it first, then publish.
activity-refused-reason = Say why, in 2 to 200 characters; those who signed up will read it.
activity-refused-course = This is a course: call it off on the page of the course, which also gives its rooms back.
activity-refused-answered = Your organisation has answered already.
activity-refused-declined = Your organisation declined, and the draft is no longer shown to it. To take part after all, ask the host for another invitation.
activity-refused-fixed = The activity is public; what each puts in can't be changed any more.
activity-refused-changed = Somebody else changed this activity while you did (it is now version { $version }). Look at it and change it once more.
activity-refused-below-taken = { $taken } places are taken; there can't be fewer.
activity-refused-questions = Somebody has signed up and answered, so the questions can't be changed any more.
activity-refused-shift-taken = { $taken } volunteers take this shift, so it can't become smaller than that or go. Move them to other shifts first, under “Shifts”.
activity-refused-allotment = How places are given is public and can't be changed. To do it another way, call this one off and publish a new one.
activity-refused-no-version = Say with If-Match which version you changed.
activity-refused-poster = The activity is not public yet; there is a poster once it is.

## Two at once

activity-stale = While you made your changes, somebody else changed this activity. All you typed is still in the form below; it is not saved yet.
activity-somebody = Somebody
activity-act-created = made the activity
activity-act-updated = changed
activity-act-published = published the activity
activity-act-cancelled = cancelled the activity
activity-act-joined = answered for an organisation
activity-stale-taken = { $what }: changed to “{ $now }” by them. You had left it alone, so it is in the form below.
activity-stale-both = { $what }: they wrote “{ $theirs }”, you wrote “{ $mine }”. The form has yours.
activity-stale-take = Use theirs
activity-stale-next = Look it over, then save once more.

## In words

activity-when = When
activity-place = Where
activity-window = Sign-up
activity-places = Places
activity-say-equipment = { $n } × { $name }
activity-say-shift = { $name } ({ $span }, { $n } people)
activity-who = Who may come
activity-party = Parties and offers
activity-cohosts = Open invitations
activity-say-places = { $seats } to take part, { $volunteers } volunteers
activity-say-party = up to { $n } at once, an offer stands for { $offer }
activity-say-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
activity-only-of = only from { $area }
activity-age-between = aged { $min }–{ $max }
activity-age-from = from { $min } years
activity-age-to = up to { $max } years
activity-age-any = any age

## The list

activity-list = Activities
activity-show = Which ones
activity-show-upcoming = To come
activity-show-drafts = Drafts
activity-show-invited = For us to answer
activity-show-past = Held
activity-show-cancelled = Cancelled
activity-show-all = All
activity-below = With those below us
activity-state = State
activity-together = Hosts
activity-together-n = { $n ->
    [one] { $n } co-host
   *[other] { $n } co-hosts
}
activity-asked-n = { $n } not answered
activity-host-us = We host it
activity-to-answer = For us to answer
activity-none = No activity here yet.
activity-none-found = No activity fits.
activity-none-clear = Look without the filters
activity-none-invited = No invitation waits for our answer.
activity-none-upcoming = Nothing is planned yet.

## One activity

activity-host = Host
activity-hosted-by = Hosted by { $name }
activity-facts = How it is held
activity-ledger = Co-host ledger
activity-ledger-share = Credit
activity-ledger-total = In all (accepted)
activity-ledger-hint = Service minutes are split by credit; the parts add up to the whole, nothing counts twice.
activity-signups = Sign-ups
activity-count-attendees = Taking part
activity-count-volunteers = Volunteers
activity-count-waiting = Waiting
activity-count-of = of { $n } places
activity-history = What was changed
activity-history-when = When
activity-history-who = Who
activity-history-what = What
activity-hints = Before you publish
activity-hints-room = The room holds { $holds }; there are { $places } places in all.
activity-public-page = Public page
activity-back = Back to the activity
activity-asked = { $host } asks us to hold it together
activity-asked-for = We are asked to put in: { $brings }.
activity-asked-draft = Once accepted, this can be changed until publication.
activity-asked-public = The activity is public; once we accept, we are shown as holding it.
activity-answer = Answer the invitation
activity-problem-answer = Choose “Accept” or “Decline”.
activity-declined-state = Your organisation declined. Until the activity begins it can still accept.
activity-left-state = Your organisation left this activity. Until it begins, it can agree again.
activity-answer-note = A word to the host
activity-accept = Accept
activity-decline = Decline
activity-draft-state = This is a draft; only we and those invited can see it.
activity-publish = Publish
activity-brings-own = What we put in
activity-brings-until = This can be changed until publication.
activity-brings-save = Save
activity-cancel = Cancel the activity
activity-cancel-reason = Why it is cancelled
activity-cancel-told = Those who signed up and those who hold it are told, with this reason. It can't be undone.
activity-cancel-draft = Those invited are told. It can't be undone.
activity-cancel-do = Cancel it
activity-cancelled-because = Cancelled: { $reason }
activity-done-published = Published: everybody can see it now.
activity-done-saved = Saved.
activity-done-cancelled = Cancelled. Those who signed up are being told.
activity-done-accepted = Accepted. The host has been told.
activity-done-declined = Declined. The host has been told.
activity-done-brings = Saved. The host has been told.
activity-at-venue = What is on here
activity-at-venue-none = Nothing is planned for now.
activity-at-venue-all = See all
activity-at-venue-course = Course (next session)
activity-at-venue-title = What is on at { $name }

## Who signed up

activity-roll = Who signed up
activity-roll-person = Name
activity-roll-role = Comes to
activity-roll-state = State
activity-roll-number = Number
activity-roll-at = Signed up
activity-roll-answers = Answers
activity-roll-answer = { $question }: { $answer }
activity-roll-any = All
activity-roll-none = Nobody has signed up yet.
activity-roll-state-seat = Has a place
activity-roll-state-waiting = Waiting
activity-roll-state-offered = Offered a place
activity-roll-state-cancelled = Cancelled
activity-roll-state-handed-on = Handed on
activity-roll-state-declined = Declined the offer
activity-roll-state-expired = Let the offer pass
activity-role-attendee = Take part
activity-role-volunteer = Help

## Printing

activity-sheet = Sign-in sheet
activity-sheet-number = No.
activity-sheet-name = Name
activity-sheet-party = Party
activity-sheet-role = Comes to
activity-sheet-code = Code
activity-sheet-signature = Signature
activity-sheet-alone = —
activity-sheet-party-of = No. { $number }, { $n } people
activity-sheet-counts = { $attendees } to take part, { $volunteers } to help; printed { $at }. Write when you came and left beside your signature; where a name is masked, sign in full.
activity-sheet-print = Print
activity-sheet-xlsx = Spreadsheet
activity-sheet-full = Full names needed
activity-sheet-full-print = Print full names
activity-sheet-full-xlsx = Spreadsheet with full names
activity-sheet-reason = Why full names are needed
activity-sheet-reason-hint = Say what for, in 2 to 100 characters. Each time is recorded; people can see who looked at their name, when and why.
activity-poster = Poster
activity-poster-until = Sign up until
activity-poster-hosts = Held together by
activity-poster-qr = QR code of the public page
activity-poster-scan = Scan to sign up
activity-poster-see = Scan to see more

## Today

activity-today-invited = { $host } asks us to hold “{ $title }” together
activity-today-draft = “{ $title }” is still a draft
activity-today-answer = Answer
activity-today-publish = Publish

## Notices

activity-notice-invited = { $host } asks you to hold “{ $title }” together, beginning { $at }. Please answer.
activity-notice-withdrawn = { $host } took back the invitation to hold “{ $title }” together.
activity-notice-accepted = { $name } holds “{ $title }” with you. { $note }
activity-notice-declined = { $name } does not hold “{ $title }” with you. { $note }
activity-notice-own-accepted = Your organisation holds “{ $title }” with { $host }.
activity-notice-own-declined = Your organisation declined to hold “{ $title }” with { $host }.
activity-notice-brings = { $name } changed what it puts into “{ $title }”.
activity-notice-moved = “{ $title }”, which you hold too, is now { $at }, at { $place }.
activity-notice-room = { $host } will hold “{ $title }” in your “{ $place }”, beginning { $at }. If that is difficult, please talk to them soon.
activity-notice-cancelled = { $host } cancelled “{ $title }”: { $reason }
activity-leave = No longer hold it together
activity-leave-told = The host is told, with your reason. Until the activity begins you can agree again.
activity-leave-do = Leave
activity-part-reason = Reason
activity-release = Let a co-host go
activity-release-told = { $name } is told, with your reason. It can be invited again.
activity-release-do = Let it go
activity-done-left = Your organisation no longer holds the activity; the host is told.
activity-done-released = It no longer holds the activity with you, and is told.
activity-refused-part = The activity has begun or was called off: who held it stays as it is. Whoever gave nothing says so under “promised and given”.
activity-problem-part-reason = Please say why; the other side will read it.
activity-notice-left = { $name } no longer holds “{ $title }” with you: { $reason }
activity-notice-own-left = Your organisation no longer holds “{ $title }” with { $host }.
activity-notice-released = { $host } asks your organisation to leave “{ $title }”: { $reason }

activity-asked-if = Asked where “{ $question }” is answered “{ $answer }”
answered-title = Answers by question
answered-how = Each party counts once. Open a line to see who; cancelled ones don't count.
answered-nothing = Nothing is asked of those who sign up for this activity.
answered-count = { $answer }: { $n }
answered-none = Not answered: { $n }
answered-party = { $name } and others, { $n } in all

activity-draw-promise = The fingerprint published before the draw
activity-draw-result = See the result of the draw

activity-roll-from-paper = Added afterwards by { $name }, from paper
activity-roll-from-door = Added afterwards by { $name }, at the door
activity-roll-from-paper-why = Added afterwards by { $name }, from paper. Let by because: { $reason }
activity-roll-from-door-why = Added afterwards by { $name }, at the door. Let by because: { $reason }

activity-problem-groups-many = At most 5 groups come first
activity-problem-group = There are no such people; choose again
activity-problem-group-age = Write ages such as “60+”, “-13” or “6-12”
activity-problem-group-twice = This group stands above already
activity-problem-group-unit = No unit of this name was found, or several; write the whole name
activity-problem-kept-for-nobody = First say who comes first
activity-problem-kept-when = Say a time after sign-up begins and before it ends
activity-groups = Who comes first (in this order, at most 5 groups)
activity-groups-hint = One of a family is enough. Where places go to whoever comes first, the waiting list stands in this order; where they are given at the end, they are given in it; in a draw one group is drawn after the other.
activity-group-next = Group { $n }
activity-group-none = Nobody
activity-group-village = Who live in its village
activity-group-town = Who live in its town
activity-group-age = By age
activity-group-unit = People of a unit
activity-group-more = Ages or unit
activity-group-further = Further groups
activity-group-more-hint = Ages such as “60+”, “-13” or “6-12”; a unit by its whole name.
activity-kept = Until when places go to these groups only
activity-kept-hint = Only where places go to whoever comes first. What is free then goes to those who wait, in order. Empty: none are kept.
activity-kept-time = Time

activity-roll-place = Place in line
activity-roll-group = Comes first
activity-roll-queue = In the order of the waiting list: freed places go to the first in line. A family has one place in it.
activity-problem-group-no-more = What is chosen for this group needs no ages or unit: clear this, or choose “By age” or “People of a unit”
activity-problem-group-unchosen = Choose “By age” or “People of a unit” first, or clear this
