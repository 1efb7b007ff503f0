import { randomUUID } from 'node:crypto';
import ical from 'ical-generator';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { type Context, Markup, Scenes, session, Telegraf } from 'telegraf';
import { CONTROLS } from './resident.js';

// The booking as telegraf's own WizardScene has it, with its in-memory session: the same questions with the same
// buttons, the same checks, the same calls of the Bot API, and nothing durable. What can go out together does.

const SERVICES = ['上门量血压', '老人上门理发', '家电安全检查', '上门收材料'];
const NOTICE = '我只记下办事要用的信息，给要上门的工作人员看。\n想看我记了什么，随时发“隐私”。';
const KEEP = ['都记住', '只记地址', '只记电话', '不用记'];
const PLACES = 1000;

interface Booking {
  service: string;
  day: string;
  time: string;
  address: string;
  phone: string;
}
interface Kept extends Scenes.WizardSessionData {
  booking: Partial<Booking>;
  options: readonly string[];
  text: string;
}
type Wizard = Scenes.WizardContext<Kept>;

const format = new Intl.DateTimeFormat('zh-Hans', {
  month: 'long',
  day: 'numeric',
  weekday: 'short',
  timeZone: 'Asia/Shanghai',
});
const known = new Set<number>();
const taken = new Map<string, number>();
let numbers = 0;

const days = () =>
  Array.from({ length: 9 }, (_, ahead) => format.format(Date.now() + (ahead + 1) * 86_400_000));
const times = () =>
  Array.from(
    { length: 11 },
    (_, slot) => `${String(8 + Math.floor(slot / 2)).padStart(2, '0')}:${slot % 2 === 0 ? '30' : '00'}`,
  );

const keyboard = (options: readonly string[], of: readonly string[] = CONTROLS) => {
  const button = (text: string, index: number) => Markup.button.callback(text, `${index}:${options.length}`);
  return Markup.inlineKeyboard([
    ...Array.from({ length: Math.ceil(options.length / 2) }, (_, row) =>
      options.slice(row * 2, row * 2 + 2).map((text, column) => button(text, row * 2 + column)),
    ),
    of.map((text, index) => Markup.button.callback(text, `control:${index}`)),
  ]);
};

/** Asks with options, and remembers them. */
async function ask(ctx: Wizard, text: string, options: readonly string[]): Promise<void> {
  ctx.scene.session.options = options;
  ctx.scene.session.text = text;
  await ctx.reply(text, { ...keyboard(options), link_preview_options: { is_disabled: true } });
}

/** The option that was pressed, or null; with the two courtesies that go with it. */
function pressed(ctx: Wizard): { value: string; shown: Promise<unknown> } | null {
  const query = ctx.callbackQuery;
  if (!query || !('data' in query)) return null;
  const value = ctx.scene.session.options[Number(query.data.split(':')[0])];
  if (value === undefined) return null;
  return {
    value,
    shown: Promise.all([ctx.answerCbQuery(), ctx.editMessageText(`${ctx.scene.session.text}\n\n✓ ${value}`)]),
  };
}

const wordsOf = (ctx: Context) => (ctx.message && 'text' in ctx.message ? ctx.message.text : '');
const place = ({ service, day, time }: Partial<Booking>) => `${service} ${day} ${time}`;

