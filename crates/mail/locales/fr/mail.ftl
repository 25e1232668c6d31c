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

## E-mails au bureau

greeting-colleagues = Bonjour à toutes et à tous,
fact-when = Date et heure :
fact-when-first = Premier message :
fact-period = Période TVA :
fact-newcomer = Nouvel utilisateur demandé :

## Tâche échouée

failed-subject = Tâche échouée
failed-heading = Une tâche a échoué
failed-lead = Un problème est survenu et ne se réglera pas tout seul. Quelqu’un du bureau doit s’en occuper.
failed-do = Consultez la tâche sur le portail client et réglez le problème. Clôturez ensuite la tâche : elle disparaîtra de la liste de travail.
failed-lead-undelivered = Un e-mail adressé à { $undelivered } ({ $undelivered_address }) n’a pas pu être remis. La réponse du serveur de messagerie figure ci-dessous.
failed-do-undelivered = Vérifiez si l’adresse e-mail est exacte. Si elle est erronée, corrigez-la chez l’utilisateur client. Si elle est exacte, demandez au client une autre adresse ou invitez-le à faire vérifier sa messagerie.
failed-lead-broken = Les e-mails de { $broken_domains } ne partent plus : les enregistrements DNS du domaine ne sont pas comme ils doivent l’être. Ce qui ne va pas figure ci-dessous. Les e-mails attendent ; aucun n’est perdu.
failed-do-broken = Montrez la page de la configuration de messagerie à la personne qui gère le domaine : chaque enregistrement y figure tel qu’il doit être. Dès qu’ils sont corrects, les e-mails partent d’eux-mêmes.
failed-lead-came-back = Un e-mail adressé à { $undelivered } ({ $undelivered_address }) est revenu : il n’a pas pu être remis. La réponse du serveur du destinataire figure ci-dessous.
failed-do-correct-address = Cette adresse n’accepte pas d’e-mails. Demandez au client la bonne adresse e-mail et corrigez-la chez l’utilisateur client.
failed-do-reach-reader = Contactez le client d’une autre façon et renvoyez l’e-mail dès que sa boîte accepte de nouveau des e-mails.
failed-do-check-mail-setup = L’adresse n’est pas en cause : le serveur du destinataire ne fait pas confiance à nos e-mails. Faites vérifier la configuration e-mail du bureau.
failed-do-read-diagnostic = Lisez la réponse du serveur de messagerie et décidez de ce qu’il faut faire. En cas de doute, demandez une autre adresse au client.
failed-button = Voir la tâche

## Message d’un client

message-subject = Message via le portail client
message-heading = Nouveau message d’un client
message-heading-several = Nouveaux messages d’un client
message-lead = Un message est arrivé via le portail client.
message-lead-by = { $by } a envoyé un message via le portail client.
message-lead-several = Des messages que personne n’a encore lus sont arrivés via le portail client.
message-lead-several-by = { $by } a envoyé via le portail client des messages que personne n’a encore lus.
message-do = Répondez sur le portail client : une réponse à cet e-mail ne parviendrait pas au client.
message-button = Répondre sur le portail

## Documents TVA ok

vat-subject = Documents TVA ok
vat-subject-taken-back = Documents TVA finalement incomplets
vat-heading = Tous les documents TVA ont été envoyés
vat-lead = Le client signale que tous les documents pour la déclaration TVA ont été envoyés.
vat-lead-by = { $by } signale que tous les documents pour la déclaration TVA ont été envoyés.
vat-lead-taken-back = Le client signale que les documents pour la déclaration TVA sont finalement incomplets.
vat-lead-taken-back-by = { $by } signale que les documents pour la déclaration TVA sont finalement incomplets.
vat-do = Vous pouvez maintenant vérifier que tout y est, puis établir et introduire la déclaration TVA.
vat-do-taken-back = Attendez, avant d’introduire la déclaration TVA, que le client signale à nouveau que tous les documents ont été envoyés. La déclaration est déjà introduite ? Prenez alors contact avec le client.
vat-button = Voir sur le portail

## Demande d’utilisateur

request-subject = Demande d’utilisateur
request-heading = Nouvelle demande d’utilisateur
request-lead = Une demande est arrivée via le portail client.
request-lead-by = { $by } a introduit une demande via le portail client.
request-lead-newcomer = Un accès au portail client est demandé pour { $newcomer }.
request-lead-newcomer-by = { $by } demande un accès au portail client pour { $newcomer }.
request-do = Examinez la demande sur le portail client. Vous pouvez y approuver la demande, ou la refuser en indiquant un motif.
request-safe = Rien ne se passe tant que personne du bureau n’a approuvé la demande. Le simple fait d’ouvrir le lien de cet e-mail n’approuve rien.
request-button = Voir la demande

## Pourquoi vous recevez ceci

