import { readFile } from 'node:fs/promises';
import type { Route } from '../desk/route.js';

/** The style sheet of the plain pages (errors, staff). The chat page brings its own files. */
export function assets(): Route[] {
  return [
    {
      method: 'GET',
      path: '/assets/plain.css',
      handle: async () => ({
        headers: { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'public, max-age=3600' },
        body: await readFile(new URL('./public/plain.css', import.meta.url)),
      }),
    },
  ];
}
