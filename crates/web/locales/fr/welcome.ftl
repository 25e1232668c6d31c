### La page du mot de passe initial, telle qu’un client la voit.

## Le formulaire

welcome-title = Définissez votre mot de passe
welcome-greeting = Bonjour { $name },
welcome-lead = { $office } vous donne accès à son portail client. Choisissez ici votre mot de passe initial.
welcome-login = Vous vous connectez avec votre adresse e-mail :
password-label = Votre nouveau mot de passe
password-rules = Utilisez au moins { $min } et au plus { $max } caractères. Les espaces sont permis : une phrase de quelques mots est facile à retenir et difficile à deviner.
password-show = Afficher le mot de passe
password-hide = Masquer le mot de passe
password-submit = Définir mon mot de passe
link-valid-until = Vous pouvez utiliser ce lien jusqu’au { $moment }.
questions = Une question ? { $office } vous répondra volontiers :

## Pourquoi un mot de passe ne convient pas

password-missing = Saisissez un mot de passe.
password-too-short = Ce mot de passe est trop court. Utilisez au moins { $min } caractères, par exemple une phrase de quelques mots.
password-too-long = Ce mot de passe est trop long. Utilisez au plus { $max } caractères.
password-too-weak = Ce mot de passe est facile à deviner. Allongez-le ou utilisez des mots moins courants, sans votre nom ni votre adresse e-mail.

## Sa robustesse

strength-empty = Vous voyez ici si votre mot de passe est robuste.
strength-short =
    { $missing ->
        [one] Il manque encore { $missing } caractère.
       *[other] Il manque encore { $missing } caractères.
    }
strength-long = C’est trop long : utilisez au plus { $max } caractères.
strength-0 = Très facile à deviner : ajoutez quelques mots.
strength-1 = Facile à deviner : ajoutez quelques mots.
strength-2 = Presque assez robuste : ajoutez encore un mot.
strength-3 = Bien : c’est assez robuste.
strength-4 = Très bien : ce mot de passe est robuste.

## C’est fait

done-title = Votre mot de passe est défini
done-lead = Merci, { $name }. Désormais, vous vous connectez avec votre adresse e-mail :
done-next = Vous n’avez plus rien à faire : { $office } vous fera savoir quand vous pourrez vous connecter. Vous pouvez fermer cette page.

## Un lien qui ne fonctionne pas, ou plus

used-title = Votre mot de passe est déjà défini
used-lead = Ce lien a déjà servi, et il ne fonctionne qu’une seule fois. Vous vous connectez avec votre adresse e-mail :
used-not-you = Ce n’est pas vous qui avez défini ce mot de passe ? Prévenez immédiatement { $office } :
expired-title = Ce lien a expiré
expired-lead = Pour votre sécurité, un lien ne fonctionne que pendant un temps limité. Demandez-en un nouveau ici : il sera envoyé à l’adresse e-mail que { $office } a pour vous.
replaced-title = Il existe un lien plus récent
replaced-lead = { $office } vous a envoyé un e-mail plus récent. Seul le lien du dernier e-mail fonctionne.
replaced-again = Vous ne le trouvez pas ? Demandez un nouveau lien ici : il sera envoyé à l’adresse e-mail que { $office } a pour vous.
new-link = Envoyez-moi un nouveau lien
closed-title = Cet accès est fermé
closed-lead = { $office } a retiré cette invitation ou fermé cet accès. Ce lien ne permet plus de définir un mot de passe.
closed-contact = Vous pensez que c’est une erreur ? Contactez { $office } :
unknown-title = Nous ne connaissons pas ce lien
unknown-lead = Une partie du lien a peut-être été perdue. Ouvrez encore une fois le lien de votre e-mail, ou copiez le lien entier dans votre navigateur.
unknown-help = Cela ne fonctionne toujours pas ? Contactez votre bureau comptable.

## Un nouveau lien a été demandé

sent-title = Consultez votre messagerie
sent-lead = S’il y a une invitation ouverte, nous avons envoyé un nouveau lien à l’adresse e-mail que nous connaissons.
sent-wait = Cela peut prendre quelques minutes. Regardez aussi parmi vos courriers indésirables. Vous pouvez demander un nouveau lien toutes les dix minutes.

## Quand quelque chose est en panne

welcome-broken-lead = Un problème s’est produit de notre côté. Rien n’a été modifié et votre lien fonctionne comme avant. Veuillez réessayer dans quelques minutes.
