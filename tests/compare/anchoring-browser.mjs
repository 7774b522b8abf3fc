// How long the shipped package takes in Chromium to find annotations again.
import { launch } from '../harness/browsers.mjs';
import { median } from '../harness/median.mjs';
import { serve } from '../harness/server.mjs';
import { until } from '../harness/session.mjs';

const ROUNDS = 5;

/**
 * The annotations are written into the storage while the page is open: that makes the content script read, find and
 * paint them. Written once more in another colour they are read and painted without being looked for again; the
 * difference is the search, with the pauses that leave the page its turn.
 * @returns of each text the milliseconds of the search, those with reading and painting, and how many were found
 */
export async function inBrowser(texts, quotes) {
  const server = await serve();
  const session = await launch('chromium');
  try {
    const rows = [];
    for (const [number, { text }] of texts.entries()) {
      const path = `/anchoring-${number}.html`;
      const paragraphs = text.split('\n').map((paragraph) => `<p>${paragraph}</p>`);
      server.made[path] = { body: `<!doctype html><html lang="en"><title>Invented</title><meta property="og:type" content="article"><article>${paragraphs.join('\n')}</article></html>` };
      const found = [];
      const known = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        await session.extension(() => chrome.storage.local.clear());
        const page = await session.open(server.origin + path);
        const key = await until(() => session.extension(summary, server.origin + path), `${path} to be marked`);
        found.push(await shown(session, page, key, quotes, 'yellow'));
        known.push(await shown(session, page, key, quotes, 'green'));
        await page.close();
      }
      const [all, painting] = [median(found.map(({ time }) => time)), median(known.map(({ time }) => time))];
      rows.push({ ms: all - painting, all, found: found[0].count });
    }
    return rows;
  } finally {
    await session.close();
    await server.close();
  }
}

/** The key of the article in the tab of that address, once it is marked. */
async function summary(url) {
  const [tab] = await chrome.tabs.query({ url });
  const answer = tab && (await chrome.tabs.sendMessage(tab.id, { ask: 'summary' }).catch(() => null));
  return answer?.done?.article.key ?? null;
}

/** Stores the annotations in a colour; gives the milliseconds until as many as will be are painted in it. */
async function shown(session, page, key, quotes, colour) {
  const name = colour === 'yellow' ? 'postil-saved' : `postil-saved-${colour}`;
  await page.bringToFront();
  await page.evaluate((name) => {
    // The registry's own method tells when the first of that colour comes; the last is there when no more come.
    globalThis.times = [];
    const look = () => {
      const count = CSS.highlights.get(name)?.size ?? 0;
      const last = globalThis.times.at(-1);
      if (count > (last?.count ?? 0)) globalThis.times.push({ count, at: performance.timeOrigin + performance.now() });
      globalThis.watching = setTimeout(look, 0);
    };
    look();
  }, name);
  const begun = await session.extension(
    async (key, quotes, styleClass) => {
      const annotations = quotes.map(({ quote, position }, n) => ({
        id: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
        type: 'Annotation',
        created: '2026-01-01T00:00:00Z',
        modified: '2026-01-01T00:00:00Z',
        target: {
          source: key,
          styleClass,
          selector: [{ type: 'TextQuoteSelector', ...quote }, { type: 'TextPositionSelector', ...position }],
        },
      }));
      const begun = performance.timeOrigin + performance.now();
      await chrome.storage.local.set({ [`page:${key}`]: { schema: 1, key, url: key, annotations } });
      return begun;
    },
    key,
    quotes,
    `postil-${colour}`,
  );
  let last;
  const { count, at } = await until(async () => {
    const now = await page.evaluate(() => globalThis.times.at(-1) ?? null);
    const stays = now !== null && now.count === last;
    last = now?.count;
    if (!stays) await new Promise((resolve) => setTimeout(resolve, 500));
    return stays && now;
  }, 'the annotations to be painted');
  await page.evaluate(() => clearTimeout(globalThis.watching));
  return { count, time: at - begun };
}
