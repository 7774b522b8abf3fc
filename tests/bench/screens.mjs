// How long a reader waits for Postil's own pages: `node tests/bench/screens.mjs`, after a build; `npm run bench` tells of it
// too. Times are from the click, or from the start of the page's loading, to the first frame that shows what was asked for.
// Beside the popup's time stands that of an empty popup: what the browser itself needs.
import { cp, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { BROWSERS, launch } from '../harness/browsers.mjs';
import { privileged } from '../harness/frame.mjs';
import { marked } from '../harness/marks.mjs';
import { median } from '../harness/median.mjs';
import { root } from '../harness/paths.mjs';
import { pinned } from '../harness/pinned.mjs';
import { openPopup } from '../harness/popup.mjs';
import { serve } from '../harness/server.mjs';
import { until } from '../harness/session.mjs';

const TIMES = 11;
const SAVED = 1000;

/** A thousand annotations of a hundred articles, put into the storage as the background would. */
function saved() {
  const stored = {};
  const list = [];
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
    const title = `Story ${article}`;
    stored[`page:${url}`] = { schema: 1, key: url, url, title, annotations };
    list.push({ key: url, url, site: 'news.example', title, count: 10, modified: annotations.at(-1).modified });
  }
  return { ...stored, index: { schema: 1, pages: list } };
}

/**
 * When the document's first frame with content was painted, and the one with the page's numbers, in milliseconds since
 * 1970; null where one is still to come. Those numbers are the largest thing in the popup, and an empty popup has none.
 */
const painted = async () => {
  const largest = await new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true });
    setTimeout(resolve, 100);
  });
  const [first] = performance.getEntriesByName('first-contentful-paint');
  const [drawn] = performance.getEntriesByName('postil-drawn');
  const since = document.querySelector('.empty') ? 0 : drawn?.startTime;
  return first && largest >= since ? [first.startTime, largest].map((time) => performance.timeOrigin + time) : null;
};

/** @returns milliseconds from the click to the popup's first frame, and to that with the page's numbers */
async function popup(session, page) {
  await page.bringToFront();
  const clicked = await (session.name === 'firefox' ? privileged(session, () => Date.now()) : session.worker().then((worker) => worker.evaluate(() => Date.now())));
  const popup = await openPopup(session);
  const shown = await until(() => popup.evaluate(painted), 'the popup');
  await popup.close();
  return shown.map((time) => time - clicked);
}

/** From the start of the panel's loading until the list of what is saved stands in it. */
async function panel(session) {
  const page = await session.openExtensionPage('icons/16.png');
  const waited = await page.evaluate(async (count) => {
    const opened = performance.now();
    const panel = window.open(chrome.runtime.getURL('panel.html'));
    const listed = () => panel.document.querySelector('#saved')?.textContent.includes(String(count)) && panel.document.querySelectorAll('.saved-list li').length > 0;
    // Messages to oneself are not slowed down in a tab that is behind another; but both pages share a thread, so they end
    // when there is a document to be told of.
    const { port1, port2 } = new MessageChannel();
    await new Promise((resolve) => {
      port2.onmessage = () => (panel.location.href !== 'about:blank' && panel.document.body ? resolve() : port1.postMessage(null));
      port1.postMessage(null);
    });
    await new Promise((resolve) => {
      const told = () => listed() && resolve();
      new panel.MutationObserver(told).observe(panel.document, { subtree: true, childList: true, characterData: true });
      told();
    });
    const waited = performance.now() - opened;
    panel.close();
    return waited;
  }, SAVED);
  await page.close();
  return waited;
}

/** The package with another popup: one that shows a word and does nothing. */
async function withEmptyPopup(browser) {
  const folder = await mkdtemp(join(tmpdir(), 'postil-empty-'));
  await cp(`${root}dist/${browser === 'firefox' ? 'firefox' : 'chrome'}`, folder, { recursive: true });
  await writeFile(join(folder, 'popup.html'), '<!doctype html><meta charset="utf-8"><title>Postil</title><h1 class="empty">Postil</h1>');
  return folder;
}

/** Opens the popup a few times over an article; what `then` gives comes along. */
async function popups(browser, server, folder, then = async () => null) {
  const profile = browser === 'chromium' ? await pinned(folder) : undefined;
  const session = await launch(browser, { folder, profile });
  try {
    const page = await session.open(server.url('mexico.html'));
    await marked(page);
    await popup(session, page);
    const times = [];
    for (let n = 0; n < TIMES; n++) times.push(await popup(session, page));
    return [median(times.map(([first]) => first)), median(times.map(([, numbers]) => numbers)), await then(session)];
  } finally {
    await session.close();
    if (profile) await rm(profile, { recursive: true, force: true });
  }
}

/** @returns rows of what was waited for, and the medians in Chromium and in Firefox, in milliseconds */
export async function screens() {
  const rows = { 'the popup after the click': [], 'its numbers': [], 'an empty popup after the click': [], [`the panel with ${SAVED} annotations`]: [] };
  const server = await serve();
  try {
    for (const browser of BROWSERS) {
      const folder = `${root}dist/${browser === 'firefox' ? 'firefox' : 'chrome'}`;
      const [ours, numbers, panels] = await popups(browser, server, folder, async (session) => {
        await session.extension((stored) => chrome.storage.local.set(stored), saved());
        await panel(session);
        const times = [];
        for (let n = 0; n < TIMES; n++) times.push(await panel(session));
        return median(times);
      });
      const empty = await withEmptyPopup(browser);
      const [floor] = await popups(browser, server, empty);
      await rm(empty, { recursive: true, force: true });
      [ours, numbers, floor, panels].forEach((time, n) => Object.values(rows)[n].push(Math.round(time)));
    }
  } finally {
    await server.close();
  }
  return Object.entries(rows).map(([what, times]) => [what, ...times]);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = await screens();
  const table = [['', 'Chromium', 'Firefox'], ['---', '---', '---'], ...found.map(([what, ...times]) => [what, ...times.map((time) => `${time} ms`)])];
  const [[, ...ours], , [, ...floors]] = found;
  table.push(['the popup, times an empty one', ...ours.map((time, n) => (time / floors[n]).toFixed(1))]);
  console.log(table.map((row) => `| ${row.join(' | ')} |`).join('\n'));
  const chrome = `${root}dist/chrome`;
  for (const file of (await readdir(chrome, { recursive: true })).filter((file) => file.endsWith('.wasm')).toSorted()) {
    console.log(`${file}: ${(await stat(`${chrome}/${file}`)).size.toLocaleString('en-US')} bytes`);
  }
}
