# Check-in without a network: devices, offline, what waits for a person, the typed sheet

gate-panel = Without a network
gate-ready = Ready: scanning goes on without a network and is sent by itself later.
gate-ready-but = Ready, but mind what is crossed out below.
gate-not-ready = Not ready. Without a network codes can only be written down, not decided.
gate-insecure = This address isn't encrypted, so it can't be used without a network. Open it with https, or use the printed sheet.
gate-prepare = Get ready for no network
gate-bring = Send now
gate-queued = [n] scans on this phone have not been sent.
gate-none-queued = All scans have been sent.
gate-unsent = Scans on this phone that have not been sent: [n]. Open the check-in page first and wait until they are sent; after signing out they wait until somebody signs in and opens it again. To sign out all the same, choose "Sign out" once more.
gate-alone = No network: this phone decides.
gate-named = This phone is “[name]”.
gate-sign-in = Your sign-in has expired. Sign in again; the scans are sent by themselves and not lost.
gate-failed = It is not ready. Check the network and try again.
gate-none-free = Ask an officer to register a device under “Scanning devices”, then take it over here.
gate-claim = This phone is “{ $name }”
gate-to-settle = { $n } to settle
gate-light-device = Device registered
gate-light-device-no = This phone has taken over no device
gate-light-roster = List kept and fresh
gate-light-roster-no = List not kept, or expired
gate-light-page = Page kept
gate-light-page-no = Page not kept
gate-light-decoder = Code reader kept
gate-light-decoder-no = Code reader not kept
gate-light-storage = The phone won't clear the scans
gate-light-storage-no = The phone gave no promise to keep them; if space runs out they may be cleared, so send them soon
gate-light-clock = Clock right
gate-light-clock-no = Clock not compared yet, or off; set it to automatic in the phone's settings

gate-told-kept = No network: kept on this phone.
gate-told-unknown = The list on this phone doesn't have this code. It is written down and checked once there is a network. Check whether it was mistyped.
gate-told-in-already = If the same person was scanned twice, do nothing; if somebody else holds the code, check the name.
gate-told-out-already = The earlier one counts.
gate-told-left-already = Coming back needs no scan: let them in.
gate-told-too-early = Too early; scan again later.
gate-told-too-late = The time is over. It is written down for an officer to check.
gate-told-not-in = This phone hasn't seen them come in. If they came by another gate, do nothing: it is matched later.
gate-told-before = Earlier:
gate-told-noted = Written down, to be checked
gate-told-noted-do = There is no list to go by on this phone. Code and time are written down and checked once there is a network.

gate-title = Scanning devices
gate-lead = One phone for each gate. Register it, then open check-in on that phone and take it over; it goes on scanning without a network.
gate-empty = No device is registered.
gate-register = Register a device
gate-registered = Registered. Open check-in on that phone and touch “This phone is …”.
gate-name = Name
gate-name-hint = The gate's name, such as “East gate”
gate-name-missing = Give it a name, such as “East gate”.
gate-name-taken = A device of this name exists; choose another.
gate-direction = People mostly
gate-everywhere = For all our activities, not this one only
gate-everywhere-short = all activities
gate-state = State
gate-seen = Last heard from
gate-waits = Not sent yet
gate-waits-none = none
gate-waits-some = { $n ->
    [one] { $n } scan
   *[other] { $n } scans
}
gate-never = never
gate-state-free = waits for a phone
gate-state-held = held by { $name }
gate-state-revoked = revoked { $when }
gate-clock-ahead = clock about { $n } min ahead
gate-clock-behind = clock about { $n } min behind
gate-revoke = Revoke
gate-revoke-what = This phone can no longer check people in without a network. What it has not sent is kept for you to settle one by one.
gate-revoke-yes = Revoke it
gate-revoked-flash = Revoked.
gate-revoked = This device has been revoked. Ask an officer for another.
gate-revoked-kept = This device has been revoked. Its { $n } scans do not count by themselves; they are kept for an officer to settle.
gate-claimed-before = Another phone has taken this device over. Ask an officer to register another.
gate-unclaimed = No phone has taken this device over.
gate-signature = The signature is wrong: this was not sent by that device. Take the device over anew.
gate-too-many = At most { $n } scans at a time; send them in parts.
gate-no-scan = One scan is not whole: numbers can't be negative, codes not that long.

settle-title = Scans to settle
settle-lead = Doubles, strangers, cancelled and late ones are listed here. Decide for each whether it counts.
settle-waiting = To settle
settle-settled = Settled
settle-waiting-empty = Nothing waits to be settled.
settle-settled-empty = Nothing has been settled.
settle-all = Tick all
settle-more = Next page
settle-reason = Reason
settle-reason-hint = Such as “scanned twice by mistake” or “I saw her come”
settle-code = Who it was
settle-code-hint = Only for a stranger's code that is to count: their 6-character code. If the wrong person was named, give the right code and count it again. Sign them up first if they aren't.
settle-counts = It counts
settle-dismiss = It doesn't
settle-counted = counts
settle-dismissed = doesn't count
settle-decision = Decision
settle-told = The phone said: { $what }
settle-clock-mended = Clock was off and set right (the phone says { $time })
settle-clock-doubtful = Time in doubt (the phone says { $time })
settle-done = { $n ->
    [one] { $n } scan settled.
   *[other] { $n } scans settled.
}
settle-done-some = { $n } settled; { $left } left: nobody leaves who has not come, and nobody settles their own.
settle-none = Tick the scans to settle first.
settle-too-many = At most 500 at a time.
settle-no-reason = Give a reason.
settle-whose = For a stranger's code to count, say who it was (their code), one at a time.
settle-no-such-code = No such code in this activity; check it.
settle-own-code = This scan shows the code of the person named, and can't become somebody else's. If it wasn't them, choose “doesn't count”.
settle-own = You can't settle your own scan; another officer can.
settle-not-in = They have not come in, so they can't leave. Settle their coming first.