const wizard = new Scenes.WizardScene<Wizard>(
  'book',
  async ctx => {
    ctx.scene.session.booking = {};
    const id = ctx.from?.id ?? 0;
    const first = !known.has(id);
    known.add(id);
    await ask(ctx, first ? `想约哪一项？\n\n${NOTICE}` : '想约哪一项？', SERVICES);
    return ctx.wizard.next();
  },
  async ctx => {
    const choice = pressed(ctx);
    if (!choice) return;
    ctx.scene.session.booking.service = choice.value;
    const asked = ask(ctx, '哪天方便？点一个，或者直接说“明天”“下周二”。', days());
    await Promise.all([choice.shown, asked]);
    return ctx.wizard.next();
  },
  async ctx => {
    const choice = pressed(ctx);
    if (!choice) return;
    const { booking } = ctx.scene.session;
    booking.day = choice.value;
    const free = times().filter(time => (taken.get(place({ ...booking, time })) ?? 0) < PLACES);
    await Promise.all([choice.shown, ask(ctx, `${choice.value}有这些时间，几点来好？`, free)]);
    return ctx.wizard.next();
  },
  async ctx => {
    const choice = pressed(ctx);
    if (!choice) return;
    ctx.scene.session.booking.time = choice.value;
    await Promise.all([choice.shown, ask(ctx, '上门到哪里？请写楼栋、单元和门牌。', [])]);
    return ctx.wizard.next();
  },
  async ctx => {
    const address = wordsOf(ctx).trim();
    if (address.length < 4 || address.length > 120) return;
    ctx.scene.session.booking.address = address;
    await ctx.reply('留个电话，上门前好联系您。', {
      ...Markup.keyboard([
        [Markup.button.contactRequest('📱 发送我的手机号')],
        CONTROLS.slice(0, 2),
        CONTROLS.slice(2),
      ])
        .oneTime()
        .resize(),
      link_preview_options: { is_disabled: true },
    });
    return ctx.wizard.next();
  },
  async ctx => {
    const phone = parsePhoneNumberFromString(wordsOf(ctx), 'CN');
    if (!phone?.isValid()) {
      await ctx.reply('这个电话号码好像不对。比如：13812345678，座机请加区号\n\n留个电话，上门前好联系您。', {
        ...Markup.keyboard([
          [Markup.button.contactRequest('📱 发送我的手机号')],
          CONTROLS.slice(0, 2),
          CONTROLS.slice(2),
        ])
          .oneTime()
          .resize(),
        link_preview_options: { is_disabled: true },
      });
      return;
    }
    const { booking } = ctx.scene.session;
    booking.phone = phone.number;
    const { service, day, time, address } = booking;
    const summary = `您看对不对：\n${service}\n${day} ${time}\n地址：${address}\n电话：${phone.formatNational()}`;
    await ask(ctx, summary, [
      '确认提交',
      `改服务：${service}`,
      `改日期：${day}`,
      `改时间：${time}`,
      `改地址：${address}`,
      '改电话',
    ]);
    return ctx.wizard.next();
  },
  async ctx => {
    const choice = pressed(ctx);
    if (!choice) return;
    const { booking } = ctx.scene.session;
    const count = taken.get(place(booking)) ?? 0;
    if (count >= PLACES) return;
    taken.set(place(booking), count + 1);
    numbers += 1;
    const number = `YY-${String(numbers).padStart(4, '0')}`;
    const calendar = ical({ prodId: { company: 'Linli', product: 'bench', language: 'ZH' } });
    const start = new Date(Date.now() + 86_400_000);
    calendar.createEvent({
      id: randomUUID(),
      start,
      end: new Date(start.getTime() + 1_800_000),
      summary: `${booking.service} ${number}`,
      location: booking.address ?? '',
    });
    const text = `约好了！预约号 ${number}\n${booking.day} ${booking.time}，${booking.service}\n来不了请早点说：发“改时间”或“取消预约”。\n\n另外问一句：要不要我记住地址（${booking.address}）、电话（${booking.phone}），下次不用再填？`;
    ctx.scene.session.options = KEEP;
    ctx.scene.session.text = text;
    const file = { source: Buffer.from(calendar.toString()), filename: `${number}.ics` };
    const told = ctx.replyWithDocument(file, { caption: text, ...keyboard(KEEP) });
    await Promise.all([choice.shown, told]);
    return ctx.wizard.next();
  },
  async ctx => {
    const query = ctx.callbackQuery;
    if (!query || !('data' in query)) return;
    await Promise.all([
      ctx.answerCbQuery(),
      ctx.editMessageCaption(`${ctx.scene.session.text}\n\n✓ 不用记`),
      ctx.reply('好，不记。', Markup.removeKeyboard()),
    ]);
    return ctx.scene.leave();
  },
);

const bot = new Telegraf<Wizard>(process.env.TELEGRAM_BOT_TOKEN ?? '', {
  telegram: { apiRoot: process.env.TELEGRAM_API_ROOT ?? '' },
});
bot.use(session());
bot.use(new Scenes.Stage([wizard]).middleware());
bot.command('book', ctx => ctx.scene.enter('book'));
bot.catch(error => console.error(error));
bot
  .launch(() => console.log('open'))
  .catch(error => {
    console.error(error);
    process.exit(1);
  });
process.once('SIGTERM', () => bot.stop('SIGTERM'));
