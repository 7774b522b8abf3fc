// What only Postil's own pages may have done is refused to a content script, which a page could have got hold of.
import assert from 'node:assert/strict';
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { BROWSERS, launch } from './harness/browsers.mjs';
import { root } from './harness/paths.mjs';
import { serve } from './harness/server.mjs';
import { until } from './harness/session.mjs';

/** Asks for long work over a port, as Postil's own pages do, and tells what came back until the port's end. */
async function work(job) {
  const port = chrome.runtime.connect({ name: 'job' });
  const heard = [];
  const end = new Promise((resolve) => {
    port.onMessage.addListener((news) => {
      heard.push(news);
      if (news === 'done' || news.imported || news.failed) resolve('answered');
    });
    port.onDisconnect.addListener(() => resolve('refused'));
  });
  port.postMessage(job);
  const how = await end;
  port.disconnect();
  return { how, heard };
}

/** In the content script of a copy of the package: does what the page's address asks for and leaves the result in the page. */
const SCRIPT = `
${work}
if (location.hash.startsWith('#job=')) {
  work(JSON.parse(decodeURIComponent(location.hash.slice(5)))).then((result) => (document.title = JSON.stringify(result)));
}
`;

const URL_OF_IT = 'https://example.com/story';
const ANNOTATION = {
  id: 'urn:uuid:00000000-0000-4000-8000-000000000001',
  type: 'Annotation',
  created: '2026-01-01T00:00:00Z',
  modified: '2026-01-01T00:00:00Z',
  motivation: ['highlighting'],
  target: { source: URL_OF_IT, article: URL_OF_IT, selector: [{ type: 'TextQuoteSelector', exact: 'what only the reader knows', prefix: '', suffix: '' }] },
};
const SAVED = { [`page:${URL_OF_IT}`]: { schema: 1, key: URL_OF_IT, url: URL_OF_IT, annotations: [ANNOTATION] } };
const FILE = JSON.stringify({ type: 'AnnotationCollection', first: { type: 'AnnotationPage', items: [{ ...ANNOTATION, id: `${ANNOTATION.id.slice(0, -1)}2` }] } });

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session, folder;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'postil-asking-'));
      await cp(`${root}dist/${name === 'firefox' ? 'firefox' : 'chrome'}`, folder, { recursive: true });
      await appendFile(join(folder, 'loader.js'), SCRIPT);
      server = await serve();
      session = await launch(name, { folder });
    });
    after(async () => {
      await session?.close();
      await server?.close();
      await rm(folder, { recursive: true, force: true });
    });

    /** What a content script gets that asks for this work. */
    const asked = async (job) => {
      const page = await session.open(`${server.url('not-an-article.html')}#job=${encodeURIComponent(JSON.stringify(job))}`);
      const told = await until(async () => (await page.title()).startsWith('{') && page.title(), 'the end of the port');
      await page.close();
      return JSON.parse(told);
    };
    const stored = () => session.extension(() => chrome.storage.local.get(null));

    test('a content script that asks for a file of everything gets nothing of it, and a page of Postil gets all', async () => {
      await session.extension((saved) => chrome.storage.local.set(saved), SAVED);
      const job = { export: { what: 'everything', format: 'json' } };
      assert.deepEqual(await asked(job), { how: 'refused', heard: [] });
      const { how, heard } = await session.extension(work, job);
      assert.equal(how, 'answered');
      assert.match(heard.map(({ part }) => part ?? '').join(''), /what only the reader knows/);
    });

    test('a content script that has a file taken over or a backup restored changes nothing', async () => {
      await session.extension((saved) => chrome.storage.local.set(saved), SAVED);
      const before = await stored();
      assert.deepEqual(await asked({ import: { file: FILE } }), { how: 'refused', heard: [] });
      assert.deepEqual(await asked({ restore: { backup: 'any' } }), { how: 'refused', heard: [] });
      assert.deepEqual(await stored(), before);
      const { heard } = await session.extension(work, { import: { file: FILE } });
      assert.equal(heard.at(-1).imported?.added, 1);
    });
  });
}
