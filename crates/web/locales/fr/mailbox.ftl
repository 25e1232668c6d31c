### La boîte aux lettres de la démo, et la page d’accueil.

## La liste

mailbox-title = Boîte aux lettres
mailbox-lead = Voici tous les e-mails transmis à la boîte aux lettres de cette démo. Aucun ne quitte cet ordinateur.
mailbox-count =
    { $count ->
        [0] Aucun e-mail n’est encore arrivé.
        [one] { $count } e-mail
       *[other] { $count } e-mails
    }
mailbox-from = De
mailbox-to = À
mailbox-subject = Objet
mailbox-at = Enregistré le
mailbox-language = Langue
mailbox-kind = Type
mailbox-no-subject = (sans objet)
mailbox-search = Chercher une adresse e-mail
mailbox-search-button = Chercher
mailbox-found-none = Aucun e-mail n’a d’adresse qui contient « { $search } ».
mailbox-older = E-mails plus anciens
mailbox-newest = E-mails les plus récents
kind-welcome = E-mail de bienvenue
kind-welcome_reminder = Rappel
kind-access_added = Accès ajouté
kind-follow_up_notice = Avis de suivi
kind-failed_task = Tâche échouée
kind-message = Message d’un client
kind-vat_documents_ok = Documents TVA ok
kind-user_request = Demande d’utilisateur
kind-digest = Récapitulatif des notifications
kind-office_message = Message du bureau
kind-other = Autre e-mail

## Un e-mail

mail-back = Vers la boîte aux lettres
mail-views = Vues de cet e-mail
mail-html = HTML
mail-text = Texte
mail-source = Source
mail-why = Pourquoi ainsi
mail-reply-to = Répondre à
mail-envelope = Enveloppe
mail-envelope-is = De { $from } à { $to }
mail-frame = L’e-mail tel que son lecteur le voit
mail-no-html = Cet e-mail n’a pas de partie HTML.
mail-no-text = Cet e-mail n’a pas de partie texte.
mail-raw = Télécharger comme fichier (.eml)
mail-repeated = Cet e-mail est arrivé { $times } fois avec le même Message-ID : son lecteur le voit { $times } fois, sauf si son programme de messagerie le remarque.

## Pourquoi cet expéditeur

why-unknown = Rien n’est connu ici de cet e-mail : il ne vient pas de cette installation.
why-sender = Pourquoi cet expéditeur
why-order = La première adresse utilisable est prise, dans cet ordre :
why-order-functional = Ce bureau a choisi que son adresse e-mail fonctionnelle passe en premier. La première adresse utilisable est prise, dans cet ordre :
why-order-system = Cet e-mail informe le bureau de ses propres affaires. De tels e-mails viennent de l’adresse de la plateforme, au nom du bureau :
step-personalised = Choix du bureau
step-dossier_manager = Gestionnaire de dossier
step-client_group = Groupe de clients
step-functional_address = Adresse e-mail fonctionnelle
step-communication_address = Adresse de communication
step-system_address = Adresse de la plateforme
step-taken = Retenu : l’e-mail vient de { $from }.
step-taken-to = Retenu : l’e-mail va à { $to }.
step-not-asked = Plus nécessaire.
skipped-no_manager = Passé : le dossier n’a pas de gestionnaire de dossier.
skipped-manager_inactive = Passé : le gestionnaire de dossier n’est plus un collaborateur actif.
skipped-no_group = Passé : le dossier n’est dans aucun groupe de clients.
skipped-group_without_address = Passé : le groupe de clients n’a pas d’adresse e-mail.
skipped-no_functional_address = Passé : le bureau n’a pas d’adresse e-mail fonctionnelle.
skipped-nobody_left = Passé : aucun des destinataires choisis par le bureau ne peut recevoir cet e-mail.
skipped-send_only = Passé : personne ne relève l’adresse e-mail fonctionnelle.
skipped-told_before = Passé : cette adresse est déjà au courant.
why-reply = Où vont les réponses
why-reply-same = Les réponses vont à { $address }, l’adresse d’où vient l’e-mail.
why-reply-elsewhere = Personne ne lit { $from }. Les réponses vont donc à { $address }, l’adresse suivante dans l’ordre ci-dessus qui est relevée.
why-recipient = Pourquoi ce destinataire
why-recipient-client = Il va à l’utilisateur client { $name }, qui se connecte avec { $address }.
why-recipient-sender = Il va à { $address }, l’adresse qui a envoyé l’e-mail de bienvenue, parce que le bureau veut être averti de chacun.
heard-order = Les destinataires choisis par le bureau le reçoivent (configuration : personnalisé). Si le bureau n’a choisi personne, ou s’il ne reste personne, il va à la première adresse utilisable, dans cet ordre (standard) :
heard-chosen-employee = Le bureau a choisi nommément qui le reçoit.
heard-chosen-dossier_manager = Le bureau a choisi le gestionnaire de dossier comme destinataire.
heard-chosen-client_group = Le bureau a choisi le groupe de clients comme destinataire : son adresse e-mail, ou ses membres s’il n’en a pas.
heard-chosen-admins = Le bureau a choisi tous les Admins comme destinataires.
heard-deputy = { $name } remplace { $absent } pendant son absence.
heard-open =
    { $hours ->
        [one] Il est resté ouvert pendant une heure ouvrable chez les premiers destinataires, et personne ne l’a clôturé.
       *[other] Il est resté ouvert pendant { $hours } heures ouvrables chez les premiers destinataires, et personne ne l’a clôturé.
    }
