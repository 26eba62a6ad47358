# Coverage by organisations

coverage-title = Coverage
coverage-nav = Coverage
coverage-lede = { $line } in { $place } as of { $day }
coverage-as-of = As of
coverage-as-of-unknown = “{ $day }” can’t be shown: give a day from 1949 on, such as 2026-01-31. These are today’s figures.
coverage-as-of-forecast = This day is still to come: it is reckoned from today’s records, as it will be if nothing more is held, elected or founded.
coverage-as-of-past = This is how it was on a past day, not how it is today.
coverage-line = Line
coverage-all-lines = All lines
coverage-town = Town
coverage-all-towns = All towns
coverage-all-places = All villages
coverage-kind = Kind
coverage-all-kinds = All kinds
coverage-status = Status
coverage-whole = { $line } in { $due } units due
coverage-rate = Covered
coverage-rate-none = none due
coverage-due = Due
coverage-village = Village
coverage-sum = Total
coverage-map = Villages at a glance
coverage-map-hint = Each tile is a village or community, filled from below by its shares of built, joint, shell and gap; open it for its list. Towns stand in the order of their codes, not where they lie.
coverage-map-tile = { $name }: { $due } due, { $built } built, { $joint } joint, { $shell } shells, { $gap } gaps
coverage-map-tile-none = { $name }: no unit is due
coverage-table = By place
coverage-table-caption = { $line } by place
coverage-nothing = No units have been entered, so there are no figures.
coverage-nothing-next = Enter or import units first
coverage-figure-about = { $place }, { $status }
coverage-open-list = See the list
coverage-export-xlsx = Export XLSX
coverage-export-csv = Export CSV

coverage-status-built = Built
coverage-status-joint = Joint
coverage-status-shell = Shell
coverage-status-gap = Gap
coverage-status-not-due = Not due

coverage-kind-village = Village
coverage-kind-community = Community
coverage-kind-enterprise = Enterprise
coverage-kind-park = Industrial park
coverage-kind-featured-town = Featured town
coverage-kind-building = Building or mall
coverage-kind-market = Market
coverage-kind-school = School
coverage-kind-settlement = Migrants’ settlement
coverage-kind-new-employment = New-employment group

coverage-way-own = Own
coverage-way-joint = Joint
coverage-way-industry = By industry
coverage-way-organiser = Organiser

coverage-why-own = Has its own organisation, with somebody in a post and something held within a year
coverage-why-joint = Shares an organisation with other units
coverage-why-industry = Covered by an industry’s federation
coverage-why-organiser = Has elected an organiser
coverage-why-own-wanted = Shares an organisation with other units; by its size it should have its own
coverage-why-no-post = There is an organisation, but nobody holds a post in it
coverage-why-nothing-held = There is an organisation, but it has held nothing within a year
coverage-why-neither = There is an organisation, but nobody holds a post and nothing was held within a year
coverage-why-none = No organisation
coverage-why-not-due = No rule asks for one

coverage-people-headcount = staff
coverage-people-women = women
coverage-people-youth = young people
coverage-people-scitech = science workers

coverage-list-title = Units: { $status }
coverage-list-lede = { $line } · { $place } · as of { $day }
coverage-list-caption = Units with the status { $status }, the largest first
coverage-list-back = Back to coverage
coverage-list-empty = There was no such unit on this day.
coverage-list-empty-next = Choose another day or drop a filter
coverage-col-unit = Unit
coverage-col-place = Village
coverage-col-kind = Kind
coverage-col-line = Line
coverage-col-people = People
coverage-col-left-out = People left out
coverage-col-status = Status
coverage-col-reason = Reason
coverage-col-organisation = Organisation
coverage-col-since = Since
coverage-col-until = Until
coverage-until-open = now
coverage-until-future = until { $day } (will change then)
coverage-has-task = Task given
coverage-first-page = Back to the first page

coverage-unit-title = Coverage
coverage-unit-now = Today
coverage-unit-history = How it came about
coverage-unit-history-hint = Worked out by the rules from the records of headcounts, covering organisations, posts and activities; days to come by what is known now.
coverage-unit-history-caption = Coverage by each line, from the earliest
coverage-unit-rule = By rule
coverage-unit-future = To come

