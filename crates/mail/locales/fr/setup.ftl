### Le rapport sur la configuration e-mail d’un bureau, pour son partenaire IT ; et en quelques mots, ce qui ne va pas, pour le bureau.
### Chaque message est une phrase entière. Ce qui est entre accents graves se lit lettre par lettre.

## Début et fin

setup-subject-right = Configuration e-mail de { $office } : tout est en ordre
setup-subject-domains = Configuration e-mail de { $office } : enregistrements DNS à modifier
setup-subject-look = Configuration e-mail de { $office } : un point à examiner
setup-subject-relay = Configuration e-mail de { $office } : serveur de messagerie à adapter
setup-intro-domains = { $office } utilise { $platform }, un portail client qui envoie au nom du bureau des e-mails aux clients et aux collègues, depuis les adresses du bureau. C’est le DNS de ses domaines qui décide si ces e-mails arrivent, et vous recevez ce rapport parce que vous le gérez.
setup-intro-relay = { $office } utilise { $platform }, un portail client qui envoie au nom du bureau des e-mails aux clients et aux collègues, par le serveur de messagerie { $host } du bureau. Vous recevez ce rapport parce que vous gérez ce serveur ou ses comptes.
setup-checked = Contrôle effectué le { $when }.
setup-automatic = { $platform } a établi ce rapport automatiquement, d’après ce qui était visible depuis Internet à ce moment. Il ne contient ni mot de passe ni clé secrète.

## Ce qui a été trouvé

setup-domain = Domaine { $domain }
setup-relay = Serveur de messagerie { $host }
setup-summary-right = { $domain } : tout est en ordre, vous n’avez rien à faire.
setup-summary-wrong =
    { $count ->
        [one] { $domain } : { $count } point demande votre attention.
       *[other] { $domain } : { $count } points demandent votre attention.
    }
setup-right = Ce qui est en ordre
setup-warnings = N’arrête aucun e-mail, mais bon à savoir
setup-unsaid = Ce qui n’a pas pu être établi
setup-advised = Facultatif, mais conseillé : vous pouvez aussi publier cet enregistrement.
setup-found = Ce qui s’y trouve actuellement, sous { $name } :
setup-wanted-new = L’enregistrement tel qu’il doit être :
setup-wanted-instead = L’enregistrement tel qu’il doit être, à la place de ce qui s’y trouve :
setup-wanted-same = L’enregistrement nécessaire figure déjà ci-dessus.
setup-not-yours = { $name } n’appartient pas à { $domain }, et aucun enregistrement que vous publiez ne peut donc y remédier. Signalez-le au bureau, pour que l’équipe support s’en occupe.

## Causes : titre, pour l’Admin du bureau, pour le technicien