left-out-inactive =
    { $count ->
        [one] L’un des destinataires choisis n’est plus un collaborateur actif.
       *[other] { $count } des destinataires choisis ne sont plus des collaborateurs actifs.
    }
left-out-no_access =
    { $count ->
        [one] L’un des destinataires choisis n’a pas accès à ce dossier privé.
       *[other] { $count } des destinataires choisis n’ont pas accès à ce dossier privé.
    }
left-out-nobody-dossier_manager = Le gestionnaire de dossier a été choisi, mais il n’y en a pas ici.
left-out-nobody-client_group = Le groupe de clients a été choisi, mais il ne compte ici personne qui puisse le recevoir.
left-out-nobody-admins = Tous les Admins ont été choisis, mais le bureau n’a pas d’Admin actif.
left-out-deputy_inactive =
    { $count ->
        [one] Un remplaçant désigné n’est plus un collaborateur actif. La personne absente reçoit donc elle-même l’e-mail.
       *[other] { $count } remplaçants désignés ne sont plus des collaborateurs actifs. Les personnes absentes reçoivent donc elles-mêmes l’e-mail.
    }
left-out-deputy_no_access =
    { $count ->
        [one] Un remplaçant désigné n’a pas accès à ce dossier privé. La personne absente reçoit donc elle-même l’e-mail.
       *[other] { $count } remplaçants désignés n’ont pas accès à ce dossier privé. Les personnes absentes reçoivent donc elles-mêmes l’e-mail.
    }
heard-digest-hourly = Il va à { $name } ({ $address }), qui a choisi de recevoir ses notifications une fois par heure dans un seul e-mail. Ce qu’il contient, et pourquoi :
heard-digest-daily = Il va à { $name } ({ $address }), qui a choisi de recevoir ses notifications chaque matin dans un seul e-mail. Ce qu’il contient, et pourquoi :
heard-as-personalised = Les destinataires sont ceux que le bureau a choisis (configuration : personnalisé).
heard-as-dossier_manager = Le gestionnaire de dossier reçoit ceci.
heard-as-client_group = L’adresse e-mail du groupe de clients reçoit ceci.
heard-as-functional_address = L’adresse e-mail fonctionnelle reçoit ceci.
heard-as-communication_address = L’adresse de communication reçoit ceci.

## Jusqu’où il est allé

