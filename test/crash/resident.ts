import type { SeededChance } from '../clock.js';
import { type BotMessage, buttonsOf, type FakeTelegram, type FakeUser } from '../fakes/telegram/index.js';
import { asked, bookedNumber, STEPS, TAKEN } from './prompts.js';

const SERVICES = {
  'zh-Hans': ['上门量血压', '老人上门理发', '家电安全检查', '上门收材料'],
  en: ['Blood-pressure visit', 'Haircut at home for elders', 'Appliance safety check', 'Paperwork pick-up'],
};
const WORDS = {
  'zh-Hans': { begin: ['预约', '我想预约上门服务'], yes: '确认提交', same: '还是上次的', no: '不用记' },
  en: {
    begin: ['/book', 'I would like to book a home visit'],
    yes: 'Yes, send it',
    same: 'As last time',
    no: "No, don't",
  },
};
const CONTROLS = ['帮助', '返回', '取消', '人工', 'Help', 'Back', 'Cancel', 'A person'];

/**
 * Somebody who books visits in Telegram, one after another. They read what comes, think for a moment, and answer
 * the newest question; they never ask twice, so that an answer that is lost leaves them waiting. They are in a
 * hurry now and then: they tap twice, and the network delivers what they said once more.
 */
export class CrashResident {
  readonly user: FakeUser;
  readonly locale: 'zh-Hans' | 'en';
  readonly address: string;
  /** As typed; kept with +86 before it. */
  readonly phone: string;
  /** How many bookings they have begun. */
  asked = 0;
  /** The numbers of the bookings that they were told of. */
  readonly numbers: string[] = [];
  /** Messages that came once more after a crash. */
  repeats = 0;
  /** What must not happen, in words. */
  readonly complaints: string[] = [];
  readonly #api: FakeTelegram;
  readonly #chance: SeededChance;
  readonly #wanted: number;
  readonly #more: () => boolean;
  #read = 0;
  /** Messages of ours that have not been answered. */
  #owed = 0;
  /** The last question, as a place in the order of the conversation; -1: none was asked yet. */
  #at = -1;
  #booking = false;
  #mistyped = false;
  #wentBack = false;

  /** `more`: whether new bookings are still to be begun. */
  constructor(parts: {
    api: FakeTelegram;
    chance: SeededChance;
    place: number;
    wanted: number;
    more: () => boolean;
  }) {
    const { api, chance, place } = parts;
    this.#api = api;
    this.#chance = chance;
    this.#wanted = parts.wanted;
    this.#more = parts.more;
    this.locale = place % 4 === 3 ? 'en' : 'zh-Hans';
    this.user = api.user({ name: `居民${place}`, locale: this.locale === 'en' ? 'en' : 'zh-hans' });
    this.address = `惠民苑${place}号楼${place}单元${100 + place}`;
    this.phone = `1380000${String(1000 + place)}`;
  }

  /** In the middle of a booking. */
  get busy(): boolean {
    return this.#booking || this.#owed > 0;
  }

  /** Where they are, for whoever looks at a failure. */
  get where(): string {
    const last = this.user.chat.sent.at(-1)?.text.replaceAll('\n', ' / ').slice(0, 80) ?? 'nothing came';
    return `${this.user.user.first_name}: owed ${this.#owed}, at ${STEPS[this.#at] ?? 'the beginning'}, last: ${last}`;
  }

