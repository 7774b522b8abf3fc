// Starts a real browser with the built package in it.
import { ChromiumSession } from './chromium.mjs';
import { FirefoxSession } from './firefox.mjs';
import { watchNetwork } from './network.mjs';

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