setup-cause-unconfigured-title = E-mail pas encore configuré
setup-cause-unconfigured-admin = Votre bureau n’a pas encore choisi comment ses e-mails sont envoyés. Choisissez dans les paramètres du bureau entre notre serveur de messagerie et le vôtre.
setup-cause-unconfigured-technician = Le bureau doit d’abord choisir sur le portail comment ses e-mails sont envoyés : par le serveur de la plateforme, ce qui demande quelques enregistrements DNS, ou par son propre serveur. D’ici là, vous n’avez rien à modifier.
setup-cause-unreachable-title = Serveur de messagerie injoignable
setup-cause-unreachable-admin = Nous ne pouvons pas joindre le serveur de messagerie que vous avez indiqué. Vérifiez son nom et son port ; s’ils sont exacts, votre partenaire IT doit rendre le serveur accessible.
setup-cause-unreachable-technician = Vérifiez le nom d’hôte et le port, et si le serveur répond depuis Internet : sur 587 avec STARTTLS ou sur 465 avec TLS. Le pare-feu doit laisser entrer ces connexions, et une adresse d’un réseau privé ne peut pas être utilisée. Si le serveur a seulement demandé de revenir plus tard, cela se règle tout seul.
setup-cause-tls-title = Pas de connexion sécurisée
setup-cause-tls-admin = La connexion à votre serveur de messagerie ne peut pas être sécurisée : aucun e-mail n’y passe donc. Votre partenaire IT doit examiner les réglages du serveur.
setup-cause-tls-technician = Le serveur doit proposer STARTTLS (port 587) ou TLS (port 465), avec un certificat valable, émis par une autorité publiquement reconnue, envoyé avec ses certificats intermédiaires et établi au nom d’hôte indiqué.
setup-cause-auth-rejected-title = Connexion refusée
setup-cause-auth-rejected-admin = Votre serveur de messagerie refuse le nom d’utilisateur ou le mot de passe que vous avez indiqué. Indiquez-les à nouveau ; s’ils sont exacts, votre partenaire IT doit autoriser cette connexion.
setup-cause-auth-rejected-technician = Vérifiez le nom d’utilisateur (le plus souvent l’adresse complète de la boîte) et le mot de passe, et si ce compte peut se connecter en SMTP. Un compte avec validation en deux étapes a besoin d’un mot de passe d’application ou d’OAuth 2.0.
setup-cause-basic-auth-disabled-title = Connexion par mot de passe désactivée
setup-cause-basic-auth-disabled-admin = Votre fournisseur de messagerie ne laisse plus les programmes se connecter avec un mot de passe. Votre partenaire IT peut mettre en place la nouvelle manière de se connecter ; le rapport explique comment.
setup-cause-basic-auth-disabled-technician = Remplacez le mot de passe par OAuth 2.0, comme le décrivent les étapes de ce rapport. Microsoft désactive par défaut SMTP AUTH avec mot de passe fin décembre 2026 pour tous les tenants existants ; un administrateur peut le réactiver, mais pour un temps seulement.
setup-cause-oauth-token-title = Accès par OAuth 2.0 refusé
setup-cause-oauth-token-admin = Votre fournisseur de messagerie ne laisse pas entrer le portail : son autorisation a expiré, a été retirée ou est incomplète. Votre partenaire IT doit la donner à nouveau.
setup-cause-oauth-token-technician = Vérifiez le tenant, l’ID client, le secret client (sa valeur, pas son ID ; les secrets expirent), l’autorisation et le consentement de l’administrateur. Chez Google, demandez un nouveau refresh token. Faites ensuite encoder les nouvelles données sur le portail.
setup-cause-send-as-denied-title = Adresse non autorisée à envoyer
setup-cause-send-as-denied-admin = Votre serveur de messagerie ne laisse pas le portail envoyer au nom d’une ou de plusieurs adresses de votre bureau. Votre partenaire IT doit l’autoriser pour chacune d’elles.
setup-cause-send-as-denied-technician = Donnez au compte qui se connecte le droit d’envoyer en tant que chacune de ces adresses : dans Microsoft 365 l’autorisation `SendAs`, dans Gmail « Send mail as », dans Postfix `smtpd_sender_login_maps`.
setup-cause-dkim-missing-title = Clé DKIM absente
setup-cause-dkim-missing-admin = Votre domaine ne confirme pas encore que les e-mails du portail sont authentiques, et ils peuvent passer pour des faux. Votre partenaire IT doit ajouter une ligne aux réglages de votre domaine.
setup-cause-dkim-missing-technician = Publiez la clé exactement comme indiqué. Ce qui se trouve par ailleurs sous `_domainkey`, de Microsoft 365 ou de Google par exemple, appartient à d’autres expéditeurs et reste en place.
setup-cause-dkim-mismatch-title = La clé DKIM n’est pas la nôtre
setup-cause-dkim-mismatch-admin = Les réglages de votre domaine contiennent une clé qui ne correspond pas au portail, et vos e-mails peuvent passer pour des faux. Votre partenaire IT doit la remplacer.
setup-cause-dkim-mismatch-technician = Remplacez ce qui se trouve sous ce nom par l’enregistrement indiqué ; il ne doit y en avoir qu’un. Reprenez la valeur en entier : le plus souvent, elle a été coupée à 255 caractères ou un caractère s’est perdu à la copie.
setup-cause-spf-missing-title = Enregistrement SPF absent
setup-cause-spf-missing-admin = Votre domaine n’indique pas quels serveurs peuvent envoyer en son nom, et les e-mails du portail peuvent être refusés. Votre partenaire IT doit ajouter une ligne aux réglages de votre domaine.
setup-cause-spf-missing-technician = Publiez l’enregistrement indiqué. Il se termine par `?all`, parce que nous ne savons pas qui d’autre envoie pour ce domaine ; dès que vous avez ajouté tous les autres expéditeurs, comme le serveur du bureau, `~all` ou `-all` convient mieux.
setup-cause-spf-not-authorised-title = SPF n’autorise pas nos serveurs
setup-cause-spf-not-authorised-admin = Votre domaine n’autorise pas le serveur de messagerie du portail à envoyer en son nom. Votre partenaire IT doit modifier une ligne dans les réglages de votre domaine.
setup-cause-spf-not-authorised-technician = L’enregistrement SPF doit autoriser les serveurs qui envoient. Si ce rapport indique un enregistrement, c’est l’actuel avec notre terme en tête, sans les termes que personne ne peut lire. Un seul enregistrement TXT par nom peut commencer par `v=spf1` ; les autres enregistrements TXT restent en place.
setup-cause-spf-too-many-lookups-title = SPF demande plus de dix recherches
setup-cause-spf-too-many-lookups-admin = La liste des serveurs qui peuvent envoyer pour votre domaine est devenue trop longue, et elle n’est plus prise en compte. Votre partenaire IT doit la raccourcir.
setup-cause-spf-too-many-lookups-technician = Remplacez l’enregistrement par celui qui est indiqué : nos adresses y viennent en tête et ne demandent aucune recherche. Retirez-en aussi ce que le bureau n’utilise plus, car la limite de dix (RFC 7208) gêne tout autant les autres expéditeurs de ce domaine.
setup-cause-dmarc-unaligned-title = Expéditeur non authentifié (DMARC)
setup-cause-dmarc-unaligned-admin = Les destinataires ne peuvent pas voir que les e-mails du portail viennent vraiment de votre domaine, et peuvent les refuser. Votre partenaire IT ou notre équipe support doit modifier un réglage.
setup-cause-dmarc-unaligned-technician = Le domaine qui signe, ou celui du return-path, doit appartenir au domaine du `From`. Si ce rapport indique un enregistrement, ce sont `adkim=s` et `aspf=s` qui nous excluent, et c’est l’enregistrement actuel sans ces deux balises.
setup-cause-no-mx-title = Le domaine ne reçoit pas d’e-mails
setup-cause-no-mx-admin = Le domaine de votre adresse d’expédition ne reçoit pas d’e-mails : les réponses de vos clients seraient perdues. Utilisez une adresse qui peut en recevoir, ou faites configurer la réception par votre partenaire IT.
setup-cause-no-mx-technician = Publiez les enregistrements MX du fournisseur de messagerie du bureau, qui seul les connaît. Si ce domaine n’est pas destiné à recevoir des e-mails, le bureau doit choisir une adresse d’expédition sur un autre domaine.
setup-cause-dns-failure-title = Le DNS ne répond pas
setup-cause-dns-failure-admin = Les réglages de votre domaine n’ont pas pu être lus. Souvent, cela se règle tout seul ; sinon, votre partenaire IT doit s’en occuper.
setup-cause-dns-failure-technician = Les serveurs de noms de ce domaine doivent répondre pour ce nom. Vérifiez la délégation, si chaque serveur de noms répond, et DNSSEC : une signature expirée fait répondre `SERVFAIL` à tous les résolveurs. Si ce n’était qu’un incident passager, il suffit de contrôler à nouveau.

