// What an article's tab costs in memory: `node tests/bench/memory.mjs`, after a build.
import { pathToFileURL } from 'node:url';

import { launch } from '../harness/browsers.mjs';
import { marked } from '../harness/marks.mjs';
import { memoryOf } from '../harness/memory.mjs';
import { serve } from '../harness/server.mjs';
import { articles, page as html } from './articles.mjs';

/** In whatever tab: with the page not marked, and with it marked. */
async function ofPage(session, url, { on }) {
  await session.extension((mode) => chrome.storage.local.set({ settings: { sites: { mode } } }), on ? 'automatic' : 'never');
  const page = await session.newPage();
  await page.bringToFront();
  await page.goto(url);
  if (on) await marked(page);
  // Whatever is still to come of the scan is there after a second reading in vain.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const memory = await memoryOf(session, page);
  await page.close();
  return memory;
}

/** @returns rows of where, words, and bytes: of the WebAssembly memory, and of all that a marked page's process holds more than an unmarked one's */
export async function memory() {
  const rows = [];
  const server = await serve();
  const made = await articles();
  for (const article of made) server.made[`/${article.length}-words.html`] = { body: html(article) };
  try {
    for (const [place, browser, strict] of [['Chromium', 'chromium'], ['Chromium, strict CSP (JavaScript flavour)', 'chromium', true], ['Firefox', 'firefox']]) {
      const session = await launch(browser);
      try {
        for (const { length, words } of made) {
          const url = strict ? server.strictUrl(`${length}-words.html`) : server.url(`${length}-words.html`);
          const without = await ofPage(session, url, { on: false });
          const with_ = await ofPage(session, url, { on: true });
          rows.push({ place, words, wasm: strict ? null : with_.wasm - without.wasm, more: with_.all === null ? null : with_.all - without.all });
        }
      } finally {
        await session.close();
      }
    }
  } finally {
    await server.close();
  }
  return rows;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.table(await memory());
