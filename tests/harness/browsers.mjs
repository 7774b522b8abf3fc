// Starts a real browser with the built package in it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';

import { ChromiumSession } from './chromium.mjs';
import { FirefoxSession } from './firefox.mjs';
import { watchNetwork } from './network.mjs';
import { serve } from './server.mjs';

export const BROWSERS = ['chromium', 'firefox'];

/**
 * @param {'chromium' | 'firefox'} name
 * @param {object} [options]
 * @param {string} [options.folder] the unpacked package; the built one unless told
 * @param {boolean} [options.headless] true unless told
 * @param {string} [options.profile] folder that keeps the browser's profile; without it each start is a fresh one
 * @param {string} [options.downloads] folder for downloads
 * @param {boolean} [options.online] whether the browser may reach the network, for people; tests may not
 * @param {Record<string, Function>} [options.answers] hosts that the test answers for, see network.mjs
 * @param {string} [options.language] language of the browser, such as `es`
 */
export async function launch(name, { answers, online = false, ...options } = {}) {
  const network = online ? undefined : await watchNetwork(answers);
  const kind = name === 'firefox' ? FirefoxSession : ChromiumSession;
  const session = await kind.launch({ ...options, proxy: network?.port, trusting: answers !== undefined });
  session.network = network;
  return session;
}

/**
 * What most browser tests begin with, for the `describe` that calls it: before its tests a server of the sample pages,
 * a browser with Postil in it and a folder for files; after them all is closed and removed.
 * @param {string} name one of `BROWSERS`
 * @param {(open: {server, session, folder: string}) => void} take is given what is open, before the first test
 * @param {object} [options] `made`: pages that the test itself makes, as `serve` takes them; the rest goes to `launch`
 */
export function opened(name, take, { made, ...options } = {}) {
  let server, session, folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postil-'));
    server = await serve(made);
    session = await launch(name, { downloads: join(folder, 'downloads'), ...options });
    take({ server, session, folder });
  });
  after(async () => {
    await session?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });
}