coverage-gaps-title = Gaps
coverage-gaps-nav = Gaps
coverage-gaps-lede = Units that should have an organisation and have none, those that leave out most people first: { $units } gaps, { $people } people counted once for each line
coverage-gaps-caption = Gaps, those that leave out most people first
coverage-gaps-empty = No gaps: whatever is due is built or shared.
coverage-gaps-empty-next = See all coverage
coverage-gap-close = How to close it
coverage-gap-title = { $unit } has no { $line }
coverage-gap-now-title = { $line } in { $unit }
coverage-gap-lede = { $people } people left out since { $day }
coverage-gap-no-more = It is no gap today: { $status }.
coverage-gap-why = Why it is due
coverage-gap-own-wanted = By its size it should have its own; until then a body nearby can help it on its way.
coverage-gap-near = Bodies nearby that could share
coverage-gap-near-hint = Bodies of the same line in which somebody holds a post and which cover other units; those in the same town first, then by distance on the plan.
coverage-gap-near-none = There is no body of this line nearby: one has to be founded.
coverage-gap-near-km = about { $km } km (on the plan)
coverage-gap-near-covers = covers { $units } units, { $people } people
coverage-gap-near-same-town = same town
coverage-gap-near-other-town = another town
coverage-gap-near-industry = can cover units of its industry
coverage-gap-near-joint = can form a joint body with it
coverage-gap-near-caption = Bodies nearby that could share
coverage-gap-col-way = How
coverage-gap-col-far = Distance
coverage-gap-col-covers = Covers now

coverage-task-title = Hand it to somebody
coverage-task-hint = They will see it under “Today”. It ends by itself when the gap is closed.
coverage-task-to = To whom
coverage-task-due = By when
coverage-task-note = A word for them
coverage-task-send = Hand over
coverage-task-sent = Handed to { $to }, to be done by { $due }
coverage-task-open = Handed to { $to }
coverage-task-by = By
coverage-task-since = Handed over
coverage-task-end = End the task
coverage-task-end-note = What came of it
coverage-task-end-done = Done
coverage-task-end-drop = Dropped
coverage-task-ended = The task has ended
coverage-task-history = Earlier tasks
coverage-task-status-open = open
coverage-task-status-done = done
coverage-task-status-dropped = dropped
coverage-task-auto = the gap was closed, so it ended by itself
coverage-task-nobody = There is no organisation below yours to hand it to.
coverage-task-today = Close the gap of { $line } in { $unit }
coverage-task-today-detail = { $people } people left out
coverage-task-today-action = See to it
coverage-task-no-gap = It is no gap today, so there is nothing to hand over.
coverage-task-taken = Somebody has this gap already: end that task first.
coverage-task-outside = Choose an organisation below yours.
coverage-task-past = That day has passed: choose today or a later day.
coverage-task-no-note = Say in a sentence what came of it, so that others know.
coverage-task-no-due = Choose a day.
coverage-task-no-to = Choose to whom.

coverage-rules-title = Rules of coverage
coverage-rules-link = Rules and their sources
coverage-rules-lede = Whether a unit is due and an organisation counts as a shell is worked out by these rules. Ask the line’s department about those marked “to be verified”.
coverage-rules-shell = Shell
coverage-rules-shell-text = There is an organisation, but nobody holds a post in it or nothing was held within { $months } months. One newly founded or entered has { $grace } months to hold something.
coverage-rules-kinds = For
coverage-rules-party = with a Party organisation
coverage-rules-count = { $n } { $people } or more
coverage-rules-own = its own from { $n } on
coverage-rules-source = Source
coverage-rules-verified = verified
coverage-rules-unverified = to be verified
coverage-rules-caption = When a unit is due for the { $line }
coverage-rules-rule = Rule
coverage-rules-people = Serves { $people }

coverage-unit-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
coverage-units = { $n ->
    [one] { $n } unit
   *[other] { $n } units
}
coverage-bad-line = There is no such line. Use one of union, league, women, science.
