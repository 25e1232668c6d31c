### De pagina voor het initieel wachtwoord, zoals een klant ze ziet.

## Het formulier

welcome-title = Stel uw wachtwoord in
welcome-greeting = Beste { $name },
welcome-lead = { $office } geeft u toegang tot het klantenportaal. Kies hier uw initieel wachtwoord.
welcome-login = U meldt zich aan met uw e-mailadres:
password-label = Uw nieuwe wachtwoord
password-rules = Gebruik minstens { $min } en hoogstens { $max } tekens. Spaties mogen: een zin van enkele woorden is makkelijk te onthouden en moeilijk te raden.
password-show = Toon wachtwoord
password-hide = Verberg wachtwoord
password-submit = Wachtwoord instellen
link-valid-until = U kunt deze link gebruiken tot { $moment }.
questions = Hebt u een vraag? { $office } helpt u graag verder:

## Waarom een wachtwoord niet goed genoeg is

password-missing = Vul een wachtwoord in.
password-too-short = Dit wachtwoord is te kort. Gebruik minstens { $min } tekens, bijvoorbeeld een zin van enkele woorden.
password-too-long = Dit wachtwoord is te lang. Gebruik hoogstens { $max } tekens.
password-too-weak = Dit wachtwoord is makkelijk te raden. Maak het langer of gebruik minder gewone woorden, en laat uw naam en uw e-mailadres eruit.

## Hoe sterk het is

strength-empty = Hier ziet u hoe sterk uw wachtwoord is.
strength-short =
    { $missing ->
        [one] Er is nog één teken nodig.
       *[other] Er zijn nog { $missing } tekens nodig.
    }
strength-long = Dit is te lang: gebruik hoogstens { $max } tekens.
strength-0 = Heel makkelijk te raden: voeg enkele woorden toe.
strength-1 = Makkelijk te raden: voeg enkele woorden toe.
strength-2 = Bijna sterk genoeg: voeg nog een woord toe.
strength-3 = Goed: dit is sterk genoeg.
strength-4 = Heel goed: dit is een sterk wachtwoord.

## Klaar

done-title = Uw wachtwoord is ingesteld
done-lead = Dank u, { $name }. Vanaf nu meldt u zich aan met uw e-mailadres:
done-next = U hoeft verder niets te doen: { $office } laat u weten wanneer u zich kunt aanmelden. U mag deze pagina sluiten.

## Een link die niet of niet meer werkt

used-title = Uw wachtwoord is al ingesteld
used-lead = Deze link is gebruikt, en hij werkt maar één keer. U meldt zich aan met uw e-mailadres:
used-not-you = Hebt u dat wachtwoord niet zelf ingesteld? Laat het { $office } dan meteen weten:
expired-title = Deze link is verlopen
expired-lead = Voor uw veiligheid werkt een link maar een beperkte tijd. Vraag hier een nieuwe aan: die gaat naar het e-mailadres dat { $office } van u heeft.
replaced-title = Er is een nieuwere link
replaced-lead = { $office } heeft u een nieuwere e-mail gestuurd. Alleen de link in de nieuwste e-mail werkt.
replaced-again = Vindt u die niet? Vraag hier dan een nieuwe link aan: die gaat naar het e-mailadres dat { $office } van u heeft.
new-link = Stuur mij een nieuwe link
closed-title = Deze toegang is afgesloten
closed-lead = { $office } heeft deze uitnodiging ingetrokken of deze toegang afgesloten. Met deze link kunt u geen wachtwoord instellen.
closed-contact = Denkt u dat dit een vergissing is? Neem dan contact op met { $office }:
unknown-title = Wij kennen deze link niet
unknown-lead = Misschien is er een stuk van weggevallen. Open de link in uw e-mail nog eens, of kopieer de hele link naar uw browser.
unknown-help = Werkt het nog steeds niet? Neem dan contact op met uw boekhoudkantoor.

## Er is een nieuwe link gevraagd

sent-title = Kijk in uw mailbox
sent-lead = Als er een openstaande uitnodiging is, hebben wij een nieuwe link gestuurd naar het e-mailadres dat wij kennen.
sent-wait = Het kan enkele minuten duren. Kijk ook eens bij uw ongewenste e-mail. U kunt om de tien minuten een nieuwe link vragen.

## Als er iets stuk is

welcome-broken-lead = Er ging bij ons iets mis. Er is niets veranderd, en uw link werkt nog zoals voorheen. Probeer het over enkele minuten opnieuw.