why-manager = Vous recevez cet e-mail parce que vous êtes gestionnaire de ce dossier.
why-manager-deputy = Vous recevez cet e-mail parce que vous remplacez { $absent }, gestionnaire de ce dossier, pendant son absence.
why-group = Vous recevez cet e-mail parce que ce dossier fait partie du groupe de clients { $name } et que cette adresse est celle du groupe.
why-functional = Vous recevez cet e-mail parce que cette adresse, { $to_address }, est l’adresse e-mail fonctionnelle de votre bureau.
why-communication = Vous recevez cet e-mail parce que cette adresse, { $to_address }, est l’adresse de communication de votre bureau.
why-chosen = Vous recevez cet e-mail parce que votre nom figure parmi les destinataires choisis par votre bureau.
why-chosen-deputy = Vous recevez cet e-mail parce que vous remplacez pendant son absence { $absent }, dont le nom figure parmi les destinataires choisis par votre bureau.
why-chosen-manager = Vous recevez cet e-mail parce que votre bureau a choisi le gestionnaire de dossier comme destinataire et que vous êtes gestionnaire de ce dossier.
why-chosen-manager-deputy = Vous recevez cet e-mail parce que vous remplacez { $absent } pendant son absence : votre bureau a choisi le gestionnaire de dossier comme destinataire.
why-chosen-group = Vous recevez cet e-mail parce que votre bureau a choisi le groupe de clients comme destinataire et que vous faites partie du groupe de ce dossier.
why-chosen-group-deputy = Vous recevez cet e-mail parce que vous remplacez { $absent } pendant son absence : votre bureau a choisi le groupe de clients de ce dossier comme destinataire.
why-chosen-group-address = Vous recevez cet e-mail parce que votre bureau a choisi le groupe de clients comme destinataire et que cette adresse est celle du groupe de ce dossier, { $name }.
why-chosen-admins = Vous recevez cet e-mail parce que votre bureau a choisi tous les Admins comme destinataires et que vous êtes Admin.
why-chosen-admins-deputy = Vous recevez cet e-mail parce que vous remplacez { $absent } pendant son absence : votre bureau a choisi tous les Admins comme destinataires.
why-nobody-left = Aucun des destinataires choisis par votre bureau ne pouvait recevoir cet e-mail. C’est donc la configuration Standard qui a été appliquée.
why-no-manager = Ce dossier n’a pas de gestionnaire.
why-manager-inactive = Le gestionnaire de ce dossier ne fait plus partie des collaborateurs actifs.
why-open = Ce point est resté ouvert pendant { $open_for } chez les premiers destinataires. C’est pourquoi il vous parvient maintenant.
why-change = Un Admin peut changer les destinataires de ces e-mails sous Paramètres du bureau / Communication / Paramètres e-mail / Destinataires des e-mails automatiques, à la ligne « { $kind } ».

## Récapitulatif

digest-subject = Récapitulatif : { $events }
digest-heading = Votre récapitulatif
digest-lead = Nouveau pour vous : { $events }.
digest-no-dossier = Sans dossier
digest-message = Message
digest-absent = Vous recevez ceci parce que vous remplacez { $absent } pendant son absence.
digest-more = Sur le portail client, vous trouverez encore { $more }.
digest-button = Ouvrir le portail client
digest-why-hourly = Les notifications qui vous sont destinées selon les paramètres de votre bureau vous parviennent une fois par heure, en un seul e-mail.
digest-why-daily = Les notifications qui vous sont destinées selon les paramètres de votre bureau vous parviennent chaque matin, en un seul e-mail.
digest-change = La fréquence de ces e-mails se règle pour chaque collaborateur sous Paramètres du bureau / Communication / Paramètres e-mail / Destinataires des e-mails automatiques.

## Message du bureau

office-message-subject = Message de votre bureau comptable
office-message-heading = Vous avez un message
office-message-lead = { $office } vous a envoyé un message.
office-message-lead-by = { $by } ({ $office }) vous a envoyé un message.
office-message-do = Vous pouvez répondre sur le portail client. Vous vous connectez avec votre adresse e-mail et votre mot de passe.
office-message-why = Vous recevez cet e-mail parce que vous avez accès à ce dossier sur le portail client.

## Valeurs en toutes lettres

kind =
    { $kind ->
        [failed_task] Tâches échouées
        [message] Messages du module de communication
        [vat_documents_ok] Documents TVA ok
        [user_request] Demandes d’utilisateur
       *[digest] Récapitulatif des notifications
    }
notifications =
    { $count ->
        [one] { $count } notification
       *[other] { $count } notifications
    }
working-hours =
    { $hours ->
        [one] { $hours } heure ouvrable
       *[other] { $hours } heures ouvrables
    }
vat-month = { $month } { $year }
vat-quarter =
    { $quarter ->
        [1] premier
        [2] deuxième
        [3] troisième
       *[4] quatrième
    } trimestre { $year }

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
    } { $month } { $year } à { $hour } h { $minute }
month =
    { $month ->
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
    }
