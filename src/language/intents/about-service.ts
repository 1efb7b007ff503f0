import { fold } from '../fold.js';

/** What people ask about a service: what it costs, who comes, for whom it is. */
const ASKS =
  /收费|收钱|收不收|要钱|花钱|给钱|多少钱|几块钱|免费|费用|价格|价钱|谁来|谁上门|谁会来|什么人来|哪个来|谁可以约|哪些人可以|\b(?:costs?|price|fees?|free|charged?|charges|how much|pay|who (?:comes|will come|is coming|can book))\b/u;
/** What may stand beside it without making it a question about something else. */
const BESIDE =
  /上门|服务|预约|这个|那个|这|那|要|不要|是不是|是|会|来|家里|到家|你们|您们|怎么|多少|大概|一次|都|的|吗|呢|啊|呀|吧|么|请问|\b(?:it|this|that|does|do|is|are|will|the|a|an|any|for|to|me|you|have|i|we|there|must|much|how|home|visits?|service|services|booking|money|something|anything|please)\b|[\s?？!！。.,，、~～'’]+/gu;
const LONGEST = 40;

/** Whether a text asks about a service, and whether about nothing besides: then it need not name one. */
export function aboutService(text: string): { readonly asks: boolean; readonly bare: boolean } {
  const said = fold(text, LONGEST + 1).text;
  const asks = said.length <= LONGEST && ASKS.test(said);
  return { asks, bare: asks && said.replace(new RegExp(ASKS, 'gu'), '').replace(BESIDE, '') === '' };
}
