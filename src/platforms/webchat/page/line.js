/** Silence after which the line counts as dead, ms: the server gives a sign of life every 15 seconds. */
const SILENCE = 40_000;
const FIRST_PAUSE = 700;
const LONGEST_PAUSE = 15_000;

/**
 * The line down from the desk: server-sent events, taken up again by itself from the last message seen.
 * Calls `on.entry`, `on.ready`, `on.reset`, and `on.state` with 'online' or 'lost'. Gives `hurry`, for whoever
 * knows that the desk is there again: looks at once instead of waiting for the next try.
 */
export function openLine(base, on) {
  let source = null;
  let last = 0;
  let pause = FIRST_PAUSE;
  let retry = 0;
  let watchdog = 0;

  const alive = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(lost, SILENCE);
  };
  const lost = () => {
    source?.close();
    source = null;
    clearTimeout(watchdog);
    clearTimeout(retry);
    on.state('lost');
    retry = setTimeout(connect, pause * (0.75 + Math.random() / 2));
    pause = Math.min(LONGEST_PAUSE, pause * 1.8);
  };
  const connect = () => {
    clearTimeout(retry);
    source?.close();
    source = new EventSource(`${base}/events?after=${last}`);
    source.addEventListener('error', lost);
    source.addEventListener('beat', alive);
    source.addEventListener('reset', () => {
      last = 0;
      on.reset();
    });
    source.addEventListener('entry', event => {
      alive();
      const entry = JSON.parse(event.data);
      if (entry.number <= last) return;
      last = entry.number;
      on.entry(entry);
    });
    source.addEventListener('ready', () => {
      alive();
      pause = FIRST_PAUSE;
      on.ready();
      on.state('online');
    });
    alive();
  };
  // Phones put pages to sleep and change networks.
  const hurry = () => {
    pause = FIRST_PAUSE;
    if (source === null) connect();
  };
  addEventListener('online', hurry);
  addEventListener('pageshow', hurry);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') hurry();
  });
  connect();
  return { hurry };
}
