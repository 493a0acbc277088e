import { bars, lines, type Bank } from './bank.ts'

export const french: Bank = {
  name: 'French',
  joiner: ' ',
  people: bars('Hélène Garnier|François Lemaître|Zoé Périgord|Benoît Châtelain|Agnès Royer|Rémi Desprès|Chloé Thévenot|Gaël Morvan'),
  sentences: lines(`
    la {chose} de {thing} est {etat} depuis que {name} a repris le {objet}
    il faudrait {faire} la {chose} avant de relancer {qui}
    est-ce que {qui} a validé le {objet} {quand}
    on est passé à {number} et ça vient surtout de la {chose2}
    je ne suis pas d'accord parce que le {objet2} n'a jamais été {etat2}
    {name} m'a signalé que la {chose2} serait {etat} {quand}
    à {lieu} ils ont préféré {faire} le {objet2} d'abord
    ce qui m'étonne c'est que {qui} n'ait rien dit sur la {chose}
    si on veut {faire} le {objet} il nous manque {number}
    je vous propose qu'on en reparle {quand} avec {qui}
    l'année dernière la {chose2} avait coûté {number} de plus
    qui s'occupe du {objet} pendant l'absence de {name}
    d'après le {objet2} la {chose} est déjà {etat}
    on a reçu {number} réponses à propos de {thing}
    c'était prévu dans le {objet} mais {qui} a changé d'avis
    franchement la {chose2} à {lieu} c'est un autre métier`),
  slots: {
    chose: bars('livraison|maquette|fermeture|réunion|chaudière|subvention|formation|enquête|commande|convention'),
    chose2: bars('trésorerie|récolte|signalétique|toiture|messagerie|billetterie|mutuelle|vitrine|publicité'),
    objet: bars('chantier|calendrier|prêt|dossier|cahier des charges|planning|marché|théâtre|réseau|inventaire'),
    objet2: bars('compte rendu|bilan|devis|règlement|schéma|courrier|tableau|procès-verbal'),
    faire: bars('reporter|vérifier|signer|déménager|réécrire|annuler|chiffrer|relire|négocier|éclairer'),
    etat: bars('bloquée|terminée|retardée|dépassée|abîmée|prête|fichue|gelée'),
    etat2: bars('signé|envoyé|relu|corrigé|budgété'),
    qui: bars('la mairie|le prestataire|les élus|la directrice|le syndic|les stagiaires|la préfecture'),
    quand: bars('demain|jeudi|après le déjeuner|en septembre|la semaine prochaine|d’ici Noël|cet après-midi'),
    lieu: bars('Nîmes|Besançon|Liège|Évreux|Genève|Orléans|Sète'),
  },
  numbers: [
    ['quinze pour cent', '15 %'],
    ['deux mille', '2000'],
    ['trente-six', '36'],
    ['un million et demi', '1,5 million'],
  ],
  short: bars('oui|d’accord|voilà|non|tout à fait|merci|bien sûr|exactement|ah bon'),
  fillers: bars('euh|ben|en fait|du coup|quoi'),
  syllables: bars('ver|lé|mon|tri|cha|ber|sou|nel|ga|dis|pri|vau'),
  script: lines(`
    bonjour à tous et bienvenue à cette conférence téléphonique
    tous les participants sont actuellement en mode écoute seule
    une séance de questions et réponses suivra la présentation
    cet appel est enregistré`),
  titles: bars('Point hebdomadaire|Comité de pilotage|Réunion de chantier'),
}
