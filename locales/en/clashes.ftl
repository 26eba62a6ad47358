clash-title = What stands in the way
clash-none = Nothing stands in its way in the days around it.
clash-people = At the same time{ $n ->
    [0] {""}
   *[other] : { $n }
 }, with { $people ->
    [one] { $people } person in both
   *[other] { $people } people in both
 }
clash-unit = Into the same unit within three days{ $n ->
    [0] {""}
   *[other] : { $n }
 }
clash-venue = In the same venue within three days{ $n ->
    [0] {""}
   *[other] : { $n }
 }
clash-village = In the same village within three days{ $n ->
    [0] {""}
   *[other] : { $n }
 }
clash-time = In the same town at the same time, for the same people{ $n ->
    [0] {""}
   *[other] : { $n }
 }
clash-day = In the same town on the same day{ $n ->
    [0] {""}
   *[other] : { $n }
 }
clash-see-all = See all of them
clash-kilometres = about { $km } km away
clash-asked = You asked to hold it together and wait for the answer.
clash-ours = You hold it too, or are asked to.
clash-how-counted = “People in both”: of those signed up for that one, who is signed up for this one too or came to something of yours within the last year. Distances are taken on the plan: good for nearer and farther.
together-ask = Ask to hold it together
together-waits = You asked to hold “{ $title }” together; the host has not answered yet.
together-withdraw = Don't ask any more
together-yes = The host agreed to hold “{ $title }” together. If you don't need this draft any more, call it off.
together-no = The host can't hold “{ $title }” together this time.
together-go = See that one
together-who-asks = { $name } would like to hold it together with you
together-why = They were planning “{ $draft }” at about the same time. They would bring: { $brings }.
together-note = A word with it (may stay empty)
together-accept = Hold it together
together-decline = Not this time
together-today = { $name } would like to hold “{ $title }” together
together-said-asked = The host was told; wait for the answer.
together-said-yes = They hold it with you now.
together-said-no = They were told.
together-said-withdrawn = The request was taken back.
together-holds = That organisation holds it already.
together-many = As many hold it as can: one has to leave before another joins.
together-no-draft = You can ask only from a draft of your own that is not public.
together-asked-before = That was asked already, or you are part of that activity.
together-not-now = That activity is over or called off.
together-answered = That request was answered or taken back.
together-note-long = Please write at most 100 characters.
together-notice-asked = { $by } would like to hold “{ $title }” ({ $at }) together with you.
together-notice-yes = The host agreed to hold “{ $title }” together. { $note }
together-notice-no = The host can't hold “{ $title }” together this time. { $note }
year-nav = Year
year-title = The year, day by day
year-lede = { $town } in { $year }: { $n ->
    [one] { $n } activity
   *[other] { $n } activities
 }
year-days = How many on each day
year-past = The months that are over
year-how-counted = What lasts for several days counts on each of them; a course counts on the days it meets.
year-unit = { $n ->
    [one] { $n } activity
   *[other] { $n } activities
 }
year-fullest = The fullest days
year-no-piles = No day is crowded.
year-empty = Empty weeks
year-no-empty = Something is on in every week to come.
year-empty-count = Weeks to come with nothing on: { $n }. Choose one to plan something in it.
year-week = { $from } to { $to }
year-day-count = { $day }: { $n }
year-town = Town
year-year = Year
year-show = Show
year-back = Back to the year
year-day-title = { $town }, { $day }
year-day-empty = Nothing is on on this day.
year-fill = Plan something on this day
year-activity = Activity
year-time = When
year-host = Host
year-place = Where
year-people = Signed up
year-named = Days with a frame:{" "}
year-named-and = ,{" "}
year-lei-feng = Lei Feng Day
year-women = Women's Day
year-labour = Labour Day
year-youth = Youth Day
year-science = Scientists' Day
year-children = Children's Day
year-volunteers = Volunteer Day
together-gone = They have published or called off what they were planning; the request no longer stands.

clash-own = This is your own; another time is enough.