  /** Books until enough is booked or no more is to be begun. Rejects when `giveUp` does. */
  async live(giveUp: Promise<never>): Promise<void> {
    await this.#think();
    while (this.asked < this.#wanted && this.#more() && this.complaints.length === 0) {
      this.asked += 1;
      this.#booking = true;
      this.#at = -1;
      this.#mistyped = false;
      this.#type(this.#chance.pick(WORDS[this.locale].begin));
      while (this.#booking && this.complaints.length === 0) {
        const message = await Promise.race([this.#answer(), giveUp]);
        await this.#think();
        this.#act(message);
      }
    }
  }

  /** The newest message, once everything that was said has been answered. */
  async #answer(): Promise<BotMessage> {
    const { chat } = this.user;
    for (;;) {
      const message = await chat.until(() => chat.sent[this.#read], 0);
      this.#read += 1;
      if (this.#isRepeat(message)) this.repeats += 1;
      else {
        this.#owed -= 1;
        if (this.#owed < 0) this.complaints.push(`was answered more than once: ${message.text}`);
        this.#listen(message);
      }
      if (this.#owed <= 0) return message;
    }
  }

  /** A reply that was on its way when the process was killed may come again: the very same one, right after itself. */
  #isRepeat(message: BotMessage): boolean {
    const before = this.user.chat.sent[this.#read - 2];
    return before !== undefined && sameMessage(before, message);
  }

  /** Takes in what a message says, and notes what it should not say. */
  #listen({ text }: BotMessage): void {
    const number = bookedNumber(text);
    if (number !== null) {
      this.numbers.push(number);
      this.#at = STEPS.indexOf('keep');
    }
    const step = asked(text);
    // The answer to a second tap on something that was over may come before the first question.
    if (step === null) {
      if (this.#at >= 0 && this.#at < STEPS.indexOf('keep'))
        this.complaints.push(`lost their place: ${text}`);
      return;
    }
    const at = STEPS.indexOf(step);
    if (at < this.#at && !TAKEN.test(text) && !this.#wentBack) {
      this.complaints.push(`put back from ${STEPS[this.#at]} to ${step}: ${text}`);
    }
    this.#wentBack = false;
    this.#at = at;
    if (step === 'confirm' && !(text.includes(this.address) && text.includes(this.phone.slice(-4)))) {
      this.complaints.push(`was shown something else than they typed: ${text}`);
    }
  }

  #act(message: BotMessage): void {
    const words = WORDS[this.locale];
    const step = asked(message.text);
    const chance = this.#chance;
    const told = this.numbers.length === this.asked;
    if (!told && (step === null || step === 'keep')) this.#complain(message);
    // Some answer whether their address is to be kept, some just go on.
    else if (step === null || (step === 'keep' && chance.chance(0.3))) this.#booking = false;
    else if (step === 'keep')
      this.#press(chance.chance(0.5) ? words.no : chance.pick(optionsOf(message)), message);
    else if (step === 'confirm') this.#press(words.yes, message);
    else if (step === 'address' || step === 'phone') this.#fillIn(step, message);
    else if (step === 'service' && chance.chance(0.3)) this.#type(chance.pick(SERVICES[this.locale]));
    else if (step !== 'service' && chance.chance(0.06)) this.#goBack();
    else this.#choose(message);
  }

  #fillIn(step: 'address' | 'phone', message: BotMessage): void {
    const before = optionsOf(message).find(label => label.startsWith(WORDS[this.locale].same));
    if (before !== undefined && this.#chance.chance(0.5)) this.#press(before, message);
    else if (step === 'address') this.#type(this.address);
    else if (!this.#mistyped && this.#chance.chance(0.25)) {
      this.#mistyped = true;
      this.#type(this.phone.slice(0, 8));
    } else this.#type(this.phone);
  }

  #goBack(): void {
    this.#wentBack = true;
    this.#type(this.locale === 'en' ? 'back' : '返回');
  }

  /** The first few are what most people take: there it is tight. */
  #choose(message: BotMessage): void {
    const options = optionsOf(message);
    const [first] = options;
    if (first === undefined) {
      this.#complain(message);
      return;
    }
    const label = this.#chance.pick(this.#chance.chance(0.7) ? options.slice(0, 3) : options);
    if (this.#chance.chance(0.25)) this.#type(label);
    else this.#press(label, message);
  }

  #complain(message: BotMessage): void {
    this.complaints.push(`does not know what to do: ${message.text}`);
    this.#booking = false;
  }

  #type(text: string): void {
    this.user.says(text);
    this.#owed += 1;
    this.#again();
  }

  #press(label: string, message: BotMessage): void {
    this.user.presses(label, message);
    this.#owed += 1;
    this.#again();
    if (!this.#chance.chance(0.15)) return;
    this.user.presses(label, message);
    this.#owed += 1;
  }

  /** The network delivers it once more. */
  #again(): void {
    if (this.#chance.chance(0.1)) this.#api.updates.again();
  }

  #think(): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, 10 + this.#chance.below(240)));
  }
}

function sameMessage(one: BotMessage, other: BotMessage): boolean {
  return one.text === other.text && JSON.stringify(one.markup) === JSON.stringify(other.markup);
}

function optionsOf(message: BotMessage): string[] {
  return buttonsOf(message)
    .filter(button => button.callback_data !== undefined && !CONTROLS.includes(button.text))
    .map(button => button.text);
}
