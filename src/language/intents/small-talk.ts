import { fold } from '../fold.js';
import { withoutMentions } from './mentions.js';

export type SmallTalk = 'who' | 'greeting' | 'help' | 'thanks' | 'person' | 'cancel' | 'fine' | 'upset';

const WORDS: Readonly<Record<SmallTalk, string>> = {
  who: '你是谁|您是谁|你是什么|你是机器人|你是机器人吗|您是机器人吗|是机器人吗|你是真人|你是真人吗|你是人吗|你是人还是机器人|你是ai吗|你叫什么|你叫什么名字|who are you|what are you|are you a robot|are you a bot|are you human|are you a human|are you a person|are you a real person|are you real|are you ai|what is your name',
  greeting:
    '你好|您好|大家好|嗨|哈喽|哈啰|早|早安|早上好|上午好|中午好|下午好|晚上好|晚安|在吗|在不在|有人吗|小惠|小惠好|小惠你好|hello|hi|hey|good morning|good afternoon|good evening|hello there|hi there|xin chào|chào|chào bạn',
  help: '帮助|菜单|你们能干嘛|你能干嘛|能干嘛|能干什么|能做什么|你们能做什么|你们能干什么|你们能办什么|能办什么|功能|说明|使用说明|怎么用|怎么使用|你能做什么|你能干什么|你会干什么|你会干啥|你能干啥|你会什么|你会做什么|能帮我做什么|有什么功能|有哪些功能|可以做什么|help|menu|start|what can you do|how does this work|trợ giúp|giúp|menu chính',
  thanks:
    '谢谢|真棒|你真棒|你真好|谢谢你|谢谢您|多谢|感谢|非常感谢|谢了|谢啦|辛苦|辛苦了|麻烦了|麻烦你了|太好了谢谢|好的谢谢|thanks|thank you|thank you very much|thx|many thanks|cheers|cảm ơn|cám ơn',
  person:
    '人工|转人工|人工客服|人工服务|找人工|真人|活人|有真人吗|有没有真人|找工作人员|叫工作人员来|我要找人|找个人|我要人工|接人工|人呢|客服|person|human|agent|operator|staff|real person|talk to a person|talk to a human|speak to someone|i want a person|gặp nhân viên|nhân viên',
  // Nothing is wanted: a talk is coming to its end.
  fine: '是|是的|对|对的|不|不是|yes|yeah|yep|no|nope|sure|好|好的|好滴|好嘞|行|可以|嗯|嗯嗯|哦|噢|知道了|我知道了|明白|明白了|懂了|收到|了解|没事|没事了|不用了|不用|没有了|没了|就这样|先这样|再见|拜拜|回头见|回见|ok|okay|okey|fine|good|great|alright|all right|i see|got it|understood|no problem|that is all|thats all|bye|goodbye|bye bye|see you|no thanks|no thank you|được|tạm biệt',
  upset:
    '滚|滚蛋|傻|傻子|傻瓜|你傻吗|你是傻子吗|你是傻子|蠢|笨蛋|白痴|智障|废物|没用|真没用|有病|你有病吗|什么玩意|什么破玩意|垃圾机器人|骗子|去死|烦死了|烦人|气死我了|我要投诉|投诉|投诉你们|我要投诉你们|差评|stupid|idiot|useless|you are useless|shut up|fuck|fuck you|fuck off|damn|go away|this is useless|bullshit|you are stupid|i want to complain|complaint',
  cancel:
    '取消|退出|算了|不办了|不弄了|停|停止|cancel|stop|quit|exit|never mind|nevermind|forget it|hủy|thôi',
};
const KINDS = Object.keys(WORDS) as SmallTalk[];
/** A wish for a person inside a sentence: 给我转个人工, can I talk to a real person. */
const PERSON =
  /(?:转|找|要|叫|接|换|喊)(?:个|一下|到|一个)?(?:人工|真人|活人|工作人员|客服)|(?:talk|speak|chat)(?:ing)? (?:to|with) (?:a |an |the |some)?(?:real |human )?(?:person|human|someone|somebody|staff|agent|people|one)/u;
const FILLERS = /(?:请问|请|麻烦|啊|呀|吧|呢|哦|哈|啦|嘛|了|的|，|。|！|？|～|~|[!?,.;:、…]|\s)/gu;
const EXACT = new Map(
  KINDS.flatMap(kind =>
    // A word that is politeness and nothing else (麻烦了) stands for itself.
    WORDS[kind].split('|').map(word => [squeeze(word) || fold(word).text, kind] as const),
  ),
);
const LONGEST = 24;

/** Greetings, thanks and the words that work everywhere; only when a message is nothing else. */
export function smallTalk(text: string): SmallTalk | null {
  const folded = fold(withoutMentions(text.slice(0, 200)))
    .text.replace(/^\//, '')
    .trim();
  if (folded === '' || folded.length > 60) return null;
  const bare = squeeze(folded);
  const exact = EXACT.get(folded);
  if (exact !== undefined) return exact;
  // Nothing but signs: somebody who asks what this is, or a slip of the finger.
  if (bare === '') return /[?？]/u.test(folded) ? 'help' : null;
  if (bare.length <= LONGEST) {
    const kind = EXACT.get(bare);
    if (kind !== undefined) return kind;
  }
  return PERSON.test(folded) && folded.length <= 30 ? 'person' : null;
}

function squeeze(text: string): string {
  return fold(text).text.replace(FILLERS, '');
}
