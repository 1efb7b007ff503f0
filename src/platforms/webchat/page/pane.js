/**
 * The chat as one of two panes: `on.say(text)` says what the page around suggests, `on.focus()` takes the keyboard. Gives
 * `ready` and `news`, to be called when it can be talked to, and when the desk has said something.
 */
export function openPane(on) {
  const tell = what => parent.postMessage({ pane: what }, location.origin);
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== parent || origin !== location.origin) return;
    if (typeof data.say === 'string') on.say(data.say);
    if (data.focus === true) on.focus();
  });
  // The key by which windows change panes: it would end here.
  addEventListener('keydown', event => {
    if (event.key !== 'F6') return;
    event.preventDefault();
    tell('other');
  });
  return { ready: () => tell('ready'), news: () => tell('news') };
}
