### Les phrases des e-mails. Chaque message est une phrase entière ; ce qui est entre accolades est rempli pour chaque e-mail.

greeting = Bonjour { $name },

## E-mail de bienvenue

welcome-subject = Votre accès au portail client : { $office }
welcome-heading = Bienvenue sur le portail client
welcome-lead = { $office } vous donne accès à son portail client. Vous pouvez y consulter votre dossier et nous envoyer des messages.

## Rappel

reminder-subject = Rappel : définissez votre mot de passe pour le portail client ({ $office })
reminder-heading = Encore une étape : votre mot de passe
reminder-lead = { $office } vous a donné accès à son portail client, mais vous n’avez pas encore défini de mot de passe.

## Accès à un dossier de plus

access-added-subject = Nouveau dossier dans le portail client : { $dossier }
access-added-preview = { $office } vous donne accès à un dossier supplémentaire.
access-added-heading = Vous avez accès à un dossier supplémentaire
access-added-lead = Sur son portail client, { $office } vous donne désormais aussi accès au dossier ci-dessous.
access-added-as-before = Votre mot de passe ne change pas : connectez-vous comme d’habitude.
access-added-no-password-yet = Vous n’avez pas encore défini de mot de passe. Il vous en faut un pour pouvoir vous connecter.

## Votre accès

access-dossier = Dossier :
access-login = Vous vous connectez avec votre adresse e-mail :

## Le lien

link-preview = Définissez votre mot de passe avant le { $valid_until }.
link-instruction = Définissez ici votre mot de passe initial :
link-button = Définir mon mot de passe
link-validity = Le lien est valable jusqu’au { $valid_until }. Ensuite, ce même lien vous permettra d’en demander un nouveau.
link-fallback = Le bouton ne fonctionne pas ? Copiez ce lien dans votre navigateur :

## Fin

closing-questions = Des questions ? { $contact } ({ $contact_address }) vous répondra volontiers.
closing-regards = Cordialement,
closing-sender-is-unread = Cet e-mail est envoyé depuis { $sender_address }, une adresse non relevée. Si vous y répondez, votre réponse parviendra automatiquement à { $contact_address }.
closing-no-password = Nous n’envoyons jamais de mot de passe par e-mail et nous ne vous demanderons jamais de nous communiquer le vôtre par e-mail.
closing-unexpected = Vous n’attendiez pas cet e-mail ? Vous n’avez rien à faire. Vous pouvez toujours nous le signaler à l’adresse { $contact_address }.

## Avis à l’expéditeur

notice-subject = E-mail de bienvenue envoyé : { $client_user }
notice-preview = Dossier : { $dossier }
notice-heading = E-mail de bienvenue envoyé
notice-lead = Un e-mail de bienvenue a été envoyé à l’utilisateur client ci-dessous, avec votre adresse e-mail comme expéditeur.
notice-client-user = Utilisateur client :
notice-no-link = Le lien personnel qui permet de définir le mot de passe initial se trouve uniquement dans l’e-mail de bienvenue.
notice-why = Vous recevez cet avis parce que votre bureau a choisi d’avertir l’expéditeur de chaque e-mail de bienvenue. Un Admin peut modifier ce choix dans les paramètres du bureau.

## Date et heure

moment =
    { $weekday ->
        [monday] lundi
        [tuesday] mardi
        [wednesday] mercredi
        [thursday] jeudi
        [friday] vendredi
        [saturday] samedi
       *[sunday] dimanche
    } { $day ->
        [1] 1er
       *[other] { $day }
    } { $month ->
        [january] janvier
        [february] février
        [march] mars
        [april] avril
        [may] mai
        [june] juin
        [july] juillet
        [august] août
        [september] septembre
        [october] octobre
        [november] novembre
       *[december] décembre
    } { $year } à { $hour } h { $minute }
