// Files and settings that are not as they should be: what can still be done is done, and the rest is told in words.
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { BROWSERS, launch } from './harness/browsers.mjs';
import { marked, marks, texts } from './harness/marks.mjs';
import { root } from './harness/paths.mjs';
import { openPopup } from './harness/popup.mjs';
import { serve } from './harness/server.mjs';
import { until } from './harness/session.mjs';

for (const name of BROWSERS) {
  describe(name, () => {
    let server, folder;
    before(async () => {
      server = await serve();
      folder = await mkdtemp(join(tmpdir(), 'postil-damaged-'));
    });
    after(async () => {
      await server?.close();
      await rm(folder, { recursive: true, force: true });
    });

    const withPackage = async (change, look) => {
      await cp(`${root}dist/${name === 'firefox' ? 'firefox' : 'chrome'}`, folder, { recursive: true });
      await change();
      const session = await launch(name, { folder });
      try {
        const page = await session.open(server.url('mexico.html'));
        const found = await marked(page);
        const popup = await openPopup(session);
        const problems = await until(async () => {
          const said = await popup.evaluate(() => [...document.querySelectorAll('.problem')].map((problem) => problem.textContent));
          return said?.length > 0 && said;
        }, 'the popup to tell of the problem');
        await look(found, problems);
      } finally {
        await session.close();
      }
    };

    test('a model that is cut short: figures and money are still marked, and the popup says what is wrong', () =>
      withPackage(
        () => truncate(join(folder, 'tables/model.bin'), 100_000),
        (found, problems) => {
          assert.deepEqual(texts(found, 'person'), []);
          assert.ok(texts(found, 'money').includes('26,000 pesos'));
          assert.ok(texts(found, 'figure').includes('70 fragmentation grenades'));
          assert.match(problems.join(), /table model\.bin.*cut short/);
        },
      ));

    test('a model of an older format: figures and money are still marked, and the popup names the file and both versions', () =>
      withPackage(
        async () => {
          const file = join(folder, 'tables/model.bin');
          const bytes = await readFile(file);
          bytes.writeUInt32LE(0, 8);
          await writeFile(file, bytes);
        },
        (found, problems) => {
          assert.deepEqual(texts(found, 'person'), []);
          assert.ok(texts(found, 'money').includes('26,000 pesos'));
          assert.ok(texts(found, 'figure').includes('70 fragmentation grenades'));
          assert.match(problems.join(), /table model\.bin: format version 0, this build reads version 2/);
        },
      ));

    test('rates with a flipped byte: money is marked without a conversion, names are as ever', () =>
      withPackage(
        async () => {
          const file = join(folder, 'tables/rates.bin');
          const bytes = await readFile(file);
          bytes[5000] ^= 1;
          await writeFile(file, bytes);
        },
        (found, problems) => {
          assert.ok(texts(found, 'person').includes('Barragán'));
          assert.ok(texts(found, 'money').includes('26,000 pesos'));
          assert.match(problems.join(), /table rates\.bin.*checksum/);
        },
      ));

    test('of an article of 5 MB the first part is marked, and the popup says so', async () => {
      const paragraph = 'The Ministry of Health paid 26,000 pesos for 12 tents in Toluca, Mexico, and nobody asked why it had to be that day. ';
      const body = `<p>${paragraph.repeat(4)}</p>\n`.repeat(Math.ceil(5_000_000 / (paragraph.length * 4)));
      server.made['/long.html'] = {
        body: `<!doctype html><html lang="en"><title>Tents</title><article><h1>Tents for Toluca</h1>${body}</article></html>`,
      };
      const session = await launch(name);
      try {
        const page = await session.open(server.url('long.html'));
        const sums = texts(await marked(page), 'money');
        assert.ok(sums.length > 1000 && sums.every((sum) => sum === '26,000 pesos'), `${sums.length} sums`);
        await page.bringToFront();
        const popup = await openPopup(session);
        const said = await until(async () => (await popup.evaluate(() => document.querySelector('.problem')?.textContent)) ?? null, 'the popup to say so');
        assert.match(said, /very long/);
      } finally {
        await session.close();
      }
    });

    test('settings and corrections of another shape are taken for none', async () => {
      const session = await launch(name);
      try {
        await session.extension(() =>
          chrome.storage.local.set({ settings: { currency: 'no currency', units: 7 }, corrections: 'none', 'page:x': 12, index: [] }),
        );
        const page = await session.open(server.url('mexico.html'));
        await marked(page);
        assert.ok(texts(await marks(page), 'money').includes('26,000 pesos'));
      } finally {
        await session.close();
      }
    });
  });
}