## DKIM

setup-key-nothing = Il n’y a pas d’enregistrement sous { $name }.
setup-key-alias-of-nothing = { $name } est un alias (CNAME) de { $target }, et il n’y a pas de clé à cet endroit.
setup-key-not-a-key = Il y a un texte sous { $name }, mais ce n’est pas une clé DKIM : le plus souvent, c’est la réponse d’un enregistrement générique (wildcard).
setup-key-several = Il y a { $count } enregistrements TXT sous { $name }. Rien ne dit lequel compte : il ne peut donc y en avoir qu’un.
setup-key-empty-tag = L’enregistrement est illisible : il n’y a rien entre deux points-virgules, ou il est entièrement vide.
setup-key-not-a-tag = L’enregistrement est illisible : { $part } n’est pas de la forme `nom=valeur`.
setup-key-tag-twice = L’enregistrement est illisible : { $tag } y figure deux fois.
setup-key-version = L’enregistrement contient { $version } ; il faut `v=DKIM1`, écrit exactement ainsi.
setup-key-no-public = L’enregistrement n’a pas de `p=`, ou ce qui suit n’est pas une clé entière : le plus souvent, elle a été coupée, ou des guillemets y ont été collés.
setup-key-revoked = Il n’y a rien derrière `p=` : cela signifie que la clé a été retirée.
setup-key-other-algorithm = L’enregistrement contient { $algorithm }, et notre clé sous ce nom utilise un autre algorithme.
setup-key-not-for-mail = L’enregistrement contient { $services } : la clé n’est pas destinée à l’e-mail.
setup-key-not-for-sha256 = L’enregistrement contient { $hashes } : la clé n’est pas destinée à SHA-256, avec lequel nous signons.
setup-key-other = Il y a une clé correcte, mais ce n’est pas la nôtre : un caractère diffère, la fin manque, ou c’est celle d’une installation antérieure.

