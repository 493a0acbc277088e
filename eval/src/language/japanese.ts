import { bars, lines, type Bank } from './bank.ts'

export const japanese: Bank = {
  name: 'Japanese',
  joiner: '',
  people: bars('田中宏|佐藤美咲|鈴木健一|高橋由美|伊藤大輔|渡辺彩|中村翔太'),
  sentences: lines(`
    {thing}の{noun}はまだ{state}ので{noun2}を先に{verb}と思います
    {name}さんから{noun}について{when}連絡がありました
    {noun2}が{number}増えたのは{reason}が原因です
    {who}に{noun}を確認してもらえますか
    {when}までに{noun2}を{verb}予定です
    個人的には{noun}より{noun2}のほうが心配です
    {place}の{noun}は去年より{number}多いです
    もし{who}が反対したら{noun2}はどうしますか
    {thing}を使えば{noun}も{verb}かもしれません
    すみません{noun2}の件ですが{state}ようです
    では{name}さん{noun}の説明をお願いします
    {reason}のせいで{noun}が{state}のは残念です
    来月の{noun2}は{who}と相談して決めます`),
  slots: {
    noun: bars('見積書|在庫|開発環境|契約書|工場の設備|売上|広告費|採用計画|検査結果|配送ルート|画面の設計'),
    noun2: bars('予算|品質管理|顧客データ|研修|新製品|納期|請求書|人件費|展示会|システム障害|翻訳'),
    verb: bars('見直す|延期する|終わらせる|まとめる|減らす|試す|公開する|片付ける'),
    state: bars('終わっていない|遅れている|止まっている|足りない|決まっていない|安定している'),
    who: bars('営業部|取引先|部長|法務|協力会社|現場の担当者'),
    when: bars('明日|来週|金曜日|月末|昨日の午後|年度末'),
    reason: bars('円安|台風|人手不足|部品の値上げ|設定ミス|季節要因'),
    place: bars('大阪|名古屋|九州|海外支店|札幌'),
  },
  numbers: [
    ['十五パーセント', '15%'],
    ['三千万円', '3000万円'],
    ['二百', '200'],
    ['七割', '7割'],
  ],
  short: bars('はい|そうですね|なるほど|了解です|ええ|分かりました|お願いします'),
  fillers: bars('えっと|あの|まあ'),
  syllables: bars('クラ|メル|ノバ|リン|トス|ベガ|サイ|ロン|フィ|ガル'),
  script: lines(`
    本日はお忙しい中お集まりいただきありがとうございます
    ただいまより決算説明会を開始いたします
    質疑応答は説明の後にお受けいたします
    なおこの会議は録音されています`),
  titles: bars('週次定例|決算説明会|営業会議'),
}
