# The portal

portal-home-title = What’s on near you
portal-home-description = What is on today and this week near you: for families, health, science, volunteering. Look without registering; a phone number is enough to sign up.
portal-search-label = Find activities
portal-search-example = 广场舞, 义诊, qz for 亲子
portal-near = What is near { $place }, by date
portal-other-place = Elsewhere
portal-where-are-you = Which town are you in? Then you see what is near.
portal-choose-place = Choose
portal-choose-town = Where are you?
portal-choose-village = Which village or community?
portal-choose-why = Remembered on this device only, to pick out what is near.
portal-whole-town = Just the town
portal-one-village = A village or community
portal-other-town = Another town
portal-forget-place = Forget where I am
portal-within-one-km = within 1 km
portal-about-km = about { $n } km
portal-schematic = Distances are estimates from a schematic plan.
portal-this-week = The next seven days
portal-weekend = This weekend
portal-next-7-days = In 7 days
portal-next-30-days = In 30 days
portal-all = All
portal-see-all = See all activities
portal-nothing-today = Nothing more today
portal-nothing-soon = Nothing in the next seven days yet
portal-door-all = All activities
portal-door-all-text = By day, place and kind
portal-door-weekend = This weekend
portal-door-weekend-text = Saturday and Sunday
portal-door-help = Volunteer
portal-door-help-text = Where hands are wanted
portal-door-mine = My sign-ups
portal-door-mine-text = Tickets and waiting lists

portal-list-title = Activities
portal-list-description = Activities in all towns, by day, place and kind, with sign-up.
portal-any = Any
portal-any-day = Any day
portal-filter-when = When
portal-filter-town = Town
portal-filter-kind = Kind
portal-filter-line = Line
portal-filter-from = From
portal-filter-to = To
portal-filter-free = Only with free places
portal-filter-help = Only where volunteers are wanted
portal-from-day = from { $day }
portal-to-day = to { $day }
portal-nothing-found = Nothing like this was found. Leave a filter out or try another word.

portal-host-with = { $host } (with { $others })
portal-help-wanted = Volunteers wanted
portal-opens = Sign-up opens { $at }
portal-closes = Sign-up closes { $at }
portal-closed = Sign-up closed
portal-running = Under way
portal-full = Full: waiting list
portal-kept-for-waiting = { $n ->
    [one] 1 place free, kept for the waiting list
   *[other] { $n } places free, kept for the waiting list
}
portal-waiting = { $n ->
    [one] 1 person waiting
   *[other] { $n } people waiting
}
portal-waiting-pass = { $n ->
    [one] 1 person waiting lets the free places go to others: sign up now and you have one
   *[other] { $n } people waiting let the free places go to others: sign up now and you have one
}

portal-cancelled = Called off
portal-over = Over
portal-when = When
portal-where = Where
portal-held-by = Held by
portal-host = Lead
portal-for-whom = For
portal-ages = ages { $from }–{ $to }
portal-ages-from = { $from } and older
portal-ages-to = { $to } and younger
portal-only-area = people living in { $area }
portal-step-free = Step-free access
portal-about = About
portal-policy = How places are given
portal-draw-how = How lots are drawn, and how to check
portal-draw-result = See the draw and check it
portal-calendar = Add to calendar
portal-share = Share
portal-called-off = This activity was called off. Please don’t go there.
portal-called-off-reason = Reason: { $reason }
portal-sign-up = Sign up
portal-join-waiting = Join the waiting list
portal-see-ticket = My ticket
portal-see-standing = My place in the waiting list
portal-see-entry = See my entry
portal-closed-what-now = Sign-up has closed. You may ask at the door.
portal-no-signup = No sign-up needed: just come.
portal-door-courses = Courses
portal-door-courses-text = After-school clubs, holiday classes, parents' classes
portal-door-cups = Competitions
portal-door-cups-text = Enter, fixtures and results