checkin-device-revoked = Device revoked, to be settled
checkin-dismissed = Settled: doesn't count



record-counted-anew = Scans brought later changed the times; counted anew
record-notice-differs = Scans brought later for “{ $activity }” differ from service that you confirmed. Please check.

# Typing in the printed sheet
paper-title = Type in the printed sheet
paper-lead = Type the times as they are on the paper. Two people each type all of it without seeing the other's; what is alike is entered, what differs is looked up again.
paper-you = You
paper-copy-begun = { $name }: typing
paper-copy-done = { $name }: done
paper-page = Page { $page } of { $pages }. Leave empty who has not signed.
paper-number = No.
paper-came = Came
paper-left = Left
paper-next = Save, next page
paper-before = Page before
paper-finish = Save, I am done
paper-saved = Saved.
paper-done = You are done.
paper-wait = Your copy is done. Somebody else has to type it once more before it counts.
paper-full = Two people type it already; a third isn't needed. Once both are done you can look up what differs.
paper-finished = You said that you were done. What is wrong can be put right when the two are compared.
paper-unfinished = Two people have not typed it yet.
paper-no-time = Write a time such as 9:05.
paper-bad-times = They leave after they came; who left without coming must be looked up on the paper.
paper-to-come = This time is still to come: look at the paper again.
paper-too-many = At most 500 lines at a time.
paper-same = { $same } lines alike, { $differ } differ, { $taken } entered.
paper-look-again = These lines differ. Look at the paper again, put in what it says, and tick “looked up”.
paper-differ = Lines that differ
paper-typed = Typed twice
paper-sure = Looked up
paper-take = Enter
paper-taken = { $n ->
    [one] { $n } line entered, { $signed } of them signed.
   *[other] { $n } lines entered, { $signed } of them signed.
}
paper-taken-some = { $n } lines entered, { $signed } of them signed; { $left } still differ. Look at the paper again.
paper-all-taken = All of the sheet is entered: { $n } lines, { $signed } of them signed.

settle-today = Settle scans: { $title }
settle-today-detail = { $n ->
    [one] { $n } scan let nobody through and waits for your decision
   *[other] { $n } scans let nobody through and wait for your decision
}
settle-today-action = Settle

# Dropping a copy; several days; whose word counts when two copies differ
paper-not-of-hosts = People of the bodies that hold the activity type its sheet. Once both are done you can look up what differs.
paper-drop = Drop this copy
paper-drop-what = This copy is not done. Its lines are removed and somebody else types it anew. Who dropped it and why is recorded, and told to whoever typed it.
paper-drop-yes = Drop it
paper-drop-no-reason = Say why it is dropped.
paper-drop-done = This copy is done and stays. What is wrong can be put right when the two are compared.
paper-dropped = Dropped; somebody else can type it now.
paper-notice-dropped = Your copy of the sheet of “{ $title }” was not done and was dropped: { $reason }
paper-notice-taken-over = You typed the sheet of “{ $title }”. The people who were added to it later are typed by { $by } now; nothing is left for you to type.
paper-day = Which day
paper-day-by-hour = By the hour
paper-day-choose = Choose the day
paper-no-day = It goes over several days: choose which.
paper-typed-by-you = You typed { $times }
paper-typed-by-other = The other typed { $times }
paper-other-must = If the other is right, tick it. If you are, the other or a third person has to tick it.
paper-not-yours = What you typed yourself is for the other or a third person to confirm. Here you can only confirm what the other typed.

paper-called-off = The activity was called off { $at }. Type the times on the paper all the same: those before it are entered, those after it are decided by whoever is in charge, under “Scans to settle”.
paper-taken-called-off = { $n } lines entered; { $off } of them have a time after the activity was called off, which does not count until whoever is in charge decides under “Scans to settle”.
paper-later = People added later
paper-later-what = These were added after you were done. Type from the sheet when they came and left.
paper-take-over = These were added later, and neither of the two typed them. If they don't come back, type from the sheet when these people came and left; then one other person looks at the paper. Who took over is recorded.
paper-untyped = { $n } lines are of people added later; they can be taken when both have typed them, or one has and a third person has looked at the paper. If neither of the two comes back, enter the other lines first; then somebody else of the hosts types these.
paper-half-typed = { $n } lines of people added later were typed by one person only. If the other never does, look at the paper, put in what it says, and tick “looked up”.
paper-not-on-it = Who signed the sheet and isn't listed here is added first (until { $until }); then their times are typed like the others'.
paper-add = Add people who did not sign up
paper-add-by = Adding people is for those who run the activity at one of its hosts: give them the names.
paper-afterwards = added afterwards

gate-log = Scanned on this phone
gate-log-count = [n] in all, [left] of them not sent yet
gate-log-no-code = No ticket
gate-log-live = Taken at once
gate-log-sent = Sent
gate-log-waiting = Waits to be sent
gate-log-kept = Kept on this phone only: the last 200, for 7 days at most; signing out clears it. Names come from the offline list and are not kept besides.