## SPF

setup-spf-none = { $domain } n’a pas d’enregistrement TXT qui commence par `v=spf1`.
setup-spf-fail = Le terme { $term } dans l’enregistrement de { $at } refuse nos serveurs { $servers } (fail).
setup-spf-soft-fail = Le terme { $term } dans l’enregistrement de { $at } tient nos serveurs { $servers } pour probablement non autorisés (softfail).
setup-spf-neutral = Le terme { $term } dans l’enregistrement de { $at } ne dit pas si nos serveurs { $servers } peuvent envoyer (neutral).
setup-spf-nothing-matched = Aucun terme de l’enregistrement ne désigne nos serveurs { $servers }, et il ne se termine pas par `all`.
setup-spf-several = Il y a { $count } enregistrements SPF sous { $at }. Un seul est permis, et personne n’en évalue donc aucun (permerror).
setup-spf-unreadable = Le terme { $term } dans l’enregistrement de { $at } est illisible, et personne n’évalue donc l’enregistrement (permerror).
setup-spf-nothing-included = Le terme { $term } dans l’enregistrement de { $at } mène à { $name }, qui n’a pas d’enregistrement SPF, et personne n’évalue donc l’ensemble (permerror).
setup-spf-too-many = Au terme { $term } dans l’enregistrement de { $at }, l’évaluation a dépassé dix recherches DNS et s’est arrêtée (permerror).
setup-spf-loop = Le terme { $term } dans l’enregistrement de { $at } ramène à un enregistrement déjà parcouru.
setup-spf-void = Au terme { $term } dans l’enregistrement de { $at }, l’évaluation s’est arrêtée, parce que plus de deux recherches n’ont rien trouvé (permerror).
setup-spf-void-names = Rien n’a été trouvé sous : { $names }.
setup-spf-mail-servers = Le terme { $term } dans l’enregistrement de { $at } mène à plus de dix serveurs de messagerie, et personne n’évalue donc l’enregistrement (permerror).
setup-spf-through = Le chemin passe par : { $way }.
setup-spf-costs =
    { $count ->
        [one] Au total, l’enregistrement demande { $count } recherche :
        [30] Au total, l’enregistrement demande { $count } recherches ou plus :
       *[other] Au total, l’enregistrement demande { $count } recherches :
    }
