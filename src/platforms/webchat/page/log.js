import { attachment } from './attachment.js';
import { locale, words } from './words.js';

const QUIET = 10 * 60_000;
/** An address, or an emergency number that is not part of a longer one (no look-behind: old iPhones cannot read it). */
const LINKS =
  /(https?:\/\/[^\s<>"'，。；！？）]+)|(^|[^\d-])(110|119|120|122|12345|12348|12355|12356)(?![\d-])/g;

/** The conversation on the screen. `log` is its element, `bot` the bot's name, `press(entry, choice)` a button taken. */
export function openLog(log, bot, press) {
  /** By number: entries of the desk that have buttons. By post: bubbles of the visitor. */
  const menus = new Map();
  const posts = new Map();
  /** By number: what the desk said, with its entry, so that it can be changed. */
  const told = new Map();
  let lastAt = 0;
  let busy = null;

  function add(from, at, lang) {
    separate(at);
    const item = document.createElement('article');
    item.className = from === 'visitor' ? 'from-visitor' : 'from-desk';
    if (lang && lang !== locale) item.lang = lang;
    log.append(item);
    return item;
  }

  function separate(at) {
    if (at - lastAt > QUIET) {
      const line = document.createElement('p');
      line.className = 'when';
      const time = document.createElement('time');
      time.dateTime = new Date(at).toISOString();
      time.textContent = when(at);
      line.append(time);
      log.append(line);
    }
    lastAt = Math.max(at, lastAt);
  }

  function bubble(item, who, text, links) {
    const paragraph = document.createElement('p');
    paragraph.className = 'bubble';
    const name = document.createElement('span');
    name.className = 'unseen';
    name.textContent = `${who}: `;
    paragraph.append(name, ...(links ? linked(text) : [text]));
    item.append(paragraph);
    return paragraph;
  }

  function close(menu) {
    if (menu.closed) return;
    menu.closed = true;
    menu.group.classList.add('closed');
    for (const button of menu.group.children) {
      // Not `disabled`: that would throw the keyboard's focus back to the top of the page.
      button.setAttribute('aria-disabled', 'true');
      button.tabIndex = -1;
    }
  }

  function choose(number, isChosen) {
    const menu = menus.get(Number(number));
    if (menu === undefined) return;
    close(menu);
    for (const button of menu.group.children) {
      if (!isChosen(button)) continue;
      button.classList.add('chosen');
      button.setAttribute('aria-label', words.chosen(button.textContent));
    }
  }

  function addMenu(item, entry) {
    const group = document.createElement('div');
    group.className = 'choices';
    group.setAttribute('role', 'group');
    const widest = Math.max(...entry.choices.map(({ label }) => width(label)));
    if (widest <= 15) group.classList.add('short');
    if (widest <= 8) group.classList.add('tiny');
    const menu = { group, from: entry.from, closed: false };
    for (const choice of entry.choices) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'choice';
      button.textContent = choice.label;
      button.dataset.token = choice.token;
      button.addEventListener('click', () => {
        if (!menu.closed) press(entry, choice);
      });
      group.append(button);
    }
    item.append(group);
    menus.set(entry.number, menu);
  }

  function addDesk(entry) {
    busy?.remove();
    busy = null;
    if (entry.settles) choose(entry.settles.messageId, button => button.textContent === entry.settles.label);
    // A new answer closes the menu before it; a reminder in between does not take the open question away.
    if (entry.from === 'reply') {
      for (const menu of menus.values()) if (menu.from === 'reply') close(menu);
    }
    if (entry.text === '' && !entry.files?.length && !entry.choices?.length) return;
    const item = add('desk', entry.at, entry.locale);
    fill(item, entry);
    told.set(entry.number, { item, entry });
  }

  function fill(item, entry) {
    if (entry.text !== '') bubble(item, bot, entry.text, true);
    for (const file of entry.files ?? []) item.append(attachment(file));
    if (entry.choices?.length) addMenu(item, entry);
  }

  /** What was said is now something else, or was taken back. The files of a message stay. */
  function change({ changes, gone, text, choices }) {
    const known = told.get(changes);
    if (known === undefined) return;
    menus.delete(changes);
    if (gone) {
      told.delete(changes);
      known.item.remove();
      return;
    }
    known.entry = { ...known.entry, text, choices };
    known.item.replaceChildren();
    fill(known.item, known.entry);
  }

  return {
    /** Shows an entry of the mailbox. */
    entry(entry) {
      if (entry.changes) return change(entry);
      if (entry.from !== 'visitor') return addDesk(entry);
      if (entry.press?.messageId)
        choose(entry.press.messageId, button => button.dataset.token === entry.press.token);
      this.own({
        post: entry.post,
        text: entry.text,
        at: entry.at,
        lang: entry.locale,
        photo: entry.photo,
      });
    },
    /** Shows what the visitor said, unless it is shown already. */
    own({ post, text, at, lang, photo }) {
      if (posts.has(post)) return;
      const item = add('visitor', at, lang);
      if (photo) {
        const picture = document.createElement('img');
        picture.src = photo;
        picture.alt = words.yourPhoto;
        picture.className = 'picture';
        picture.addEventListener('load', () => item.dispatchEvent(new Event('grown', { bubbles: true })));
        item.append(picture);
      } else bubble(item, words.you, text, false);
      posts.set(post, { item });
    },
    choose,
    /** A word under the visitor's own bubble, with buttons if something can be done; null takes it away. */
    note(post, text, actions = []) {
      const own = posts.get(post);
      if (own === undefined) return;
      own.note?.remove();
      own.note = undefined;
      if (text === null) return;
      own.note = document.createElement('p');
      own.note.className = 'note';
      own.note.append(text);
      for (const { label, run } of actions) {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = label;
        button.addEventListener('click', run);
        own.note.append(' ', button);
      }
      own.item.append(own.note);
    },
    remove(post) {
      posts.get(post)?.item.remove();
      posts.delete(post);
    },
    /** Three dots, until the desk answers. */
    typing() {
      busy?.remove();
      busy = document.createElement('div');
      busy.className = 'from-desk';
      const dots = document.createElement('p');
      dots.className = 'bubble dots';
      dots.append(...[1, 2, 3].map(() => document.createElement('i')));
      dots.setAttribute('aria-label', words.typing(bot));
      busy.append(dots);
      log.append(busy);
    },
    calm() {
      busy?.remove();
      busy = null;
    },
    /** Forgets everything but the welcome. */
    clear() {
      menus.clear();
      told.clear();
      posts.clear();
      lastAt = 0;
      busy = null;
      for (const item of log.querySelectorAll(
        ':scope > article, :scope > .when, :scope > .from-desk:not(.welcome)',
      ))
        item.remove();
    },
  };
}

/** Text with its addresses and emergency numbers made into links. */
function linked(text) {
  const parts = [];
  let from = 0;
  for (const { 0: whole, 1: address, 2: before = '', 3: number, index } of text.matchAll(LINKS)) {
    const link = document.createElement('a');
    link.textContent = address ?? number;
    link.href = address ?? `tel:${number}`;
    if (address) {
      link.target = '_blank';
      link.rel = 'noopener';
    }
    parts.push(text.slice(from, index) + before, link);
    from = index + whole.length;
  }
  parts.push(text.slice(from));
  return parts;
}

/** In half-width characters. */
function width(text) {
  return [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 2 : 1), 0);
}

function when(at) {
  const sameDay = new Date(at).toDateString() === new Date().toDateString();
  const day = sameDay ? {} : { month: 'long', day: 'numeric', weekday: 'short' };
  return new Intl.DateTimeFormat(locale, { ...day, hour: '2-digit', minute: '2-digit' }).format(at);
}
