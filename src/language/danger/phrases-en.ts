import type { DangerKind } from './kinds.js';

export const IDIOMS_EN = [
  "fire (?:drill|sale|safety|door|exit|escape|alarm (?:test|check)|extinguisher|station|prevention|works?|pit|insurance)|fire(?:works?|place|fly|fighters?|wall)|(?:you(?:’|')?re|you are|team is|he(?:’|')?s|she(?:’|')?s|band is|we(?:’|')?re) on fire(?! and)",
  'gas (?:station|bill|price|fee|meter|card|company|stove|account)s?',
  'dying (?:to|for)|to die for|kill(?:ing)? (?:time|it|for)|(?:is|are|was|were) killing me|die (?:laughing|of (?:boredom|embarrassment|heat))|dead (?:tired|line|serious)|suicide squad|bored to death|scared to death|(?:tired|starving|freezing) to death',
  "hit me up|(?:hit|beat) me (?:to it|with (?:a|the|your|some)|at|in (?:chess|cards|the game|mahjong)|by)|beat(?:s|ing)? the (?:heat|traffic|queue)|hit(?:s|ting)? the (?:gym|road)|can't beat|heart attack prices?",
  'stroke (?:order|of|rehab|recovery|survivor|patient|prevention)|strokes|had a (?:stroke|heart attack) (?:last|in|\\d|two|three|years)|(?:take|took|takes) my breath away|choking hazard|breathing (?:class|exercise)s?',
  // Vietnamese
  'cháy (?:hàng|túi|vé|phố)|(?:mệt|đói|buồn cười|nóng|lạnh|nhớ|vui|chán) (?:muốn|gần) chết|đánh (?:tôi|em) (?:điện thoại|máy)|đánh (?:bài|cờ|răng|máy|giá)',
] as const;

const WHO =
  '(?:husband|wife|boyfriend|girlfriend|ex|partner|father|dad|mother|mom|mum|son|brother|uncle|boss|foreman|landlord|neighbou?r|roommate|someone|somebody|(?:a|the|this|some) (?:man|guy|person|stranger|woman)|he|she|they|people|guard)';
const HITS =
  '(?:hits?|is hitting|was hitting|keeps? hitting|beats?|is beating|keeps? beating|beat|has beaten|punche[sd]|is punching|kick(?:s|ed)|is kicking|slap(?:s|ped)|chok(?:es|ed)|strangle[sd]|stab(?:s|bed)|attack(?:s|ed)|is attacking|assaulted|raped|molested|hurts?|is hurting|abuse[sd]?|is abusing|shot|wants to kill|is going to kill|threaten(?:s|ed)? to kill|tried to kill)';
const ME =
  '(?:me|us|him|her|them|my (?:mother|mom|mum|father|dad|wife|husband|son|daughter|kids?|child(?:ren)?|brother|sister)|(?:a|the|an|his|her) (?:man|woman|child|kid|wife|girl|boy|worker)|people)';
const BODY = '(?:he|she|i|they|my [a-z]+(?: [a-z]+)?|someone|somebody|(?:a|the|an) [a-z]+(?: [a-z]+)?)';

