# Judges score without a network: the route's page, the sheet's page, all that a judge has

judging-title = My scoring
judging-lede = The routes that you are asked to judge, and sheets filled in on this phone that are not sent yet.
judging-no-routes = No route to judge within a month.

# Whether one can go offline
judging-panel = Without a network
judging-good = Ready: you can score and hand in without a network; it is sent by itself later.
judging-fair = Ready, but mind the line with a cross.
judging-bad = Not ready yet. Where there is a network, choose "Get ready".
judging-insecure = This address is not encrypted and can't be used offline. Please open the one that begins with https.
judging-prepare = Get ready
judging-bring = Send now
judging-queued = Sheets not sent yet: [n].
judging-none-queued = No sheet waits to be sent.
judging-light-pages = The route and its sheets are kept on this phone
judging-light-pages-no = The route and its sheets are not kept yet
judging-light-sheet = The sheet that is kept is the present one
judging-light-sheet-no = The sheet that is kept is an old one; please get ready again
judging-light-storage = The phone will not clear what you filled in
judging-light-storage-no = The phone did not promise to keep it; it may clear it when space is short, so send soon

# What the phone says by itself
judging-sign-in = You are signed out. What you filled in is still on this phone and is sent once you sign in.
judging-enter = Sign in
judging-other = Somebody else is signed in: nothing was sent. Please sign in with your own number.
judging-failed = It didn't work. Please check the connection and try again.
judging-handed = Handed in: [name]
judging-drafted = Kept, not handed in yet: [name]
judging-kept-here = No network: the sheet of [name] is kept on this phone and sent by itself later.
judging-sent-here = This sheet was handed in. To correct it, open it when there is a network.
judging-is-typed = Kept on this phone, not handed in yet
judging-is-draft = Kept on this phone, waits to be sent
judging-is-ready = Filled in, waits to be sent
judging-is-refused = Not taken, see why
judging-problems = Things to mend: [n]
judging-unsent = Sheets on this phone that are not sent yet: [n]. After signing out they wait until you sign in again. To sign out all the same, choose "Sign out" once more.

# Sheets that were not taken
judging-typed = What you filled in
judging-again = Hand in again
judging-fill = Put into the sheet
judging-copy = Copy
judging-copied = Copied
judging-open = Open this venue
judging-drop = Let it go
judging-sure = Choose again to delete
judging-do-sheet-changed = Open the venue, fill in the new sheet and hand it in.
judging-do-elsewhere = What you filled in is below. Open the venue, look at what was handed in, then correct it.
judging-do-closed = What you filled in is below. Ask the office; once scoring is open again, choose "Hand in again".
judging-do-early = What you filled in is below. On the day itself choose "Hand in again".
judging-do-ask = What you filled in is below and can be copied. Please ask the office if in doubt.
judging-do-gone = What you filled in is below and can be copied. The route or the venue is no longer in the round, or you no longer judge it: please ask the office.
judging-do-look = What you filled in is below. Open the venue, mend it and hand it in.
judging-is-left = You no longer judge this route; no sheets are taken.
