import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Waits until nobody holds the other end of its input any more, which also a process that was killed does not. A
 * number in a file that a killed server left may be somebody else's by now: whose command line does not name the
 * folder is let alone.
 */
const SWEEPER = `
cat >/dev/null
running() {
  { tr '\\0' ' ' <"/proc/$1/cmdline" || ps -o args= -p "$1"; } 2>/dev/null | grep -qF -- "$2"
}
for file in "$1"/*/data/postmaster.pid "$1"/*/disk/data/postmaster.pid; do
  [ -f "$file" ] || continue
  pid=$(head -n 1 "$file")
  running "$pid" "$1" || continue
  kill -QUIT "$pid" && kill -CONT "$pid"
  while running "$pid" "$1"; do sleep 0.02; done
done
for disk in "$1"/*/disk; do
  [ ! -d "$disk" ] || umount -l "$disk" 2>/dev/null
done
for again in 1 2 3 4 5; do
  rm -rf "$1" 2>/dev/null && break
  sleep 0.2
done
`;

/**
 * Sees to it that the servers whose data lie below `folder` end, and the folder with them: when what this gives is
 * called, or when this process is gone, killed or not. The sweeper is in a session of its own, so that Ctrl-C does
 * not reach it.
 */
export function sweepAfter(folder: string): () => Promise<void> {
  const sweeper = spawn('/bin/sh', ['-c', SWEEPER, 'sh', folder], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const over = once(sweeper, 'exit');
  sweeper.unref();
  return async () => {
    sweeper.ref();
    sweeper.stdin.end();
    await over;
  };
}