setup-spf-cost =
    { $count ->
        [one] { $term } : { $count } recherche
       *[other] { $term } : { $count } recherches
    }

## DMARC

setup-dmarc-dkim-strict = Nous signons en tant que { $domain }, et la politique exige exactement { $from } (`adkim=s`).
setup-dmarc-dkim-other = Nous signons en tant que { $domain }, qui n’appartient pas à { $from }.
setup-dmarc-spf-strict = Le return-path est de { $domain }, et la politique exige exactement { $from } (`aspf=s`).
setup-dmarc-spf-other = Le return-path est de { $domain }, qui n’appartient pas à { $from }.
setup-dmarc-policy-none = La politique sous { $name } n’exige rien des destinataires (`p=none`), mais beaucoup écartent quand même un tel e-mail.
setup-dmarc-policy-quarantine = La politique sous { $name } demande de placer un tel e-mail dans les indésirables (`p=quarantine`).
setup-dmarc-policy-reject = La politique sous { $name } demande de refuser un tel e-mail (`p=reject`).
setup-dmarc-beyond-dns = Aucun enregistrement de { $from } ne peut y remédier : c’est la plateforme qui doit signer pour ce domaine. Signalez au bureau que l’équipe support doit s’en occuper.

## MX

setup-mx-no-such-domain = Le domaine { $name } n’existe pas.
setup-mx-nothing = { $name } n’a ni enregistrement MX ni adresse (A, AAAA).
setup-mx-null = { $name } déclare ne pas recevoir d’e-mails (`MX 0 .`).
setup-mx-no-address = Aucun des serveurs des enregistrements MX de { $name } n’a d’adresse (A, AAAA).

## Pas de réponse

setup-dns-timeout = Aucun serveur de noms n’a répondu à temps pour { $name }.
setup-dns-said = Pour { $name }, les serveurs de noms ont répondu qu’ils ne le peuvent pas : { $said }.
setup-dns-broken = Aucune réponse utilisable n’est venue pour { $name } : { $why }.
setup-dns-out-of-time = Le contrôle a duré trop longtemps et a été interrompu à { $name }.
setup-dns-out-of-questions = Les enregistrements de ce domaine en appellent tant d’autres que le contrôle a été interrompu à { $name }.

## Ce qui est en ordre

setup-right-key = La clé DKIM sous { $name } est publiée, et c’est la nôtre.
setup-right-spf = Le SPF de { $name } autorise nos serveurs à envoyer : { $servers }.
setup-right-aligned = DKIM et SPF authentifient tous deux { $domain }, comme DMARC le demande.
setup-right-aligned-dkim = DKIM authentifie { $domain }, comme DMARC le demande.
setup-right-aligned-spf = SPF authentifie { $domain }, comme DMARC le demande.
setup-right-mx = { $domain } reçoit des e-mails : les réponses arrivent donc.
setup-right-session = La connexion au serveur, son chiffrement et l’authentification fonctionnent.
setup-right-senders =
    { $more ->
        [0] Le serveur accepte ces adresses comme expéditeur : { $addresses }.
       *[other] Le serveur accepte ces adresses comme expéditeur, et { $more } autres : { $addresses }.
    }
setup-right-senders-limit = Certains serveurs, dont Microsoft 365, ne jugent l’expéditeur qu’une fois l’e-mail entier reçu. Si une de ces adresses n’est finalement pas autorisée, son premier e-mail le montre, et il est conservé.

## Avertissements

