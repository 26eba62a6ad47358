# Handing places on

handing-title = Hand a place on
handing-policy = Whoever can't come can let one of the family come instead and, while nobody waits, hand the place on to others.
handing-how = If you can't come, one of your family can come instead, or you can send somebody a link. Whoever takes it has to meet the activity's conditions; the first one gets it.
handing-waiting = { $n ->
    [one] One person waits
   *[other] { $n } people wait
} for a place, so yours can't go to others; only your family can change among themselves. If nobody comes, please cancel, and the place goes to who is first in line.
handing-place-of = { $name }'s place
handing-to-family = One of the family instead
handing-swap = Change to who is chosen
handing-they = Who comes instead
handing-nobody-chosen = Choose one of the family first.
handing-to-others = To others
handing-to-others-how = Make a link and send it. Whoever opens it first and confirms gets the place; until then it is yours.
handing-link-make = Make a link
handing-link-renew = Make a new link (the old one ends)
handing-link = Link
handing-link-made = Here is the link. Copy it and send it.
handing-link-once = It is shown only now. If it is lost, make a new one.
handing-link-open = Nobody has used the link made { $at }.
handing-link-end = Take the link back
handing-link-dead = This link was used or taken back. Please ask who sent it to you.
handing-back = Back to my sign-up
handing-gone = { $name }'s place was handed on.
handing-too-late = The activity has begun or was called off; places can't be handed on any more.
handing-no-place = There is no place to hand on now.
handing-came = This person has been checked in; the place can't be handed on.
handing-others-wait = Others wait for a place. It belongs to who is first in line and can't be handed on.
handing-kept = Until { $at } places are kept for groups that come first, and you are in none of them. After that, and while nobody waits, this link can be used.
handing-said-ended = The link was taken back. The place is still yours.
handing-said-swapped = Changed. The new code is below.
handing-said-taken = The place is yours. Show the code below when you come.
handing-take-title = Take a place handed on
handing-take = Take this place
handing-take-as = Somebody hands a place on to you, as: { $role }.
handing-take-own = This is the link that you made: send it to whoever is to take the place. To give it to one of your family, choose them on the page “Hand a place on”.
handing-one-only = A link is for one place. Please choose one person.
handing-notice-taken = “{ $title }”: somebody took the place that you handed on.
handing-new-member = Somebody of the family who is not listed (fill in below)
