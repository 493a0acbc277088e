import { bars, lines, type Bank } from './bank.ts'

export const german: Bank = {
  name: 'German',
  joiner: ' ',
  people: bars('Jonas Weber|Annegret Schäfer|Matthias Groß|Ulrike Böhm|Kerstin Vogel|Sebastian Jäger|Dörte Lüdemann|Thorsten Kühn'),
  sentences: lines(`
    die {ding} bei {thing} ist {zustand} weil der {gegenstand} noch fehlt
    ich würde vorschlagen dass wir die {ding} erst {wann} {tun}
    hat jemand mit {wem} über den {gegenstand} gesprochen
    wir liegen bei {number} und das ist {zustand} gemessen am {gegenstand2}
    {name} wollte noch die {ding2} {tun} bevor wir {wann} weitermachen
    das hängt davon ab ob {wer} den {gegenstand} rechtzeitig liefert
    aus meiner Sicht müssen wir die {ding2} {tun} und zwar {wann}
    der {gegenstand2} von {thing} kostet {number} mehr als geplant
    in {ort} haben wir dieselbe {ding} schon einmal {zustand} gesehen
    können wir bitte festhalten dass die {ding} nicht {zustand} war
    da bin ich anderer Meinung denn {wer} hat den {gegenstand2} nie gesehen
    wie lange dauert es die {ding2} zu {tun} wenn {name} im Urlaub ist
    ohne {gegenstand} brauchen wir über die {ding} gar nicht zu reden
    was mich wundert ist dass {wer} von der {ding2} nichts wusste
    {name} schickt {wann} den {gegenstand2} herum und dann sehen wir weiter
    im Vergleich zum Vorjahr sind das {number} und dazu kommt die {ding}
    wer kümmert sich um den {gegenstand} in {ort}
    ehrlich gesagt ist die {ding2} für {thing} völlig {zustand}`),
  slots: {
    ding: bars(
      'Qualitätsprüfung|Schnittstelle|Ausschreibung|Heizungsanlage|Lieferkette|Rückmeldung|Baugenehmigung|Datenschutzerklärung|Schulung|Prognose|Reklamation|Wartung',
    ),
    ding2: bars(
      'Testumgebung|Steuererklärung|Fahrzeugflotte|Vertragsverlängerung|Messreihe|Werbekampagne|Personalplanung|Risikobewertung|Urlaubsvertretung|Rechnungsstellung',
    ),
    gegenstand: bars(
      'Prüfbericht|Wartungsvertrag|Netzanschluss|Kostenvoranschlag|Bebauungsplan|Zeitplan|Schaltschrank|Lagerbestand|Förderantrag|Kundenauftrag',
    ),
    gegenstand2: bars('Entwurf|Jahresabschluss|Messwert|Rahmenvertrag|Umsatz|Stundensatz|Terminkalender|Verbrauch|Leitfaden'),
    tun: bars('verschieben|abschließen|überarbeiten|freigeben|abbrechen|dokumentieren|verhandeln|auswerten|bestellen|prüfen'),
    zustand: bars('unvollständig|überfällig|in Ordnung|ungeklärt|erledigt|fehlerhaft|zu teuer|unverändert|kritisch'),
    wer: bars('der Betriebsrat|die Buchhaltung|unser Lieferant|die Stadtverwaltung|der Vorstand|das Ingenieurbüro'),
    wem: bars('dem Betriebsrat|der Buchhaltung|unserem Lieferanten|der Stadtverwaltung|dem Vorstand'),
    wann: bars('morgen|am Donnerstag|nach der Mittagspause|im Oktober|nächste Woche|bis Monatsende|heute Nachmittag'),
    ort: bars('Leipzig|Graz|Osnabrück|Winterthur|Fürth|Saarbrücken|Lübeck'),
  },
  numbers: [
    ['fünfzehn Prozent', '15 %'],
    ['zweitausendfünfhundert', '2.500'],
    ['drei', '3'],
    ['achtundvierzig', '48'],
    ['einskommasieben Millionen', '1,7 Millionen'],
  ],
  short: bars('ja|genau|okay|nein|stimmt|alles klar|gut|danke|mhm|einverstanden'),
  fillers: bars('äh|ähm|also|halt|sozusagen|quasi'),
  syllables: bars('wal|ber|tro|nik|hei|sta|gum|rel|dorf|zim|kel|on'),
  script: lines(`
    guten Morgen und herzlich willkommen zur heutigen Telefonkonferenz
    alle Teilnehmer sind derzeit stumm geschaltet
    im Anschluss an die Präsentation haben Sie Gelegenheit Fragen zu stellen
    bitte beachten Sie dass diese Konferenz aufgezeichnet wird
    ich übergebe nun das Wort an unseren Vorstandsvorsitzenden`),
  titles: bars('Baubesprechung|Wochenrunde|Vertriebstreffen|Projektstand Netzausbau'),
}
