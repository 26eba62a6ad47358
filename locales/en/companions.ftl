# Companions: friends and colleagues with accounts of their own who may sign each other up

companion-title = My companions
companion-door = Friends and colleagues sign each other up
companion-door-asked = { $n ->
    [one] 1 person asks you
   *[other] { $n } people ask you
}
companion-lede = Companions are friends and colleagues with accounts of their own. Once you both agree, either may sign up the other; you stand in line together and are not split.
companion-ask-me = Waiting for your answer
companion-ask-me-what = If you agree, you and { $name } may sign each other up and see each other’s full names.
companion-accept = Agree
companion-decline = Decline
companion-accepted = Agreed: you may sign each other up now.
companion-declined = Declined. They are not told.
companion-agreed = Who may sign each other up
companion-none = No companions yet
companion-since = Since { $day }
companion-end = End it
companion-end-means = You can't sign each other up any more. Sign-ups so far stay as they are.
companion-ended = Ended.
companion-asked-title = No answer yet
companion-asked-at = Asked { $at }; without an answer it lapses after 30 days.
companion-take-back = Take back
companion-taken-back = Taken back.
companion-ask = Ask somebody
companion-ask-phone = Their phone number
companion-ask-phone-hint = They need an account of their own and are 18 or older. They see your masked name and number; once they agree, you see each other’s full names.
companion-ask-send = Ask them to agree
companion-asked = If this number is registered, we have asked them to agree.
companion-oneself = This is your own number.
companion-minor = Only adults sign each other up. Children are signed up by their parents.
companion-too-many = { $n } asks have no answer yet. Wait for one, or take some back.
companion-wait = You have asked too often. Try again after { $until }.
companion-back = Back to where you were
companion-notice-asked = { $name } asks you to be companions: if you agree, you may sign each other up.
companion-notice-agreed = { $name } agreed: you may sign each other up now.

signup-companions = Companions
signup-companions-hint = Age, home and memberships count by each person’s own details.
signup-companions-link = Ask friends and colleagues to be companions
signup-companion-unfit = By { $name }’s own details you can't sign them up for this. Please let them sign up themselves: the form tells them why.
signup-companion-birth = Age matters here, and { $name } has not given a date of birth yet. Please let them sign up themselves, as the form asks for it; once it is given, you may sign them up too.
signup-companion-area = This activity is only for people who live in { $area }, and { $name } has not said where they live. Please let them give their address under “Mine”, then try again.
signup-companion-gone = One of them is no longer your companion. Please choose again.
signup-by = { $name } signed you up, and answers offers for all of you. If you can't come, you can cancel for yourself alone.
signup-by-short = Signed up by { $name }
signup-notice-by-seat = { $name } signed you up for “{ $title }”, which begins { $starts }. You have a place; if you can't come, you can cancel yours.
signup-notice-by-waiting = { $name } signed you up for “{ $title }”, which begins { $starts }. You are waiting for places.
signup-notice-by-placed = You have a place in “{ $title }”, which begins { $starts }.
signup-notice-by-out = “{ $title }”: the place for which { $name } signed you up was given back. You needn't go.
signup-notice-by-ended = “{ $title }”: the places held for you and { $name } were not taken and have gone to the next.
signup-notice-companion-left = “{ $title }”: { $name } can't come and cancelled; all others stay as they are.
