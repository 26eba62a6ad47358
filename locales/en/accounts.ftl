# Signing in, registering, passwords, privacy

sign-in-title = Sign in or register
sign-in-lede = Your phone number is all it takes. If you are new, leave your name on the way.
sign-in-phone-label = Phone number
sign-in-phone = Give a mobile number of 11 digits, such as 13812345678.
sign-in-get-code = Get a code
sign-in-by-password = Use a password instead
sign-in-by-code = Use a code instead
sign-in-password = Password
sign-in-wrong = The phone number or the password is not right. If you never set a password, use a code instead.
sign-in-wait = Too many attempts. Try again after { $until }, or use a code instead.
sign-in-no-gateway = This site can't send text messages yet, so there are no codes. Sign in with your password; if you have none, ask the staff of your village or community to sign you up.
sign-in-code-wait = Too many codes were asked for. Ask for a new one after { $until }.
sign-in-code-title = Enter the code
sign-in-code-lede = For the phone number { $phone }. The code is good for 5 minutes.
sign-in-code-label = Code of 6 digits
sign-in-code-shown = This site can't send text messages, so here is the code: { $code }
sign-in-code-wrong = That is not the code. { $left ->
    [one] One attempt is left.
   *[other] { $left } attempts are left.
}
sign-in-code-gone = The code is no longer good. Please get a new one.
sign-in-other-phone = Use another phone number
signed-out = You have signed out.
sign-out-no-session = A token has no session to end. To stop it, revoke it on your own page.

register-summary = New here? Open this and give your name
register-lede = The code is right. This phone number is new here, so please give your name.
register-name-label = Name
register-name-hint = Kept encrypted; pages show the family name only.
register-name = Give your name, in 40 characters at most.
register-birth-label = Date of birth
register-birth-hint = Only needed for activities with an age limit; you can give it later.
register-birth = Give your real date of birth, such as 1985-06-01.
register-too-young = Under 14 nobody registers alone. Your guardian can sign in and add you on their own page.
register-who = This phone is not registered yet. Give a name too and agree to the privacy notice.
register-consent-label = I am at least 14 and agree to the use of my name and phone number as the privacy notice says
register-consent-hint = Only for signing in, signing up and reaching you. You can see and export it at any time.
register-consent = Registering needs your agreement to the privacy notice.
register-phone-taken = This phone number is registered already. Please sign in with it.
registered = You are registered and signed in.

family-consent = Please tick the guardian's consent first.
family-too-many = At most { $n } family members can be added.

password-too-short = A password has at least { $n } characters.
password-too-long = A password has at most { $n } characters.
password-common = That password is too common. Please choose another.
password-not-again = The two passwords are not the same.

privacy-link = Privacy notice
privacy-title = Privacy notice
privacy-lede = What we keep about you, why, who can see it, and what you can do.
privacy-what = What is kept
privacy-what-text = Your name and phone number; the date of birth, the village or community, the unit, memberships and certificates you choose to give; your sign-ups, check-ins and volunteer hours. No ID number, no photo, no location.
privacy-why = What for
privacy-why-text = To sign you in, to keep places for you and your family, to tell you when an activity changes, and to record volunteer hours truthfully. Never for ranking, scoring or advertising, and nothing is decided by it automatically.
privacy-who = Who can see it
privacy-who-text = Names and phone numbers are encrypted one by one, and pages show “张*” and “138****1234”. Whoever holds an activity sees the names on its printed sign-in sheet. Units, memberships and certificates are seen only by your unit's organisations, the organisation you name and the hosts of what you sign up for, hosts only what their activity asks for. Each look is recorded with who and why, and you can read it on your own page.
privacy-children = Children and elders
privacy-children-text = Children under 14 are added by a guardian, who consents separately and can ask for correction or deletion.
privacy-long = How long
privacy-long-text = As long as the account is in use. Logs are kept for at least 6 months, volunteer records as the civil affairs authorities require.
privacy-rights = Your rights
privacy-rights-text = You can see, correct and export your data on your own page. To withdraw consent or have it deleted, ask the office named at the foot of the page.
