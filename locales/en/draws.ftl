draw-title = The draw
draw-commitment = Fingerprint published beforehand
draw-committed-at = Published
draw-not-yet = Lots are drawn when sign-up closes, { $at }. The result will be on this page.
draw-seated = { $all ->
    [one] { $all } party
   *[other] { $all } parties
 } for { $places ->
    [one] { $places } place
   *[other] { $places } places
 }: { $seated ->
    [one] { $seated } has theirs.
   *[other] { $seated } have theirs.
 }
draw-seed = Seed, published after the draw
draw-list = Fingerprint of the list
draw-with-places = Numbers with places, in the order drawn
draw-in-line = Numbers on the waiting list, in the order drawn
draw-number-first = { $n } (priority)
draw-number-people = { $n } ({ $people } people)
draw-number-people-first = { $n } ({ $people } people, priority)
draw-check-now = Work it out again
draw-document = The data
draw-how = How it is kept fair
draw-how-seed = When the activity is published, a secret seed is fixed and its fingerprint made public. Another seed would have another fingerprint.
draw-how-list = When sign-up closes the list is fixed: a number for each party. A family is one lot and is never split.
draw-how-keys = The seed, the list and the number give each party its lot, and the lots give the order. A change anywhere in the list changes every lot.
draw-how-check = Result, list and seed are published here. Anyone can work it out again, also with a program of their own.
draw-check-title = Check a draw
draw-check-holds = It holds: this is the order that the published seed and list give, and list, places and result are those published here.
draw-check-unknown = The data agrees with itself, but no such draw was made here. Compare it with the fingerprint published beforehand.
draw-check-document = Data of the draw
draw-check-hint = Paste what “The data” on the page of the draw gives.
draw-check-go = Check
draw-check-unreadable = This can't be read. Copy the whole of what “The data” gives.
draw-check-elsewhere = If you don't trust this server, run langqiao draw verify FILE on a machine of your own.
draw-flaw-format = It doesn't hold: this is not a format that is known here.
draw-flaw-seed = It doesn't hold: the seed is not 64 hexadecimal digits.
draw-flaw-commitment = It doesn't hold: the seed is not the one whose fingerprint was published.
draw-flaw-entries = It doesn't hold: a number is on the list twice, or a party has no people.
draw-flaw-list = It doesn't hold: the list was changed.
draw-flaw-order = It doesn't hold: from place { $place } on the order is another.
draw-flaw-seated = It doesn't hold: more or fewer parties have places than there is room for.

draw-passed-over = Numbers that were passed over
draw-passed-over-what = They were drawn with the others, but what the activity asks for was refused or ran out after they signed up: they got no place and are last on the waiting list.
draw-passed-number = No. { $n }: { $what }
draw-lacks-unit = not of a unit that is asked for
draw-lacks-line = not a member as asked for
draw-lacks-qualification = without the certificate that is asked for
draw-flaw-passed-over = It doesn't hold: a number that was passed over is not in the list, or stands there twice.

draw-fingerprint = Fingerprint of the result
draw-check-long = This is too long: at most 1 MB is checked on this page. Run langqiao draw verify FILE on a machine of your own.
draw-check-not-yet = It doesn't hold: the places of this activity have not been drawn yet.
draw-check-exchanged = It doesn't hold: what is published here now is not what was recorded at the moment of the draw. Please tell the host and the body above it.
draw-differs-list = It doesn't hold: this list is not the one published here. Somebody was left out, added or changed.
draw-differs-capacity = It doesn't hold: the number of places is not the one published here.
draw-differs-seated = It doesn't hold: the number of parties with places is not the one published here.
draw-differs-passed-over = It doesn't hold: others were passed over than is published here.
draw-differs-other = It doesn't hold: this is not what is published here.

draw-groups = Who comes first, in this order
draw-number-group = { $n } (group { $group })
draw-number-people-group = { $n } ({ $people } people, group { $group })
draw-flaw-groups = A number belongs to a group that was not made public: this result is wrong.

allotted-title = Which numbers got places
allotted-not-yet = Sign-up closes { $at }. Places are then given to all at once, and the result is published on this page by number.
allotted-seated = { $all ->
    [one] 1 party signed up
   *[other] { $all } parties signed up
}; { $seated ->
    [one] 1 has places.
   *[other] { $seated } have places.
}
allotted-with-places = With places: { $numbers }
allotted-in-line = Waiting: { $numbers }
allotted-all = All numbers
allotted-passed-over-what = What the activity asks for was refused or ran out after these numbers signed up: they got no place and are last on the waiting list.
allotted-how = How places were given
allotted-rule = The groups come first in their order, and within a group it goes by the time of signing up. One of a family is enough, and families are not split. All others come after them, also by the time of signing up.
allotted-number = Your number when places were given was { $n }.
allotted-see = See which numbers got places
allotted-where = How places are given, and where to read the result
