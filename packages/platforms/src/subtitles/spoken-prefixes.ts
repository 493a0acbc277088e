/** Nouns that stand before a colon when somebody speaks, in the languages that meetings are held in most; none of them is anybody's name. */
const topics = new Set(
  `question questions answer answers note notes reminder reminders example examples update updates agenda topic topics item items action
  actions step steps decision decisions summary recap conclusion conclusions result results problem problems solution solutions issue issues
  idea ideas point points fact facts rule rules part option options plan plans goal goals objective deadline warning caution tip hint
  correction disclaimer fyi ps thing things meeting meetings call budget status risk risks task tasks todo to-do news announcement
  announcements suggestion proposal request comment comments remark feedback background context reason reasons outcome takeaway takeaways
  lesson lessons definition translation quote title subject date time location address number cost costs total version chapter section slide
  figure table monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday morning afternoon evening lunch break
  everyone everybody folks guys priority priorities blocker blockers question-and-answer q&a tldr tl;dr spoiler bonus assumption requirement
  requirements parking schedule timeline minutes motion vote
  frage fragen antwort antworten hinweis notiz beispiel thema themen punkt punkte aufgabe aufgaben beschluss entscheidung ergebnis ergebnisse
  lösung idee ziel ziele termin termine achtung wichtig zusammenfassung fazit nachtrag anmerkung vorschlag sitzung besprechung schritt schritte
  teil erinnerung tagesordnung stichwort haushalt
  réponse exemple rappel remarque sujet décision problème résumé étape objectif attention réunion ordre
  pregunta respuesta ejemplo nota tema decisión problema solución resumen conclusión paso objetivo recordatorio reunión punto
  domanda risposta esempio decisione soluzione riassunto conclusione passo obiettivo promemoria riunione
  vraag antwoord voorbeeld opmerking onderwerp besluit probleem oplossing samenvatting conclusie stap doel herinnering vergadering
  pergunta resposta exemplo assunto decisão solução resumo conclusão objetivo lembrete reunião ponto
  pytanie odpowiedź przykład uwaga temat decyzja fråga svar exempel ämne spørgsmål eksempel
  問題 質問 答え 議題 问题 答案 注意 议题 질문 답변`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** What stands before such a noun. */
const modifiers = new Set(
  `a an the my our your his her their one two three first second third last next final other another more only main key big small quick short
  side open new old important good bad best better real same simple general general personal quick great little brief key hard easy my
  nächste nächster letzte letzter erste erster kleine kleiner wichtige wichtiger meine unsere prochaine première dernière petite próximo
  primera última prossimo prima ultima volgende laatste eerste`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** Words that a sentence has and a name has not, in lower case. */
const inSentences = new Set(
  `i we you he she they it us them me this that these those here there what why how who where when which is are was were be been am has have
  had do does did can could will would should shall may might must let let's lets i'm we're it's that's don't not because if but so then
  ich wir ihr sie es uns das dies hier was warum wie wer wo wann ist sind war waren hat haben wird werden kann muss soll nicht weil wenn aber
  dann je nous vous ils elles c'est sont était pas parce mais alors qué cómo quién cuándo dónde está son era porque pero`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** Of those, the ones that a sentence begins with, written with a capital: `He`, `You`, `So`, `Will` are also people's names. */
const beginSentences = new Set(
  `i we they it this that these those here there what why how who where when which is are was were let let's because if but then
  ich wir das dies hier was warum wie wer wo wann wenn aber dann c'est mais alors`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

const wordsOf = (text: string): readonly string[] =>
  text
    .replaceAll(/\([^()]*\)/g, ' ')
    .split(/[\s,]+/)
    .map((word) => word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
    .filter((word) => word !== '')

/** What speech is about, before a colon: `Question`, `Next step`, `One more thing`, `Item 3`, `10:30 Meeting`; or the end of a sentence and another one. */
export const isTopic = (prefix: string): boolean => {
  if (/^\d{1,2}[:.h]\d{2}(?:\s|$)/.test(prefix) || /[?!;]\s+\S*\p{L}{2}/u.test(prefix)) return true
  const words = wordsOf(prefix).map((word) => word.toLowerCase())
  const isOne = (word: string): boolean => topics.has(word)
  if (!words.some(isOne)) return false
  const [first = '', ...rest] = words
  if (isOne(first) && rest.every((word) => /^(?:\d{1,3}|[a-z]|one|two|three|four|five)$/.test(word))) return true
  return words.every((word) => isOne(word) || modifiers.has(word))
}

/** It has words that sentences have and names have not: `Then let us fill them`, `What did he say`. */
export const isSentence = (prefix: string): boolean => {
  const words = wordsOf(prefix)
  return words.some((word, index) => (index === 0 ? beginSentences.has(word.toLowerCase()) : inSentences.has(word)))
}
