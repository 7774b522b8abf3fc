// One engine in three forms: native, as WebAssembly, and as the JavaScript that Chrome gets on strict pages. They find
// the same marks in the same pages.
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { BROWSERS, opened } from './harness/browsers.mjs';
import { expectedMarks, shownMarks } from './harness/expected.mjs';
import { root } from './harness/paths.mjs';
import { until } from './harness/session.mjs';

const SAMPLES = ['mexico.html', 'philippines.html'];
/** Real pages, which the developers have beside the checkout and the project does not contain. */
const REAL = join(root, '../shared/pages/article-extraction-benchmark/html');
const EVERY = 12;

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session, folder;
    opened(name, (open) => ({ server, session, folder } = open));

    const compare = async (url, file) => {
      const expected = await expectedMarks(file);
      const page = await session.newPage();
      await page.goto(url, { waitUntil: 'domcontentloaded' });
      let found = [];
      await until(async () => {
        found = await shownMarks(page);
        return found.length >= expected.length;
      }, `${expected.length} marks in ${url}`).catch(() => {});
      assert.deepEqual(found, expected);
      await page.close();
    };

    for (const sample of SAMPLES) {
      test(`${sample}: as the command line finds them`, () => compare(server.url(sample), `${root}tests/pages/${sample}`));
      test(`${sample}: the same on a page that forbids scripts`, () => compare(server.strictUrl(sample), `${root}tests/pages/${sample}`));
    }

    test('real pages: the same as the command line', async (t) => {
      const files = await readdir(REAL).catch(() => []);
      if (files.length === 0) return t.skip(`skipped: there are no pages in ../shared/pages`);
      for (const [index, file] of files.sort().entries()) {
        if (index % EVERY) continue;
        const html = gunzipSync(await readFile(join(REAL, file)));
        const local = join(folder, file.replace(/\.gz$/, ''));
        await writeFile(local, html);
        server.made[`/${index}.html`] = { body: html };
        // Without the page's scripts: what they change, the command line does not see.
        await t.test(`page ${index}`, () => compare(server.strictUrl(`${index}.html`), local));
      }
      // These pages' own frames ask for videos.
      session.network.forget();
    });
  });
}
