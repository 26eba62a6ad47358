feedback-title = How was it?
feedback-how-was-it = Were you satisfied?
feedback-very = Very satisfied
feedback-yes = Satisfied
feedback-middling = So-so
feedback-no = Not very
feedback-not-at-all = Not at all
feedback-again = Would you come again?
feedback-again-yes = Yes
feedback-again-no = No
feedback-words = What was good? What could be better?
feedback-words-hint = May stay empty. Please write no names and no phone numbers.
feedback-unnamed = Without your name: the hosts see neither who wrote it nor at what hour. They read it on the next morning together with what others wrote, from { $n } families on; what fewer families wrote is never shown.
feedback-whose = In whose place
feedback-myself = Myself
feedback-spoken = Received already, thank you: { $names }.
feedback-spoken-and = {", "}
feedback-for = On behalf of { $name }
feedback-send = Send to the hosts
feedback-thanks = It has arrived. Thank you!
feedback-all-spoken = You have told us already, thank you! Everyone who was there does so once.
feedback-not-there = Only those who were let in at the door can write here. If you were there without being scanned, please tell the hosts.
feedback-twice = That was said already: everyone who was there speaks once.
feedback-too-early = The activity has not begun. Please come back once it has: everyone who was there speaks once.
feedback-opens-at = The activity begins { $at }. Please come back then: everyone who was there speaks once.
feedback-too-late = The activity ended more than 14 days ago; nothing more is collected.
feedback-unsaid = Please choose one: were you satisfied?
feedback-long = That is too long: please write at most 500 characters.
feedback-spoke = { $came } people came; { $n } of them told us how it was.
feedback-satisfied = Of { $of }, { $n } were satisfied or very satisfied.
feedback-again-count = Of { $of }, { $n } would come again.
feedback-hosts-answer = The hosts answer:{" "}
feedback-of-this = What those who came say
feedback-of-last = What was said of the last one of this kind
feedback-read = What those who came say
feedback-back = Back to the activity
feedback-open = Read it
feedback-kept = { $n ->
    [one] { $n } person has written
   *[other] { $n } people have written
 }; it can't be read yet.
feedback-kept-back = { $n ->
    [one] { $n } person
   *[other] { $n } people
 } of { $families ->
    [one] { $families } family has written
   *[other] { $families } families have written
 }. From { $least } families on you read it together on the next morning, so that nobody can guess whose it is.
feedback-who-came = See who came
feedback-how-satisfied = How satisfied
feedback-people = people
feedback-what-was-said = What was written
feedback-said = In their words
feedback-no-names = Without names and in no order.
feedback-answer = Answer publicly
feedback-answer-anew = Change the answer
feedback-answer-field = Answer
feedback-answer-hint = Everyone sees it, on this activity's page and on that of the next one of its kind. Say what will change, and what can't and why.
feedback-answer-send = Make it public
feedback-answered = The answer is public.
feedback-answer-empty = Please write an answer.
feedback-answer-stale = A colleague has answered since you opened the page. Please look at it again before you change it; what you wrote is still below.
feedback-nothing-to-answer = There is nothing to read yet.
feedback-mine = How was it?
feedback-mine-one = You were at “{ $title }”: how was it?
feedback-today = What was said of “{ $title }” waits for your answer
feedback-notice-ask = You were at “{ $title }”: how was it? A few words, without your name.
feedback-notice-readable = { $n ->
    [one] { $n } more person
   *[other] { $n } more people
 } told how “{ $title }” was: you can read it now.
feedback-too-few = { $n ->
    [one] { $n } person
   *[other] { $n } people
 } of { $families ->
    [one] { $families } family has written
   *[other] { $families } families have written
 }; fewer than { $least } families. So that nobody can guess whose it is, it is not shown.