setup-warning-dkim-testing = La clé sous { $name } contient `t=y` (test), et les destinataires peuvent donc ignorer notre signature. Retirez-le.
setup-warning-dkim-version-not-first = Dans la clé sous { $name }, `v=DKIM1` ne vient pas en premier. La plupart des destinataires l’acceptent, pas tous.
setup-warning-second-key = La deuxième clé (Ed25519) n’est pas publiée sous { $name }. La première suffit ; avec la deuxième, les e-mails sont aussi signés avec un algorithme plus récent.
setup-warning-spf-anybody = Le SPF de { $name } autorise tout le monde à envoyer (`+all`). N’importe qui peut donc envoyer des faux en son nom ; `~all` ou `-all` convient mieux.
setup-warning-spf-lookups =
    { $count ->
        [30] Le SPF de { $name } demande { $count } recherches ou plus, et dix sont permises. Nos serveurs sont trouvés avant ; d’autres expéditeurs peut-être pas.
       *[other] Le SPF de { $name } demande { $count } recherches, et dix sont permises. Nos serveurs sont trouvés avant ; d’autres expéditeurs peut-être pas.
    }
setup-warning-spf-of-from = Le SPF de { $name } n’autorise pas nos serveurs (résultat : { $result }). Cela ne devrait rien changer, puisque notre return-path est d’un autre domaine, mais certains filtres en tiennent compte.
setup-warning-dmarc-missing = Il n’y a pas de politique DMARC sous { $name }. Les grands fournisseurs en demandent une, fût-ce `p=none`.
setup-warning-dmarc-several = Il y a { $count } enregistrements DMARC sous { $name }, et aucun ne compte donc. N’en gardez qu’un.
setup-warning-dmarc-unreadable = L’enregistrement DMARC sous { $name } est en partie illisible, ou n’a pas de `p=` valable. Corrigez-le.
setup-warning-dmarc-asks-nothing = La politique DMARC sous { $name } n’exige rien (`p=none`) : d’autres peuvent envoyer au nom de ce domaine. Dès que tous les expéditeurs sont authentifiés, `p=quarantine` ou `p=reject` convient mieux.
setup-warning-dmarc-by-spf-alone = Nos e-mails ne sont authentifiés que par SPF. Si un destinataire en transfère un, cela se perd ; une signature du domaine même resterait.
setup-warning-address-instead-of-mx = { $name } n’a pas d’enregistrement MX. Les e-mails vont alors à l’adresse du domaine même (A, AAAA), qui est souvent le serveur web.

## L’enregistrement, champ par champ

setup-field-type = Type :
setup-field-short-name = Nom dans { $zone } :
setup-field-full-name = Nom complet :
setup-field-value = Valeur, sur une ligne :
setup-field-zone-file = Ligne pour un fichier de zone :
setup-field-host = Hôte :
setup-field-port = Port :
setup-field-encryption = Chiffrement :
setup-field-log-in = Authentification :

## Comment l’encoder

