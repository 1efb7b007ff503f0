const FIRST_PAUSE = 800;
const LONGEST_PAUSE = 20_000;
/** A server that has not answered by then is asked again: the post's id keeps it from counting twice. */
const PATIENCE = 15_000;

/**
 * What the visitor said and the server has not confirmed: one at a time, in order, again and again until it is
 * confirmed or refused. Survives a reload, except photos. Calls `on.sent(post)`, `on.waiting(post)` and
 * `on.refused(post, message)`.
 */
export function openQueue(base, on) {
  // Several chats of one site may be open in one browser: each keeps its own.
  const key = `linli-unsent${base}`;
  const queue = load(key);
  let busy = false;
  let timer = 0;
  let pause = FIRST_PAUSE;

  async function run() {
    if (busy || queue.length === 0) return;
    busy = true;
    clearTimeout(timer);
    const item = queue[0];
    const verdict = await deliver(base, item);
    busy = false;
    // Somebody cleared the conversation in the meantime.
    if (queue[0] !== item) return run();
    if (verdict.kind === 'again') {
      on.waiting(item.post);
      timer = setTimeout(() => void run(), pause);
      pause = Math.min(LONGEST_PAUSE, pause * 1.8);
      return;
    }
    queue.shift();
    save(key, queue);
    pause = FIRST_PAUSE;
    if (verdict.kind === 'sent') on.sent(item.post);
    else on.refused(item, verdict.message);
    return run();
  }

  return {
    /** What was left over from before the reload. */
    leftOver: () => queue.slice(),
    add(item) {
      queue.push(item);
      save(key, queue);
      void run();
    },
    /** Tries at once: the line is back. */
    hurry() {
      pause = FIRST_PAUSE;
      void run();
    },
    clear() {
      queue.length = 0;
      save(key, queue);
    },
  };
}

async function deliver(base, item) {
  const { photo, ...said } = item;
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), photo === undefined ? PATIENCE : 4 * PATIENCE);
  try {
    const response =
      photo === undefined
        ? await fetch(`${base}/messages`, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
            body: JSON.stringify(said),
            signal: impatience.signal,
          })
        : await fetch(`${base}/photos?post=${item.post}&locale=${encodeURIComponent(item.locale)}`, {
            method: 'POST',
            headers: { 'Content-Type': photo.type, Accept: 'application/json' },
            body: photo,
            signal: impatience.signal,
          });
    if (response.ok) return { kind: 'sent' };
    if (response.status >= 500 || response.status === 429) return { kind: 'again' };
    const answer = await response.json().catch(() => ({}));
    return { kind: 'refused', message: answer.message };
  } catch {
    return { kind: 'again' };
  } finally {
    clearTimeout(timer);
  }
}

// Storage may be switched off or full; then what is unsent lasts as long as the page.
function load(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

function save(key, queue) {
  try {
    localStorage.setItem(key, JSON.stringify(queue.filter(item => item.photo === undefined)));
  } catch {
    return;
  }
}
