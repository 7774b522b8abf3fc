// Real pages, which the developers have beside the checkout and the project does not contain: marked as the command line
// marks them, without a complaint, and with nothing of the page changed.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { BROWSERS, launch } from './harness/browsers.mjs';
import { expectedMarks, shownMarks } from './harness/expected.mjs';
import { listenForFaults } from './harness/faults.mjs';
import { root } from './harness/paths.mjs';
import { serve } from './harness/server.mjs';
import { until } from './harness/session.mjs';
import { traceTasks } from './harness/tasks.mjs';

const SHARED = join(root, '../shared/pages');
/** Nothing of the page runs or is fetched, so that it stays as the command line reads it; WebAssembly is allowed. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'wasm-unsafe-eval'";
/** Milliseconds after which a page without marks is asked for, as its reader would: the loader takes it for no article. */
const UNMARKED = 3000;

/** The files of the pages, with a name for each. */
async function pages() {
  const inFolder = async (folder, file) => (await readdir(join(SHARED, folder)).catch(() => [])).sort().map((entry) => ({ name: entry.slice(0, 12), path: join(SHARED, folder, file(entry)) }));
  const all = [
    ...(await inFolder('readability', (entry) => join(entry, 'source.html.gz'))),
    ...(await inFolder('article-extraction-benchmark/html', (entry) => entry)),
  ];
  const read = all.map(async (page) => ({ ...page, html: await readFile(page.path).then(gunzipSync, () => null) }));
  return (await Promise.all(read)).filter(({ html }) => html !== null);
}

/** In the page, before anything else: lists what changes once it is there, Postil's own element apart. */
function watch() {
  globalThis.changes = [];
  document.addEventListener('DOMContentLoaded', () => {
    const own = (node) => node.localName === 'postil-card';
    const note = (records) => {
      for (const { type, target, attributeName, addedNodes, removedNodes } of records) {
        const nodes = [...addedNodes, ...removedNodes];
        if (own(target) || (nodes.length > 0 && nodes.every(own))) continue;
        globalThis.changes.push(`${type} of ${target.nodeName} ${attributeName ?? nodes.map((node) => node.nodeName)}`);
      }
    };
    new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });
}

/** In a page of the extension: has the tab of that address marked, whatever the loader thinks of it. */
async function askFor(url) {
  // Firefox takes no port in an address to look for.
  const tab = (await chrome.tabs.query({})).find((tab) => tab.url === url);
  return chrome.tabs.sendMessage(tab.id, { ask: 'mark' }).catch((error) => ({ failed: String(error) }));
}

const all = await pages();
const expected = new Map();

for (const name of BROWSERS) {
  describe(name, { skip: all.length === 0 && 'there are no pages in ../shared/pages' }, () => {
    let server, session, folder;
    const longest = [];
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'postil-pages-'));
      server = await serve();
      session = await launch(name);
      await session.extension(() => null);
    });
    after(async () => {
      // Their own frames and pictures are asked for by a page that is left.
      session?.network.forget();
      await session?.close();
      await server?.close();
      await rm(folder, { recursive: true, force: true });
    });

    for (const [index, { name: page, html }] of all.entries()) {
      test(`page ${index} (${page})`, async () => {
        const local = join(folder, `${index}.html`);
        await writeFile(local, html);
        if (!expected.has(index)) expected.set(index, await expectedMarks(local));
        const wanted = expected.get(index);
        server.made[`/${index}.html`] = { body: html, headers: { 'content-security-policy': POLICY } };
        const tab = await session.newPage();
        await tab.bringToFront();
        await tab.evaluateOnNewDocument(watch);
        const faults = await listenForFaults(session, tab);
        const tasks = await traceTasks(session, tab);
        const url = server.url(`${index}.html`);
        await tab.goto(url, { waitUntil: 'domcontentloaded' });
        let shown = [];
        const all = async () => (shown = await shownMarks(tab)).length >= wanted.length;
        await until(all, 'the marks', UNMARKED).catch(() => {});
        if (shown.length === 0) {
          const answer = await session.extension(askFor, url);
          // What is no article on the whole is left alone even so; the command line reads everything it is given.
          if (answer?.failed) wanted.length = 0;
          else await until(all, 'the marks').catch(() => {});
        }
        longest.push({ page, time: (await tasks()).longestOfOurs });
        assert.deepEqual(shown, wanted);
        assert.deepEqual(await tab.evaluate(() => globalThis.changes), []);
        assert.deepEqual(await faults(), []);
        await tab.close();
      });
    }

    test('the longest task of ours', (t) => {
      const known = longest.filter(({ time }) => time !== null).sort((a, b) => b.time - a.time);
      if (known.length === 0) return t.diagnostic('this browser does not tell');
      for (const { page, time } of known.slice(0, 5)) t.diagnostic(`${time.toFixed(1)} ms on ${page}`);
    });
  });
}