why-delivery = Jusqu’où il est allé
state-queued = En file : il part dès que vient son tour.
state-sending = En cours d’envoi : la réponse du serveur de messagerie est attendue.
state-sent = Transmis au serveur de messagerie.
state-bounced = Rejeté : l’e-mail a été transmis et n’a pas pu être remis.
state-deferred = Reporté : il est réessayé automatiquement.
state-held = En attente, jusqu’à ce que la configuration e-mail du bureau fonctionne.
state-failed = Échoué : il n’est plus réessayé.
state-cancelled = Annulé : il n’est pas envoyé.
why-since = Depuis le { $moment }
why-next = Prochain essai : { $moment }
why-queue-id = Le serveur de messagerie l’appelle { $id }.
cause-recipient_refused = Le serveur de messagerie refuse ce destinataire.
cause-message_refused = Le serveur de messagerie refuse ce message.
cause-try_later = Le serveur de messagerie a demandé de réessayer plus tard.
cause-unreachable = Le serveur de messagerie est injoignable.
cause-uncertain = Le serveur de messagerie l’a peut-être accepté : sa réponse n’est jamais venue.
cause-given_up = Il a été essayé pendant trois jours sans succès.
cause-link_replaced = Un lien plus récent a rendu cet e-mail inutile.
cause-suppressed = Non envoyé : un e-mail à cette adresse est revenu, elle est donc laissée en paix pendant un temps.
cause-tls = Aucune connexion sécurisée n’a pu être établie avec le serveur de messagerie.
cause-auth_rejected = Le serveur de messagerie refuse la connexion.
cause-basic_auth_disabled = Le fournisseur n’autorise plus la connexion par mot de passe.
cause-send_as_denied = Le serveur de messagerie n’autorise pas cette adresse à envoyer.
cause-spf_not_authorised = Le domaine de l’expéditeur n’autorise pas ce serveur de messagerie (SPF).
cause-dmarc_unaligned = L’e-mail ne respecte pas les règles du domaine de l’expéditeur (DMARC).
cause-unconfigured = Le bureau n’a pas encore indiqué comment ses e-mails partent.
cause-oauth_token = Le fournisseur ne donne plus accès : l’autorisation a expiré ou a été retirée.
cause-dkim_missing = Le domaine de l’expéditeur ne publie pas notre clé DKIM.
cause-dkim_mismatch = Le domaine de l’expéditeur publie une autre clé DKIM que la nôtre.
cause-spf_missing = Le domaine de l’expéditeur n’a pas d’enregistrement SPF.
cause-spf_too_many_lookups = L’enregistrement SPF du domaine demande plus de dix recherches et ne compte donc pas.
cause-no_mx = Le domaine de l’expéditeur ne reçoit pas d’e-mails : les réponses seraient perdues.
cause-dns_failure = Le DNS du domaine de l’expéditeur ne répond pas.
cause-other = Cause : { $code }
bounce-address_unknown = Cette boîte n’existe pas : l’adresse doit être corrigée.
bounce-domain_unknown = Le domaine de cette adresse n’existe pas ou n’accepte pas d’e-mails : l’adresse doit être corrigée.
bounce-mailbox_disabled = La boîte est fermée : l’adresse doit être corrigée.
bounce-mailbox_full = La boîte est pleine : contactez le destinataire autrement et renvoyez l’e-mail plus tard.
bounce-message_refused = Le serveur du destinataire n’accepte pas ce message.
bounce-policy = Le serveur du destinataire ne fait pas confiance à l’expéditeur : la configuration e-mail doit être vérifiée.
bounce-expired = On a essayé pendant des jours, et le serveur du destinataire n’a pas accepté l’e-mail.
bounce-other = Le serveur du destinataire n’a pas dit clairement pourquoi.
said-failed = Un serveur de messagerie a signalé que l’e-mail n’a pas pu être remis : { $said }
said-delayed = Un serveur de messagerie a signalé que cela prend plus de temps : { $said }
said-delivered = Un serveur de messagerie a signalé que l’e-mail est dans la boîte : { $said }
said-relayed = Un serveur de messagerie a signalé que l’e-mail a été transmis plus loin : { $said }
said-expanded = Un serveur de messagerie a signalé que l’e-mail est allé à plusieurs destinataires : { $said }

## Les essais

why-attempts = Essais
why-attempts-none = Aucun essai n’est encore noté.
attempt-accepted = Transmis
attempt-recipient_refused = Destinataire refusé
attempt-message_refused = Message refusé
attempt-try_later = Pas maintenant
attempt-sender_fault = Configuration e-mail incorrecte
attempt-relay_unavailable = Serveur de messagerie inutilisable
attempt-uncertain = Incertain
attempt-phase = Phase
attempt-reply = Réponse
attempt-relay = Serveur de messagerie
attempt-took = Durée
phase-token = obtention d’un jeton de connexion
phase-connect = ouverture de la connexion
phase-tls = accord sur TLS
phase-greeting = salutation
phase-ehlo = EHLO
phase-auth = connexion
phase-auth_token = connexion par jeton
phase-mail_from = MAIL FROM
phase-rcpt_to = RCPT TO
phase-data = DATA
phase-content = contenu
phase-final_dot = après le point final

## La page d’accueil

front-lead = Le service de messagerie du portail client des bureaux comptables. Postmeester décide de quelle adresse un nouveau client est accueilli, veille à ce que l’e-mail parte vraiment et explique pourquoi il est parti ainsi.
front-facts = Pour commencer
front-places = Où aller
front-mailbox = Tous les e-mails envoyés par cette démo, avec leurs raisons.
front-api = API
front-api-lead = Comment d’autres programmes créent des utilisateurs clients et suivent leurs e-mails.
front-health = Santé
front-health-lead = Si cette installation est prête à travailler.
