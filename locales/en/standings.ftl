standing-title = Memberships and qualifications
standing-door = Your unit, memberships and certificates, stated once
standing-lede = Some activities are for certain units, members or people with a certificate. State it here once and every sign-up knows it.
standing-none = Nothing stated yet. State only what you need.
standing-back = Back to where I was
standing-who-sees = Only your unit's organisations, the organisation you name, and the hosts of activities you sign up for can see it, and hosts only what their activity asks for.
standing-kind-unit = Unit
standing-kind-line = Membership
standing-kind-qualification = Certificate
standing-state-stated = Stated
standing-state-again = To be checked; counts after that
standing-state-confirmed = Checked
standing-state-refused = Not so
standing-expired = Expired
standing-until = valid until { $day }
standing-confirmed-by = checked by { $by }, { $at }
standing-refused-by = found not so by { $by }, { $at }: { $reason }
standing-stated-at = stated { $at }
standing-refused-next = This doesn't count now. Show the original to the organisation that checked it, or correct it and state it again; it counts once it has been checked.
standing-add-unit = My unit
standing-add-line = My membership
standing-add-qualification = My certificate
standing-whose = Whose
standing-do = State it
standing-choose = Please choose
standing-unit-name = Name of the unit
standing-unit-hint = Where you work, the village or community you live in, or your school: its name or credit code
standing-unit-choose = Which one?
standing-unit-empty = Please write the name of the unit
standing-name-long = This name is too long: at most { $most } characters
standing-unit-none = No such unit was found. Try the name on its licence, or only a few characters of it.
standing-unit-which = None matches exactly. Choose one below, or try another spelling.
standing-unit-gone = This unit is no longer in the register. Please state it again.
standing-line = Member of
standing-line-empty = Please choose of what you are a member
standing-body-name = Which organisation (leave empty if you don't know)
standing-body-hint = For example 暖阳毛衫工会
standing-body-choose = Which one?
standing-body-unknown = None of these, leave it empty
standing-body-none = No such organisation was found. Try another spelling, or leave it empty.
standing-body-which = None matches exactly. Choose one below, or leave it empty.
standing-organisation-other-line = This organisation doesn't belong to { $line }. Please choose again.
standing-organisation-gone = There is no such organisation any more. Please state it again.
standing-qualification = Which certificate
standing-qualification-empty = Please choose which certificate
standing-with-expiry = { $name } (with its last day)
standing-expires = Valid until
standing-expires-hint = The last day printed on it; leave empty where there is none
standing-expires-empty = This certificate has a last day. Please enter the one printed on it.
standing-expires-never = This certificate has no last day. Please leave the date empty.
standing-expires-past = This day is over. Please state it when you have the new one.
standing-expires-far = This day is too far away. Please check the date printed on it.
standing-expires-unread = Please write the whole date, such as 2027-03-01
standing-too-many = At most { $most } can be stated. Please take back what you don't need.
standing-one-of = State one thing at a time: a unit, a membership or a certificate
standing-withdraw = Take back
standing-withdraw-what = New sign-ups will no longer count it. Places you have already stay yours.
standing-said-stated = Stated. It counts from now on.
standing-said-again = Stated. It was found not so before, so it counts once somebody has looked at it.
standing-said-withdrawn = Taken back
standing-own = You can't check your own or your family's. Please ask a colleague.
standing-reason-empty = Please say what is not so, in 2 to { $most } characters; the person will see it
standing-changed = Somebody has dealt with this just now. Please look at it as it is.
standing-notice-refused = You stated “{ $what }”. { $by } checked it and found it not so: { $reason }. Please show the original, or correct it and state it again.
standing-nav = Memberships to check
standing-office-lede = What the people of the units you cover and your members state of themselves. It counts without a check; where it is not so, say why, and the person is told.
standing-show-decided = Already checked
standing-show-waiting = To be checked
standing-none-waiting = Nothing to be checked
standing-none-decided = Nothing has been checked yet
standing-names = See full names
standing-names-hint = Say why, for example “compared with the list of members”. The person can see who looked and when.
standing-names-do = Show full names
standing-confirm = It is so
standing-refuse = Not so
standing-reason = What is not so
standing-reason-hint = The person will see it, for example “not on our list; please register at the union”
standing-refuse-do = Confirm it is not so
standing-said-confirmed = Checked
standing-said-refused = Kept as not so; the person has been told
standing-today = { $n ->
    [one] One membership to be checked
   *[other] { $n } memberships to be checked
 }
standing-today-detail = Stated by members and people of your units
standing-today-do = Check
standing-asks-unit = people of { $wanted }
standing-asks-line = members of { $wanted }
standing-asks-qualification = each with { $wanted }
standing-lack-unit = { $name }: this is for people of { $wanted }; one of those who come together is enough. { $why ->
    [refused] The unit stated was checked and is not so.
    [unseen] The unit stated again has not been checked yet.
   *[missing] No such unit is stated yet.
 } Please state or correct it under “Memberships and qualifications”.
standing-lack-line = { $name }: this is for members of { $wanted }; one of those who come together is enough. { $why ->
    [refused] The membership stated was checked and is not so.
    [unseen] The membership stated again has not been checked yet.
   *[missing] No such membership is stated yet.
 } Please state or correct it under “Memberships and qualifications”.
standing-lack-qualification = { $name }: each needs { $wanted }. { $why ->
    [expired] The certificate stated ends on { $on }, before the activity.
    [refused] The certificate stated was checked and is not so.
    [unseen] The certificate stated again has not been checked yet.
   *[missing] None is stated yet.
 } Please state or correct it under “Memberships and qualifications”.
standing-form-title = This is for
standing-form-hint = If you haven't stated it yet, do so first; what you filled in here stays.
standing-form-do = State my memberships and qualifications
standing-one-of-party = One of those who come together is enough; certificates are needed by each.
standing-ask-part = Only for members, certain units or people with a certificate
standing-ask-lines = Only for members of
standing-ask-lines-hint = Anyone if none is chosen. Families come along: one member among them is enough.
standing-ask-units = Only for people of these units
standing-ask-units-hint = One to a line, by name or credit code; anyone if empty. Families come along.
standing-ask-qualifications = Each needs one of these certificates
standing-ask-qualifications-hint = None needed if none is chosen. It must be valid on the day of the activity.
standing-ask-unit-none = “{ $typed }” was not found. Please try another spelling.
standing-ask-unit-near = There is no unit “{ $typed }”. Did you mean: { $near }
standing-ask-unit-several = There are several units “{ $typed }”. Please say which: { $near }
standing-ask-unit-long = The line “{ $typed }” is too long: one unit to a line, at most { $most } characters.
standing-ask-units-wrong = { $all }
standing-ask-units-many = At most 12 units
standing-ask-unit-gone = One of the units is no longer in the register. Please take it out.
standing-ask-line-gone = One of the lines doesn't exist. Please choose again.
standing-ask-qualification-gone = One of the certificates doesn't exist. Please choose again.
standing-ask-public = Changing whom it is for concerns new sign-ups only; those who are in stay in.
standing-roll = Memberships and qualifications
standing-roll-none = Not stated
standing-roll-before = Signed up before this was asked for
standing-roll-lede = What this activity asks for, as those who signed up state it. Mark what is so with “It is so”; where it is not so, say why, and the person is told.
standing-desk-title = Seen at the desk
standing-desk-hint = Choose what you have seen the original of; it is kept as checked. Leave it where the person has stated it already.
standing-desk-unit = Unit
standing-desk-line = Membership card
standing-desk-qualification = Certificate
standing-desk-none = Not seen
standing-desk-not-asked = This activity doesn't ask for it
standing-no-longer = Since you signed up, what the activity asks for was refused, taken back or has expired. See why under “Memberships and qualifications” on your page, put it right and come back.
standing-stay = Of those who stay nobody would meet what the activity asks for. Please cancel all, or let somebody else who does come instead.
standing-form-kept = What you filled in is kept. Go back to it when you have stated what is needed.
standing-form-too-long = What you filled in is too long to be kept; you will have to fill it in again.

standing-asks-helpers = helpers with { $wanted }
standing-ask-helpers = Helpers need one of these certificates, too
standing-ask-helpers-hint = Asked only of those who come to help. None needed if none is chosen.
