// What 10,000 saved annotations cost: the panel's opening, and an article's loading. `node tests/bench/annotations.mjs`, after a
// build; `npm run bench` tells of it too.
import { pathToFileURL } from 'node:url';

import { BROWSERS, launch } from '../harness/browsers.mjs';
import { marked } from '../harness/marks.mjs';
import { median } from '../harness/median.mjs';
import { serve } from '../harness/server.mjs';
import { until } from '../harness/session.mjs';

const PAGES = 100;
const EACH = 100;
const VISITS = 11;

/**
 * @param session a browser for the annotations
 * @param bare another one, in which nothing is saved
 * @param server of the sample pages
 * @returns {Promise<{panel: number, first: number, empty: number, filled: number}>} medians in milliseconds: from the
 *   panel's opening until it shows its first rows, and until all are listed; from an article's navigation until its
 *   marks are there, with nothing saved and with everything
 */
export async function ofAnnotations(session, bare, server) {
  const url = server.url('mexico.html');
  const times = { empty: [], filled: [], first: [], panel: [] };
  await session.extension(fill, PAGES, EACH);
  await visit(session, url);
  await visit(bare, url);
  // In turn: one after the other, whatever else the machine did meanwhile made a difference of 30 ms either way.
  for (let n = 0; n < VISITS; n += 1) {
    times.empty.push(await visit(bare, url));
    times.filled.push(await visit(session, url));
  }
  for (let n = 0; n < VISITS; n += 1) {
    const panel = await session.openExtensionPage('panel.html');
    const { first, all } = await panel.evaluate(listed, PAGES * EACH);
    times.first.push(first);
    times.panel.push(all);
    await panel.close();
  }
  await session.extension(() => chrome.storage.local.clear());
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

async function visit(session, url) {
  const page = await session.newPage();
  await page.bringToFront();
  await page.evaluateOnNewDocument(() => {
    const look = () => {
      let count = 0;
      for (const [name, highlight] of CSS.highlights) if (name.startsWith('postil-')) count += highlight.size;
      if (count === 0) return setTimeout(look, 0);
      globalThis.painted = performance.now();
    };
    look();
  });
  await page.goto(url);
  await marked(page);
  const time = await until(() => page.evaluate(() => globalThis.painted), 'the marks');
  await page.close();
  return time;
}

/** In a page of the extension: saves so many annotations of so many articles, through the background. */
async function fill(pages, each) {
  for (let number = 0; number < pages; number += 1) {
    const url = `https://site${number % 7}.example/story-${number}`;
    const items = Array.from({ length: each }, (_, n) => ({
      id: `urn:uuid:00000000-0000-4000-8000-${String(number * each + n).padStart(12, '0')}`,
      type: 'Annotation',
      created: '2026-01-01T00:00:00Z',
      modified: `2026-01-${String(1 + (number % 28)).padStart(2, '0')}T00:00:00Z`,
      body: [
        { type: 'TextualBody', purpose: 'commenting', value: `Note ${n}: ask the ministry who signed for the second delivery and why.`, format: 'text/markdown' },
        { type: 'TextualBody', purpose: 'tagging', value: ['army', 'money', 'leak'][n % 3] },
      ],
      target: {
        source: url,
        title: `Story ${number}: tents for Toluca, and what became of them`,
        selector: [
          { type: 'TextQuoteSelector', exact: `paid ${1000 + n} pesos for each tent`, prefix: 'The ministry of health in Toluca ', suffix: ' that stood beside the hospital. ' },
          { type: 'TextPositionSelector', start: n * 40, end: n * 40 + 30 },
        ],
      },
    }));
    const article = { key: url, url, title: items[0].target.title };
    const commands = items.map((annotation) => ({ do: 'add', annotation }));
    const answer = await chrome.runtime.sendMessage({ ask: 'change', article, command: { do: 'many', commands } });
    if (!answer?.done) throw new Error(JSON.stringify(answer));
  }
}

/** In the panel: when the first rows and when all are there, since the page was opened. */
function listed(count) {
  const times = {};
  return new Promise((resolve) => {
    const look = () => {
      if (!times.first && document.querySelector('.saved-list li')) times.first = performance.now();
      if (Number(document.querySelector('#saved')?.textContent.replace(/\D/g, '')) === count) {
        resolve({ first: times.first ?? performance.now(), all: performance.now() });
      } else {
        setTimeout(look, 0);
      }
    };
    look();
  });
}

/** @returns what `ofAnnotations` gives, for each browser */
export async function annotations() {
  const rows = [];
  const server = await serve();
  try {
    for (const browser of BROWSERS) {
      const sessions = [await launch(browser), await launch(browser)];
      try {
        rows.push({ browser: await sessions[0].browser.version(), ...(await ofAnnotations(...sessions, server)) });
      } finally {
        for (const session of sessions) await session.close();
      }
    }
  } finally {
    await server.close();
  }
  return { saved: PAGES * EACH, articles: PAGES, rows };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { saved, articles, rows } = await annotations();
  console.log(`${saved} annotations of ${articles} articles, medians of ${VISITS} in milliseconds:`);
  console.table(rows);
}
