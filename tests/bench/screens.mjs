// How long a reader waits for Postil's own pages: `node tests/bench/screens.mjs`, after a build; `npm run bench` tells of it
// too. Times are from the click, or from the start of the page's loading, to the first frame that shows what was asked for.
import { readdir, stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

import { BROWSERS, launch } from '../harness/browsers.mjs';
import { privileged } from '../harness/frame.mjs';
import { marked } from '../harness/marks.mjs';
import { median } from '../harness/median.mjs';
import { root } from '../harness/paths.mjs';
import { openPopup } from '../harness/popup.mjs';
import { serve } from '../harness/server.mjs';
import { until } from '../harness/session.mjs';

const TIMES = 11;
const SAVED = 1000;

/** A thousand annotations of a hundred articles, put into the storage as the background would. */
function saved() {
  const stored = {};
  for (let article = 0; article < SAVED / 10; article++) {
    const url = `https://news.example/${article}`;
    const annotations = Array.from({ length: 10 }, (_, n) => ({
      id: `urn:uuid:00000000-0000-4000-8000-${String(article * 10 + n).padStart(12, '0')}`,
      type: 'Annotation',
      created: '2026-01-02T03:04:05Z',
      modified: `2026-01-02T03:04:${String(n).padStart(2, '0')}Z`,
      body: [{ type: 'TextualBody', purpose: 'commenting', value: `A note of a few words, the ${n}th of this article.`, format: 'text/markdown' }],
      target: { source: url, selector: [{ type: 'TextQuoteSelector', exact: `the ${n}th of ten quoted passages`, prefix: 'before ', suffix: ' after' }] },
    }));
    stored[`page:${url}`] = { schema: 1, key: url, url, title: `Story ${article}`, annotations };
  }
  return stored;
}

/** When the document's first frame with content was painted, in milliseconds since 1970. */
const painted = () => {
  const [entry] = performance.getEntriesByName('first-contentful-paint');
  return entry && document.querySelector('h1') ? performance.timeOrigin + entry.startTime : null;
};

async function popup(session, page) {
  await page.bringToFront();
  const clicked = await (session.name === 'firefox' ? privileged(session, () => Date.now()) : session.worker().then((worker) => worker.evaluate(() => Date.now())));
  const popup = await openPopup(session);
  const shown = await until(() => popup.evaluate(painted), 'the popup');
  await popup.close();
  return shown - clicked;
}

/** From the start of the panel's loading until the list of what is saved stands in it. */
async function panel(session) {
  const page = await session.openExtensionPage('icons/16.png');
  const waited = await page.evaluate(async (count) => {
    const opened = performance.now();
    const panel = window.open(chrome.runtime.getURL('panel.html'));
    const listed = () => panel.document?.querySelector('#saved')?.textContent.includes(String(count)) && panel.document.querySelectorAll('.saved-list li').length > 0;
    // Messages to oneself are not slowed down in a tab that is behind another.
    const { port1, port2 } = new MessageChannel();
    await new Promise((resolve) => {
      port2.onmessage = () => (listed() ? resolve() : port1.postMessage(null));
      port1.postMessage(null);
    });
    const waited = performance.now() - opened;
    panel.close();
    return waited;
  }, SAVED);
  await page.close();
  return waited;
}

/** @returns rows of what was waited for, and the medians in Chromium and in Firefox, in milliseconds */
export async function screens() {
  const rows = { 'the popup after the click': [], [`the panel with ${SAVED} annotations`]: [] };
  const server = await serve();
  try {
    for (const browser of BROWSERS) {
      const session = await launch(browser);
      try {
        const page = await session.open(server.url('mexico.html'));
        await marked(page);
        await popup(session, page);
        const popups = [];
        for (let n = 0; n < TIMES; n++) popups.push(await popup(session, page));
        await session.extension((stored) => chrome.storage.local.set(stored), saved());
        await panel(session);
        const panels = [];
        for (let n = 0; n < TIMES; n++) panels.push(await panel(session));
        [popups, panels].forEach((times, n) => Object.values(rows)[n].push(Math.round(median(times))));
      } finally {
        await session.close();
      }
    }
  } finally {
    await server.close();
  }
  return Object.entries(rows).map(([what, times]) => [what, ...times]);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const table = [['', 'Chromium', 'Firefox'], ['---', '---', '---'], ...(await screens()).map(([what, ...times]) => [what, ...times.map((time) => `${time} ms`)])];
  console.log(table.map((row) => `| ${row.join(' | ')} |`).join('\n'));
  const chrome = `${root}dist/chrome`;
  for (const file of (await readdir(chrome, { recursive: true })).filter((file) => file.endsWith('.wasm')).toSorted()) {
    console.log(`${file}: ${(await stat(`${chrome}/${file}`)).size.toLocaleString('en-US')} bytes`);
  }
}
