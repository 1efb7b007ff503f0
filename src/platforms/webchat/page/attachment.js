import { words } from './words.js';

/** Sounds that browsers play; others (WeChat's own voice messages) are for downloading. */
const SOUNDS = /^audio\/(ogg|mpeg|mp4|aac|wav|webm)\b/;
const PICTURES = /^image\/(png|jpeg|webp|gif)$/;

/** A file that the desk sent: a picture is shown, a sound can be played, and each of them can be downloaded. */
export function attachment({ name, mime, url }) {
  if (PICTURES.test(mime)) {
    const picture = document.createElement('img');
    picture.src = url;
    picture.alt = words.picture(name);
    picture.className = 'picture';
    picture.addEventListener('load', () => picture.dispatchEvent(new Event('grown', { bubbles: true })));
    const link = download(name, url);
    link.className = 'shown';
    link.append(picture);
    return link;
  }
  const link = download(name, url);
  link.className = 'file';
  link.textContent = mime.startsWith('text/calendar')
    ? words[/method=cancel/i.test(mime) ? 'uncalendar' : 'calendar']
    : name;
  if (!SOUNDS.test(mime)) return link;
  const sound = document.createElement('div');
  sound.className = 'sound';
  const player = document.createElement('audio');
  player.controls = true;
  player.preload = 'metadata';
  player.src = url;
  player.setAttribute('aria-label', words.sound(name));
  // A browser that does not know this kind of sound has only the download to offer.
  player.addEventListener('error', () => player.remove());
  sound.append(player, link);
  return sound;
}

function download(name, url) {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.setAttribute('aria-label', words.download(name));
  return link;
}