/** What English and Vietnamese speakers say in danger. Bounded repetition only. */
export const PHRASES_EN: Readonly<Record<DangerKind, readonly string[]>> = {
  fire: [
    "\\bon fire\\b|\\bcaught fire\\b|\\b(?:there(?:'s|’s| is)|it(?:'s|’s| is)) (?:a )?(?:big |huge )?fire\\b|\\bfire (?:in|at|on|inside|next) (?:the|my|our|building|door|room|floor)|^fire!|\\bfire!+|\\b(?:house|kitchen|flat|apartment|building|room|roof|battery|e-?bike|scooter)(?: is|'s|’s) (?:burning|smoking|in flames)|\\bburning down\\b|\\b(?:heavy|thick|black|lots of|so much) smoke\\b|\\bsmoke in\\b|\\bsmoke (?:is )?(?:coming|pouring) (?:out|from)|\\bexplosion\\b|\\bexploded\\b|\\bsmell(?:s|ing)? (?:of )?(?:burning|smoke)\\b",
    'cháy (?:nhà|rồi|lớn|to)|đang cháy|bị cháy|bốc cháy|hỏa hoạn|hoả hoạn|khói nhiều|nổ bình gas',
  ],
  gas: [
    '\\bsmell(?:s|ed|ing)?(?: \\w{1,8}){0,3} gas\\b|\\bgas(?: is)? leak(?:s|ing|age)?\\b|\\bleaking gas\\b|\\bgas smell\\b|\\bsmell of gas\\b|\\bodou?r of gas\\b|\\brotten eggs? smell',
    'rò (?:rỉ )?(?:khí )?ga[sz]?\\b|mùi (?:khí )?ga[sz]?\\b|(?:xì|hở) (?:bình )?ga[sz]?\\b',
  ],
  medical: [
    '\\bchest (?:pains?|hurts?|is (?:hurting|tight|killing)|(?:feels |is )?(?:very |so )?(?:tight|heavy)|tightness|aches?)\\b|\\bpain in (?:my|his|her|the) (?:chest|heart)\\b|\\bheart attack\\b|\\bcardiac arrest\\b|\\b(?:a|having a|had a) stroke\\b|\\b(?:having|has|had) a seizure\\b|\\bconvulsi',
    "\\b(?:can(?:'|’)?t|cannot|can not|couldn(?:'|’)?t|unable to|not able to|hard to|struggling to) (?:breathe|breath)\\b|\\b(?:trouble|difficulty|problems?) breathing\\b|\\b(?:not|stopped|isn(?:'|’)?t) breathing\\b|\\bshort(?:ness)? of breath\\b|\\bsuffocat",
    `\\b${BODY} (?:has |have |just |is |was )?(?:passed out|collapsed|fainted|unconscious|choking|drowning)\\b|\\bunconscious\\b|\\bwon(?:'|’)?t wake up\\b|\\b(?:can(?:'|’)?t|cannot) wake (?:him|her|them|my)\\b|\\bunresponsive\\b|\\bnot responding to me\\b`,
    "\\bbleeding (?:a lot|heavily|badly|out|non-?stop|won)|\\b(?:won(?:'|’)?t|can(?:'|’)?t) stop (?:the )?bleeding\\b|\\belectrocuted\\b|\\belectric shock\\b|\\b(?:was|been|is) poisoned\\b|\\bfood poisoning\\b|\\bcarbon monoxide\\b|\\boverdosed?\\b|\\bswallowed (?:a |some )?(?:battery|bleach|poison|pills)\\b|\\bwater broke\\b|\\bin labou?r\\b|\\bambulance\\b(?! fee| cost| price)|\\bfell (?:down|off|from)[^.!?]{0,40}(?:can(?:'|’)?t move|can(?:'|’)?t get up|bleeding|broke|unconscious)|\\b(?:hit|run over) by a (?:car|truck|bus)\\b",
    'đau (?:tức )?ngực|tức ngực|khó thở|không thở (?:được|nổi)|bất tỉnh|ngất (?:xỉu|rồi)|co giật|đột quỵ|đau tim|nhồi máu|chảy máu nhiều|cấp cứu|điện giật|đuối nước|ngộ độc',
  ],
  violence: [
    `\\b${WHO} (?:always |often |sometimes |just |has |keeps |is |was |again )?${HITS} ${ME}\\b`,
    "\\bdomestic (?:violence|abuse)\\b|\\b(?:i|we|she|he)(?: was|'m| am| is| were| got|’m| have been| has been| being| 've been)(?: being)? (?:beaten|hit|attacked|raped|assaulted|stabbed|robbed|mugged|abused|kidnapped|threatened|followed|stalked)\\b|\\bbeing beaten\\b|\\b(?:has|have|with|holding|carrying) a (?:knife|gun)\\b|\\bthreaten(?:s|ed|ing)? (?:me|us|to (?:kill|hurt|beat))\\b|\\bbreaking in(?:to)?\\b|\\bbroke into (?:my|our)\\b|\\bburglars?\\b|\\brobbery\\b|\\bkidnap|\\b(?:people|someone|they|men|neighbou?rs) (?:are |is )?fighting\\b|\\ba fight (?:broke|downstairs|outside)|\\bcall the police\\b|\\bwon(?:'|’)?t let me (?:leave|out)\\b",
    '(?:chồng|vợ|bố|ba|mẹ|chủ|ông chủ|sếp|cai|hàng xóm|họ|anh ta|nó|người ta)(?: \\S{1,6}){0,2} (?:đánh|đập|bóp cổ|đâm|chém) (?:tôi|em|tui|mẹ|con|vợ|anh|chị|người)|bị (?:\\S{1,6} ){0,2}(?:đánh|đập|cướp|hiếp|đâm|chém|bắt cóc)|bạo lực gia đình|giết (?:người|tôi|em)',
  ],
  suicide: [
    "\\bkill(?:ing)? myself\\b|\\bend(?:ing)? (?:my life|it all)\\b|\\b(?:want|wanna|going|wish i could|would rather|ready) (?:to )?die\\b|\\b(?:don(?:'|’)?t|do not|no longer|not) want to (?:live|be alive|go on living|be here any ?more)\\b|\\bno (?:reason|point|will)(?: to| in)? (?:live|living)\\b|\\bcan(?:'|’)?t go on (?:living|any ?more|like this)\\b|\\bsuicid(?:e|al)\\b(?! (?:prevention|hotline number list|rate))|\\btak(?:e|ing) my (?:own )?life\\b|\\b(?:better off|wish i (?:was|were)) dead\\b|\\b(?:hurt|cut|harm)(?:ting|ing)? myself\\b|\\bself[- ]harm|\\bjump(?:ing)? (?:off|from) (?:the|a|my) (?:roof|building|bridge|window|balcony)\\b|\\bfeel like dying\\b|\\bhang myself\\b",
    'muốn chết|tự tử|tự sát|không muốn sống|chán sống|kết thúc cuộc (?:đời|sống)',
  ],
  trapped: [
    '\\b(?:stuck|trapped) in(?:side)? (?:the|a|an|this|our) (?:lift|elevator)\\b|\\btrapped (?:in|inside|under)\\b|(?:kẹt|mắc kẹt) (?:trong )?thang máy',
  ],
  missing: [
    "\\bmy (?:child|kid|son|daughter|mother|father|mom|mum|dad|grandmother|grandfather|grandma|grandpa|boy|girl|baby)(?: is| has been| went|'s|’s)? (?:missing|lost(?! (?:his|her|their|my|the|a))|disappeared|gone missing)\\b|\\b(?:can(?:'|’)?t|cannot) find my (?:child|kid|son|daughter|mother|father|grandma|grandpa|baby)\\b|(?:con|bé|mẹ|bố) (?:tôi |em )?(?:bị )?(?:lạc|mất tích)",
  ],
  emergency: [
    "^help!+|\\bhelp me!|\\bsave (?:me|us|him|her)\\b|\\bit(?:'s|’s| is) an emergency\\b|\\bsos\\b|cứu (?:tôi|với|em|mạng)",
  ],
};