setup-enter = Comment encoder ces enregistrements
setup-enter-name = La plupart des formulaires ajoutent d’eux-mêmes le domaine au nom : encodez alors le nom court, et vérifiez ensuite que le domaine n’y figure pas deux fois. `@` désigne le domaine même ; certains formulaires veulent que le champ reste vide dans ce cas. Si un sous-domaine a sa propre zone, le nom court s’arrête avant lui.
setup-enter-text = Encodez la valeur sur une seule ligne, sans guillemets, exactement comme elle est.
setup-enter-long = Une chaîne d’un enregistrement TXT contient 255 caractères au plus. La plupart des formulaires découpent d’eux-mêmes une valeur plus longue ; si un formulaire la refuse, encodez les chaînes entre guillemets de la ligne pour un fichier de zone, l’une après l’autre.
setup-enter-alias = La cible d’un CNAME se termine ici par un point. Certains formulaires l’exigent, d’autres le refusent ; omettez-le dans ce cas. Il ne peut y avoir aucun autre enregistrement sous le même nom.
setup-enter-ttl = Comme TTL, 3600 secondes ou la valeur par défaut du formulaire conviennent.
setup-enter-others = Laissez en place les autres enregistrements TXT du même nom, comme les preuves de propriété : seul ce que ce rapport signale comme erroné est remplacé.
setup-hosts = Chez les hébergeurs DNS habituels
setup-host-combell = Combell : encodez le nom sans le domaine.
setup-host-one-com = one.com : encodez le nom sans le domaine, qui figure derrière le champ.
setup-host-ovh = OVHcloud : le champ « Sous-domaine » prend le nom sans le domaine ; laissez-le vide pour le domaine même. Choisissez le type TXT, pas les assistants SPF et DKIM.
setup-host-cloudflare = Cloudflare : le nom peut être encodé avec ou sans le domaine. Mettez un CNAME sur « DNS only » : avec le proxy, la clé n’est pas trouvée.
setup-host-godaddy = GoDaddy : encodez le nom sans le domaine, `@` pour le domaine même.
setup-host-transip = TransIP : encodez le nom sans le domaine, `@` pour le domaine même ; la cible d’un CNAME se termine par un point.
setup-host-microsoft = Microsoft 365 comme hébergeur DNS : encodez le nom sans le domaine, `@` pour le domaine même. Ses propres enregistrements pour Exchange restent en place.
setup-host-squarespace = Squarespace (auparavant Google Domains) : encodez le nom sans le domaine, `@` pour le domaine même.

## Comment le vérifier

setup-check = Comment le vérifier
setup-check-wait = Une modification du DNS est visible après quelques minutes, parfois après des heures seulement : d’autres retiennent l’ancienne réponse aussi longtemps que le dit son TTL. La page de la configuration e-mail du portail a un bouton « Vérifier maintenant » ; le portail vérifie aussi de lui-même chaque jour, et les e-mails en attente partent d’eux-mêmes dès que tout est en ordre.
setup-check-unix = Sous Linux ou macOS, auprès du résolveur public { $resolver }, car dans le réseau du bureau ses propres serveurs de noms répondent parfois autre chose :
setup-check-windows = Sous Windows :

## Un serveur propre

setup-relay-denied =
    { $more ->
        [0] Cela concerne : { $addresses }.
       *[other] Cela concerne ces adresses, et { $more } autres : { $addresses }.
    }
setup-relay-unsaid =
    { $more ->
        [0] Impossible de voir si le serveur laisse ces adresses envoyer : { $addresses }.
       *[other] Impossible de voir si le serveur laisse ces adresses, et { $more } autres, envoyer : { $addresses }.
    }
setup-relay-said = Ce que le serveur a répondu, ou ce que le contrôle a vu :
setup-relay-check = La page de la configuration e-mail du portail a un bouton « Vérifier maintenant » : il se connecte, s’authentifie et interroge le serveur pour chaque adresse, sans rien envoyer. Les e-mails en attente partent d’eux-mêmes dès que tout est en ordre.
setup-own-server = Ce qu’il faut au serveur de messagerie
setup-own-server-tls = STARTTLS sur le port 587 ou TLS sur le port 465, accessible depuis Internet, avec un certificat publiquement reconnu pour son nom d’hôte.
setup-own-server-log-in = Un compte qui peut se connecter en SMTP, avec un mot de passe ou avec OAuth 2.0 (XOAUTH2 ou OAUTHBEARER).
setup-own-server-senders = Pour ce compte, le droit d’envoyer en tant que chaque adresse que le bureau utilise comme expéditeur : celles de ses gestionnaires et de ses groupes de clients, son adresse fonctionnelle et son adresse de communication. Dans Postfix, c’est `smtpd_sender_login_maps`.
setup-to-office = Ce que le bureau encode sur le portail
setup-still-wrong = Si cela ne fonctionne pas encore

## Microsoft 365

