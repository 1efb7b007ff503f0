import { type SpawnOptions, spawn } from 'node:child_process';

/** Runs a program to its end, with `input` to read; throws with what it complained of when it fails. */
export function ran(
  program: string,
  args: readonly string[],
  how: SpawnOptions = {},
  input = '',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...how, stdio: 'pipe' });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code ?? signal}:\n${said}`));
    });
  });
}
