// A local web server for the pages of tests/pages/.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

import { root } from './paths.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.xhtml': 'application/xhtml+xml; charset=utf-8',
};

/** What the strictest of news sites send: Chrome then refuses WebAssembly even to content scripts. */
const STRICT = "default-src 'none'; script-src 'none'";

/**
 * Serves tests/pages/ on a free port. `/strict/NAME` is the page NAME with a strict Content-Security-Policy.
 * @param {Record<string, {body: string, type?: string, status?: number, headers?: Record<string, string>}>} [made]
 *   pages by path that are made by the test itself
 */
export async function serve(made = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    requests.push(path);
    const headers = { 'cache-control': 'no-store' };
    const strict = path.startsWith('/strict/');
    if (strict) headers['content-security-policy'] = STRICT;
    const name = strict ? path.slice('/strict'.length) : path;
    try {
      const page = made[name] ?? { body: await readFile(join(root, 'tests/pages', normalize(name))) };
      const type = page.type ?? TYPES[extname(name)] ?? 'text/html; charset=utf-8';
      response.writeHead(page.status ?? 200, { 'content-type': type, ...headers, ...page.headers });
      response.end(page.body);
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain', ...headers });
      response.end('no such page');
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A test that fails before it closes the server must not keep the run waiting for it.
  server.unref();
  const origin = `http://localhost:${server.address().port}`;
  return {
    origin,
    /** The paths that were asked for, in order. */
    requests,
    /** The made pages; a test may change them between two visits. */
    made,
    url: (name) => `${origin}/${name}`,
    strictUrl: (name) => `${origin}/strict/${name}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