setup-microsoft = Microsoft 365 : connexion par OAuth 2.0
setup-microsoft-why = Microsoft désactive par défaut SMTP AUTH avec mot de passe fin décembre 2026 pour les tenants existants, et les tenants plus récents ne l’ont pas du tout. OAuth 2.0 avec client credentials est ce qui reste. Les noms des menus sont ceux de la version anglaise ; remplacez ce qui est en majuscules, et les adresses sur example.com.
setup-microsoft-register = Inscrivez le portail : entra.microsoft.com / App registrations / New registration, pour cet annuaire seulement, sans redirection. Notez l’Application (client) ID et le Directory (tenant) ID.
setup-microsoft-secret = Créez un secret : Certificates & secrets / New client secret. Notez sa valeur, qui n’est montrée qu’une fois ; son ID n’est d’aucune utilité ici. Il expire après deux ans au plus : mettez la date dans votre agenda.
setup-microsoft-permission = Donnez l’autorisation : API permissions / Add a permission / APIs my organization uses / Office 365 Exchange Online / Application permissions / `SMTP.SendAsApp` ; puis Grant admin consent.
setup-microsoft-mailbox = Donnez accès à une boîte, dans Exchange Online PowerShell. L’ID d’objet est celui de l’enterprise application du même nom, pas celui sous App registrations :
setup-microsoft-send-as = Laissez cette boîte envoyer en tant que chaque autre adresse que le bureau utilise comme expéditeur (gestionnaires, groupes de clients, adresse fonctionnelle et adresse de communication), chaque fois avec :
setup-microsoft-to-office = Transmettez au bureau, par une voie sûre, le Directory (tenant) ID, l’Application (client) ID, la valeur du secret et l’adresse de la boîte, qui est le nom d’utilisateur.
setup-microsoft-hint-client = { $codes } : l’ID du secret a été encodé au lieu de sa valeur, ou le secret a expiré.
setup-microsoft-hint-tenant = { $codes } : ce tenant n’existe pas ; vérifiez le Directory (tenant) ID.
setup-microsoft-hint-permission = { $codes } : l’autorisation ou l’accès à la boîte manque, ou l’ID d’objet est le mauvais des deux.
setup-microsoft-hint-smtp = { $codes } : SMTP AUTH est désactivé pour la boîte (dernière ligne de l’étape 4) ou pour tout le tenant ; { $command } le réactive alors.
setup-microsoft-hint-send-as = { $codes } : le droit d’envoyer manque pour cette adresse (étape 5).
setup-microsoft-hint-wait = Il peut falloir une demi-heure avant qu’une nouvelle autorisation compte.

## Google Workspace

setup-google = Google Workspace
setup-google-why = Il y a deux manières ; l’une ou l’autre suffit.
setup-google-relay = Première manière : le service de relais SMTP, sans authentification
setup-google-relay-rule = Ajoutez une règle dans admin.google.com / Apps / Google Workspace / Gmail / Routing / SMTP relay service.
setup-google-relay-options = Choisissez « Only addresses in my domains », « Only accept mail from the specified IP addresses » et « Require TLS encryption ». L’équipe support du portail vous donne ses adresses IP.
setup-google-oauth = Deuxième manière : connexion par OAuth 2.0 avec un compte
setup-google-oauth-client = Créez dans console.cloud.google.com un projet avec un OAuth consent screen du type « Internal », et dans celui-ci un OAuth client ID du type « Web application ». Notez le client ID et le client secret. L’URI de redirection est :
setup-google-oauth-token = Ouvrez cette adresse, cochez « Use your own OAuth credentials » sous la roue dentée, connectez-vous avec le compte qui doit envoyer, et échangez le code d’autorisation contre des jetons. Notez le refresh token. Le scope est :
setup-google-oauth-send-as = Laissez ce compte envoyer en tant que les autres adresses que le bureau utilise : dans son Gmail, Settings / Accounts / Send mail as.
setup-google-hint-grant = { $codes } : le refresh token n’est plus valable, à cause d’un changement de mot de passe, parce que quelqu’un l’a retiré, ou après six mois sans utilisation. Refaites l’étape qui le crée.
