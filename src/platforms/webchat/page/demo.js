/** Two ordinary chat pages in frames: who is in which, what could be said there, and the keyboard's way between them. */
const base = document.documentElement.dataset.base;
const { lang } = document.documentElement;
const byId = id => document.getElementById(id);
const body = document.body;
const panes = ['left', 'right'].map(openPane);

function openPane(side) {
  const section = byId(side);
  const [select, frame, face, tries] = ['select', 'iframe', '.face', '.tries'].map(what =>
    section.querySelector(what),
  );
  const button = document.querySelector(`#sides [data-side="${side}"]`);
  const news = button.querySelector('.news');
  /** Said when the page in the frame can be talked to. */
  let pending = [];
  let ready = false;
  const tell = what => {
    if (ready) frame.contentWindow.postMessage(what, location.origin);
    else pending.push(what);
  };

  const show = () => {
    const [option] = select.selectedOptions;
    const { name, side: kind, face: sign, tries: all } = option.dataset;
    ready = false;
    pending = [];
    // Not by `src`: the browser's way back would then change one side, and nothing around it.
    frame.contentWindow.location.replace(`${base}/${option.value}?lang=${lang}`);
    frame.title = frame.dataset.title.replace('{name}', name);
    section.dataset.side = button.dataset.of = kind;
    face.textContent = sign;
    button.firstElementChild.textContent = name;
    news.hidden = true;
    tries.replaceChildren(
      ...JSON.parse(all).map(({ label, say }) => {
        const chip = document.createElement('button');
        chip.type = 'button';
        chip.textContent = label;
        chip.addEventListener('click', () => tell({ say }));
        return chip;
      }),
    );
  };
  show();

  return {
    side,
    select,
    show,
    get id() {
      return select.value;
    },
    owns: source => source === frame.contentWindow,
    holds: element => section.contains(element),
    focus: () => {
      look(side);
      frame.focus();
      tell({ focus: true });
    },
    heard(what) {
      if (what === 'ready') {
        ready = true;
        for (const waiting of pending.splice(0)) tell(waiting);
      }
      if (what === 'news') news.hidden = body.dataset.shown === side;
    },
    seen(shown) {
      button.setAttribute('aria-pressed', String(shown === side));
      if (shown === side) news.hidden = true;
    },
    press: go => button.addEventListener('click', go),
    clear: async () => {
      const response = await fetch(`${base}/${select.value}/forget`, { method: 'POST' });
      if (!response.ok) throw new Error(`the desk answered ${response.status}`);
    },
  };
}

/** On a phone: shows one side. */
function look(side) {
  body.dataset.shown = side;
  for (const pane of panes) pane.seen(side);
}

/** Nobody can be on both sides; the address names who is where. */
function settle() {
  const [left, right] = panes;
  for (const [pane, other] of [
    [left, right],
    [right, left],
  ])
    for (const option of pane.select.options) option.disabled = option.value === other.id;
  const query = new URLSearchParams({ left: left.id, right: right.id });
  history.replaceState(null, '', `${location.pathname}?${query}`);
  const language = byId('language');
  language.search = `?${query}&lang=${language.lang}`;
}
settle();

for (const pane of panes) {
  pane.select.addEventListener('change', () => {
    pane.show();
    settle();
  });
  pane.press(() => look(pane.side));
}

addEventListener('message', ({ source, origin, data }) => {
  const at = origin === location.origin ? panes.findIndex(pane => pane.owns(source)) : -1;
  if (at < 0) return;
  if (data.pane === 'other') panes[1 - at].focus();
  else panes[at].heard(data.pane);
});

addEventListener('keydown', event => {
  if (event.key !== 'F6') return;
  event.preventDefault();
  const at = panes.findIndex(pane => pane.holds(document.activeElement));
  panes[at < 0 ? 0 : 1 - at].focus();
});

/** How long a word stays, ms. */
const LONG_ENOUGH = 4_000;
const clear = byId('clear');
let wordTimer = 0;
clear.addEventListener('click', async () => {
  const word = byId('word');
  word.textContent = '';
  const done = await Promise.allSettled(panes.map(pane => pane.clear()));
  word.textContent = done.every(({ status }) => status === 'fulfilled')
    ? clear.dataset.done
    : clear.dataset.failed;
  clearTimeout(wordTimer);
  wordTimer = setTimeout(() => {
    word.textContent = '';
  }, LONG_ENOUGH);
});
