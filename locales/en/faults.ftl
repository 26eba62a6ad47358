# What went wrong and what to do next

fault-title-not-found = No such page
fault-title-refused = This can't be done now
fault-title-ours = Something broke
fault-not-found = This page was not found. It may have been taken down, the address may be mistyped, or your account can't see it.
fault-sign-in-first = Please sign in first.
fault-scope-missing = This token can't be used for that: it was made without “{ $scope }”. Make another on your own page.
fault-form-stale = This form is out of date and was not sent. Go back, reload the page and send it again.
fault-form-broken = The form did not arrive whole. Go back and send it again.
fault-too-large = That is too large and was not taken. Make the file smaller and try again.
fault-method = This address can't be used like that. Use the buttons and links on the pages.
fault-not-found-api = There is no such resource, or not for this token.
fault-method-api = This address doesn't take this method; those it takes are in Allow.
fault-busy = Too much is going on right now and this was not done. Try again in a few seconds.
fault-request = This request was not understood. Go back and try again.
fault-query = The address asks for something that can't be read: { $why }
fault-json = The request's content is not right: { $why }
fault-fields = Some of the content must be changed, see errors.
fault-cursor = after is not a value that this list gave. Begin with the first page.
fault-if-match = If-Match is not a version that this resource gave. Read it again before you change it.
fault-ours = This is our fault, not yours. It has been noted; please try again later.
fault-number = If you ask for help, give this number: { $id }
fault-again = Try again
fault-to-home = To the home page
fault-idempotency-key = An Idempotency-Key has 1 to 255 characters.
fault-idempotency-reused = This Idempotency-Key was used for another request. Take a new one for each request.
fault-idempotency-unanswered = This request was or is being carried out, but no answer was kept. Read the result to make sure; don't send it again.
