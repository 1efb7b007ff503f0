import { openLine } from './line.js';
import { openLog } from './log.js';
import { openPane } from './pane.js';
import { shrink } from './photo.js';
import { openQueue } from './queue.js';
import { locale, words } from './words.js';

const { dataset } = document.documentElement;
const { base } = dataset;
const byId = id => document.getElementById(id);
const [logElement, state, form, text, controls, latest] = [
  'log',
  'state',
  'composer',
  'text',
  'controls',
  'latest',
].map(byId);
const bot = state.textContent;
/** Dots for an answer that takes longer than this, and for no longer than that, ms. */
const SLOW = 500;
const GIVE_UP = 12_000;

const log = openLog(logElement, bot, (entry, { token, label }) => {
  log.choose(entry.number, button => button.dataset.token === token);
  say({ press: { token, label, messageId: String(entry.number) } }, label);
});
let answerTimer = 0;
let saidAt = 0;
let answeredAt = 0;
/** Everything that was said before this page was opened has been shown. */
let caughtUp = false;

/** In the demo this page is one of two, within another. */
const pane = dataset.pane
  ? openPane({ say: said => say({ text: said }, said), focus: () => text.focus() })
  : null;

const queue = openQueue(base, {
  sent: post => {
    log.note(post, null);
    line.hurry();
    // The answer may come by the line before the word that the question has arrived.
    if (answeredAt < saidAt) expectAnswer();
  },
  waiting: post => log.note(post, words.waiting),
  refused: (item, message) =>
    log.note(item.post, message ?? words.refused, [
      { label: words.again, run: () => sayAgain(item) },
      { label: words.drop, run: () => log.remove(item.post) },
    ]),
});

const line = openLine(base, {
  entry(entry) {
    if (entry.changes) {
      log.entry(entry);
      return;
    }
    const stay = caughtUp && entry.from !== 'visitor' && !atBottom();
    log.entry(entry);
    if (entry.from !== 'visitor') {
      clearTimeout(answerTimer);
      answeredAt = performance.now();
      if (entry.from === 'reply') showPrompt(entry);
    }
    if (caughtUp && entry.from !== 'visitor') pane?.news();
    if (stay) latest.hidden = false;
    else if (caughtUp) toBottom();
  },
  ready() {
    if (caughtUp) return;
    caughtUp = true;
    for (const { post, text: said, press, at } of queue.leftOver())
      show(post, said ?? press?.label ?? '📍', at ?? Date.now());
    toBottom();
    // From here on new messages are read out; the old ones would have been a torrent.
    logElement.setAttribute('aria-live', 'polite');
    logElement.dataset.ready = 'yes';
    pane?.ready();
    begin();
  },
  reset() {
    log.clear();
    showPrompt({});
  },
  state(now) {
    document.body.dataset.state = now;
    state.textContent = now === 'online' ? words.online(bot) : words.lost(bot);
    if (now === 'online') queue.hurry();
  },
});
state.textContent = words.connecting(bot);
showPrompt({});

/** Says something: shown at once, sent when it can be. */
function say(what, shown, photo) {
  const at = Date.now();
  const post =
    crypto.randomUUID?.() ??
    `${at}-${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;
  saidAt = performance.now();
  show(post, shown, at, photo && URL.createObjectURL(photo));
  queue.add({ post, locale, ...what, ...(photo ? { photo } : {}) });
  toBottom();
}

function show(post, shown, at, photo) {
  log.own({ post, text: shown, at, lang: locale, photo });
  log.note(post, words.sending);
}

function sayAgain(item) {
  log.note(item.post, words.sending);
  queue.add(item);
}

function expectAnswer() {
  clearTimeout(answerTimer);
  answerTimer = setTimeout(() => {
    log.typing();
    if (atBottom()) toBottom();
    answerTimer = setTimeout(() => log.calm(), GIVE_UP);
  }, SLOW);
}

/** The small buttons, and what kind of answer the open question wants. */
function showPrompt({ controls: asked = [], wants }) {
  // Who works here is the person that others ask for.
  const usual = dataset.pane === 'staff' ? [words.help, words.menu] : [words.help, words.person];
  const offered = asked.length > 0 ? asked : usual.map(label => ({ label }));
  controls.replaceChildren(
    ...offered.map(({ token, label }) => {
      const chip = document.createElement('button');
      chip.type = 'button';
      chip.textContent = label;
      chip.addEventListener('click', () =>
        say(token === undefined ? { text: label } : { press: { token, label } }, label),
      );
      return chip;
    }),
  );
  text.inputMode = wants === 'phone' ? 'tel' : '';
  text.autocomplete = wants === 'phone' ? 'tel' : 'off';
  byId('location').hidden = wants !== 'location' || !navigator.geolocation;
}

/** A link into the chat names what to begin with, once. */
function begin() {
  const start = new URLSearchParams(location.search).get('start');
  history.replaceState(null, '', location.pathname);
  if (start !== null && /^[\w-]{1,64}$/.test(start)) say({ start }, `/${start}`);
}

function atBottom() {
  return logElement.scrollHeight - logElement.scrollTop - logElement.clientHeight < 120;
}

/** To the end of the talk; of an answer that is longer than the window, to where it begins. */
function toBottom() {
  latest.hidden = true;
  const last = logElement.lastElementChild;
  const long = last !== null && last.offsetHeight > logElement.clientHeight;
  logElement.scrollTop = long ? last.offsetTop - 8 : logElement.scrollHeight;
}

form.addEventListener('submit', event => {
  event.preventDefault();
  const said = text.value.trim();
  if (said === '') return;
  text.value = '';
  grow();
  say({ text: said }, said);
  text.focus();
});
text.addEventListener('keydown', event => {
  // While an input method is composing, Enter picks a word and sends nothing.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  form.requestSubmit();
});
/** Browsers that cannot do it by themselves (field-sizing) get the height set. */
function grow() {
  if (CSS.supports('field-sizing', 'content')) return;
  text.style.height = 'auto';
  text.style.height = `${text.scrollHeight}px`;
}
text.addEventListener('input', grow);

for (const button of byId('suggestions').children) {
  button.addEventListener('click', () => say({ text: button.textContent }, button.textContent));
}
latest.addEventListener('click', toBottom);
logElement.addEventListener('scroll', () => {
  if (atBottom()) latest.hidden = true;
});
logElement.addEventListener('grown', toBottom);
new ResizeObserver(() => caughtUp && latest.hidden && toBottom()).observe(logElement);

byId('photo').addEventListener('click', () => byId('file').click());
byId('file').addEventListener('change', async ({ target }) => {
  const [file] = target.files;
  target.value = '';
  if (file === undefined) return;
  const photo = await shrink(file);
  if (photo === null) state.textContent = words.tooLarge;
  else say({}, words.photo, photo);
});

byId('location').addEventListener('click', () => {
  navigator.geolocation.getCurrentPosition(
    ({ coords: { latitude, longitude } }) => say({ location: { latitude, longitude } }, '📍'),
    () => {
      state.textContent = words.noLocation;
    },
    { timeout: 10_000 },
  );
});

byId('forget').addEventListener('click', () => byId('ask-forget').showModal());
byId('ask-forget').addEventListener('close', async ({ target }) => {
  if (target.returnValue !== 'yes') return;
  const response = await fetch(`${base}/forget`, { method: 'POST' }).catch(() => null);
  if (response === null || !response.ok) {
    state.textContent = words.lost(bot);
    return;
  }
  queue.clear();
  location.reload();
});
