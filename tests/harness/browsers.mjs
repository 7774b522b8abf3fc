// Starts a real browser with the built package in it.
import { ChromiumSession } from './chromium.mjs';
import { FirefoxSession } from './firefox.mjs';

export const BROWSERS = ['chromium', 'firefox'];

/**
 * @param {'chromium' | 'firefox'} name
 * @param {object} [options]
 * @param {string} [options.folder] the unpacked package; the built one unless told
 * @param {boolean} [options.headless] true unless told
 * @param {string} [options.profile] folder that keeps the browser's profile; without it each start is a fresh one
 * @param {string} [options.downloads] folder for downloads
 * @param {string} [options.language] language of the browser, such as `es`
 */
export function launch(name, options = {}) {
  return name === 'firefox' ? FirefoxSession.launch(options) : ChromiumSession.launch(options);
}
