// How long a reader waits for the marks: from the content script's start until they are painted, with the longest task on
// the way. `node tests/bench/painted.mjs`, after a build.
import { pathToFileURL } from 'node:url';

import { launch } from '../harness/browsers.mjs';
import { marked } from '../harness/marks.mjs';
import { median } from '../harness/median.mjs';
import { serve } from '../harness/server.mjs';
import { articles, page as html } from './articles.mjs';
import { instrumented } from './instrument.mjs';
import { traceTasks } from '../harness/tasks.mjs';

const VISITS = 11;

/** Where it is measured: the browser, and whether the page forbids scripts, by which Chromium has to take the JavaScript. */
export const PLACES = [
  { name: 'Chromium', browser: 'chromium', strict: false },
  { name: 'Chromium, strict CSP (JavaScript flavour)', browser: 'chromium', strict: true },
  { name: 'Firefox', browser: 'firefox', strict: false },
];

/** In the page, before anything else: notes at each frame how many marks there are, and when that frame was done. */
function watch() {
  globalThis.frames = [];
  const { port1, port2 } = new MessageChannel();
  let count = 0;
  port2.onmessage = () => globalThis.frames.push({ count, at: performance.now() });
  const look = () => {
    let now = 0;
    for (const [name, highlight] of CSS.highlights) if (name.startsWith('postil-')) now += highlight.size;
    if (now !== count) {
      count = now;
      // A message that is sent while a frame is made arrives after it.
      port1.postMessage(null);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/**
 * Visits one page once.
 * @returns milliseconds: from the script's start until the engine and its tables are there (`loaded`), the first marks are
 *   painted (`first`) and all are (`all`); `work` is from when both were there until all are painted
 */
async function visit(session, url) {
  const page = await session.newPage();
  await page.bringToFront();
  await page.evaluateOnNewDocument(watch);
  const tasks = await traceTasks(session, page);
  await page.goto(url);
  await marked(page);
  let count = 0;
  for (let still = 0; still < 3; still += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const now = await page.evaluate(() => globalThis.frames.at(-1).count);
    if (now !== count) still = 0;
    count = now;
  }
  const times = await page.evaluate(() => {
    const mark = (name) => performance.getEntriesByName(name)[0].startTime;
    const [start, loaded] = [mark('bench-start'), Math.max(mark('bench-engine'), mark('bench-tables'))];
    const last = globalThis.frames.at(-1);
    const all = globalThis.frames.find(({ count }) => count === last.count).at;
    return { loaded: loaded - start, first: globalThis.frames[0].at - start, all: all - start, work: all - loaded, start, end: all };
  });
  const { longest } = await tasks(times.start, times.end);
  await page.close();
  return { ...times, longest, marks: count };
}

/**
 * @param {number} [visits] of each page
 * @returns rows of place, words, marks and the medians of `visit`, with the longest of all tasks
 */
export async function painted(visits = VISITS) {
  const rows = [];
  const server = await serve();
  const made = await articles();
  for (const article of made) server.made[`/${article.length}-words.html`] = { body: html(article) };
  try {
    for (const browser of ['chromium', 'firefox']) {
      const { folder, remove } = await instrumented(browser);
      const session = await launch(browser, { folder });
      try {
        for (const place of PLACES.filter((place) => place.browser === browser)) {
          for (const { length, words } of made) {
            const path = `${length}-words.html`;
            const url = place.strict ? server.strictUrl(path) : server.url(path);
            // The first visit wakes the background and fills the browser's caches of compiled code.
            await visit(session, url);
            const all = [];
            for (let n = 0; n < visits; n += 1) all.push(await visit(session, url));
            const middle = (key) => median(all.map((one) => one[key]));
            const longest = all.map((one) => one.longest);
            rows.push({
              place: place.name,
              length,
              words,
              marks: all[0].marks,
              loaded: middle('loaded'),
              work: middle('work'),
              first: middle('first'),
              all: middle('all'),
              longest: longest.includes(null) ? null : median(longest),
            });
          }
        }
      } finally {
        await session.close();
        await remove();
      }
    }
  } finally {
    await server.close();
  }
  return rows;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.table(await painted(Number(process.argv[2] ?? VISITS)));
