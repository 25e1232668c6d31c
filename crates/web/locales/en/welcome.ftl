### The page for the first password, as a client sees it.

## The form

welcome-title = Set your password
welcome-greeting = Dear { $name },
welcome-lead = { $office } has given you access to its client portal. Choose your initial password here.
welcome-login = You log in with your e-mail address:
password-label = Your new password
password-rules = Use at least { $min } and at most { $max } characters. Spaces are allowed: a sentence of a few words is easy to remember and hard to guess.
password-show = Show password
password-hide = Hide password
password-submit = Set my password
link-valid-until = You can use this link until { $moment }.
questions = Do you have a question? { $office } will be glad to help:

## Why a password is not good enough

password-missing = Fill in a password.
password-too-short = This password is too short. Use at least { $min } characters, for example a sentence of a few words.
password-too-long = This password is too long. Use at most { $max } characters.
password-too-weak = This password is easy to guess. Make it longer or use less common words, and leave out your name and your e-mail address.

## How strong it is

strength-empty = Here you see how strong your password is.
strength-short =
    { $missing ->
        [one] One more character is needed.
       *[other] { $missing } more characters are needed.
    }
strength-long = This is too long: use at most { $max } characters.
strength-0 = Very easy to guess: add a few words.
strength-1 = Easy to guess: add a few words.
strength-2 = Almost strong enough: add another word.
strength-3 = Good: this is strong enough.
strength-4 = Very good: this is a strong password.

## Done

done-title = Your password is set
done-lead = Thank you, { $name }. From now on you log in with your e-mail address:
done-next = You do not have to do anything else: { $office } will let you know when you can log in. You can close this page.

## A link that is not good, or no longer

used-title = Your password is already set
used-lead = This link has been used, and it works only once. You log in with your e-mail address:
used-not-you = Was it not you who set the password? Then let { $office } know at once:
expired-title = This link has expired
expired-lead = For your safety, a link works for a limited time. Ask for a new one here: it goes to the e-mail address that { $office } has for you.
replaced-title = There is a newer link
replaced-lead = { $office } has sent you a newer e-mail. Only the link in the newest e-mail works.
replaced-again = Can you not find it? Then ask for a new link here: it goes to the e-mail address that { $office } has for you.
new-link = Send me a new link
closed-title = This access has been closed
closed-lead = { $office } has withdrawn this invitation or closed this access. You cannot set a password with this link.
closed-contact = Do you think that this is a mistake? Then contact { $office }:
unknown-title = We do not know this link
unknown-lead = Part of it may have been lost. Open the link in your e-mail once more, or copy the whole link into your browser.
unknown-help = Does it still not work? Then contact your accounting office.

## A new link was asked for

sent-title = Look in your mailbox
sent-lead = If there is an open invitation, we have sent a new link to the e-mail address that we know.
sent-wait = It can take a few minutes. Please look in your spam folder too. You can ask for a new link once every ten minutes.

## When something is broken

welcome-broken-lead = Something went wrong on our side. Nothing was changed, and your link works as before. Please try again in a few minutes.
