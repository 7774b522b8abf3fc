// Long work, ten thousand annotations in and out: how far it is, and that it can be stopped with everything as it was.
import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

import { BROWSERS, opened } from './harness/browsers.mjs';
import { click, dress, giveFile, openOwnPage, untilIn, violations } from './harness/pages.mjs';
import { until } from './harness/session.mjs';

const ARTICLES = 100;
const EACH = 100;

/** A file of so many annotations of a hundred articles. */
function collection(modified, words) {
  const items = Array.from({ length: ARTICLES * EACH }, (_, n) => ({
    id: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    type: 'Annotation',
    created: '2026-01-01T00:00:00Z',
    modified,
    body: [{ type: 'TextualBody', purpose: 'commenting', value: `${words} ${n}`, format: 'text/markdown' }],
    target: {
      source: `https://example.com/story-${n % ARTICLES}`,
      selector: [{ type: 'TextQuoteSelector', exact: `quoted words ${n}`, prefix: 'before ', suffix: ' after' }],
    },
  }));
  return JSON.stringify({ type: 'AnnotationCollection', first: { type: 'AnnotationPage', items } });
}

/** In a page of Postil: keeps what its bar shows, and presses the button as soon as it is there, if wanted. */
function watch(cancels) {
  globalThis.seen = [];
  globalThis.watching?.disconnect();
  globalThis.watching = new MutationObserver(() => {
    const bar = document.querySelector('.working progress');
    if (!bar) return;
    globalThis.seen.push(bar.hasAttribute('value') ? bar.value / bar.max : null);
    if (!cancels) return;
    globalThis.watching.disconnect();
    document.querySelector('.working .cancel').click();
  });
  globalThis.watching.observe(document.body, { subtree: true, childList: true, attributes: true });
}

for (const name of BROWSERS) {
  describe(name, () => {
    let session, folder, panel, file;
    opened(name, (open) => ({ session, folder } = open));
    before(async () => {
      panel = await openOwnPage(session, 'panel.html');
      await click(panel, '[role=tab]', 'Saved');
      file = join(folder, 'first.json');
      await writeFile(file, collection('2026-01-02T03:04:05Z', 'note'));
    });

    const outcome = () => panel.evaluate(() => document.querySelector('.import .outcome').innerText);
    const status = () => panel.evaluate(() => document.querySelector('body > .status').textContent);
    const count = (number) => untilIn(panel, (number) => document.querySelector('#saved').textContent.includes(number), `${number} in the list`, String(number));
    /** What is stored but for the backups, as one text. */
    const stored = () =>
      session.extension(async () => {
        const all = await chrome.storage.local.get(null);
        return JSON.stringify(Object.keys(all).filter((key) => !key.startsWith('backup')).toSorted().map((key) => [key, all[key]]));
      });
    /** That a bar went from its beginning to its end and never back. */
    const went = (seen) => {
      const known = seen.filter((value) => value !== null);
      assert.ok(new Set(known).size >= 2, `the bar showed ${JSON.stringify(seen)}`);
      assert.deepEqual(known, known.toSorted((a, b) => a - b));
    };

    test('an import that is stopped has saved nothing', async () => {
      await panel.evaluate(watch, true);
      await giveFile(session, panel, '.file input', file);
      await until(async () => /^Cancelled\. Everything is as it was\./.test(await outcome()), 'the import to be stopped');
      assert.equal(await stored(), '[]');
      assert.equal(await panel.evaluate(() => document.querySelector('.working')), null);
      assert.equal(await panel.evaluate(() => document.querySelector('.file input').disabled), false);
    });

    test('an import shows how far it is', async () => {
      await panel.evaluate(watch, false);
      await giveFile(session, panel, '.file input', file);
      await until(async () => /New: 10000/.test(await outcome()), 'the report');
      went(await panel.evaluate(() => globalThis.seen));
      await count(ARTICLES * EACH);
    });

    test('an import over what is saved that is stopped leaves all of it as it was', async () => {
      const before = await stored();
      const newer = join(folder, 'newer.json');
      await writeFile(newer, collection('2026-02-02T03:04:05Z', 'newer note'));
      await panel.evaluate(watch, true);
      await giveFile(session, panel, '.file input', newer);
      await until(async () => /^Cancelled/.test(await outcome()), 'the import to be stopped');
      assert.equal(await stored(), before);
    });

    test('a page that is closed over its import leaves all as it was', async () => {
      const before = await stored();
      const options = await openOwnPage(session, 'options.html');
      await options.evaluate(() => {
        const watching = new MutationObserver(() => document.querySelector('.working') && document.body.setAttribute('data-works', ''));
        watching.observe(document.body, { subtree: true, childList: true });
      });
      await giveFile(session, options, '.file input', join(folder, 'newer.json'));
      await untilIn(options, () => document.body.hasAttribute('data-works'), 'the import to begin');
      await options.close();
      // Whatever is asked for next waits for the import's end.
      await session.extension((article) => chrome.runtime.sendMessage({ ask: 'change', article, command: { do: 'many', commands: [] } }), { key: 'https://example.com/story-0', url: 'https://example.com/story-0' });
      assert.equal(await stored(), before);
    });

    test('an export that is stopped gives no file, and one that is not shows how far it is and gives all', async () => {
      await click(panel, '#choose-all');
      await panel.evaluate(watch, true);
      await click(panel, '.export-chosen');
      await until(async () => /^Cancelled/.test(await status()), 'the export to be stopped');
      assert.deepEqual(await readdir(join(folder, 'downloads')).catch(() => []), []);
      await panel.evaluate(watch, false);
      const { text } = await session.download(() => click(panel, '.export-chosen'));
      assert.equal(JSON.parse(text).total, ARTICLES * EACH);
      went(await panel.evaluate(() => globalThis.seen));
    });

    test('restoring a backup shows how far it is', async () => {
      await panel.evaluate(watch, false);
      await giveFile(session, panel, '.file input', join(folder, 'newer.json'));
      await until(async () => /newer form: 10000/.test(await outcome()), 'the report');
      const before = await stored();
      await panel.evaluate(watch, true);
      await click(panel, '.import .undo');
      await until(async () => /^Cancelled/.test(await outcome()), 'it to be stopped');
      assert.equal(await stored(), before);
    });

    test('axe-core finds nothing wrong with the bar, light and dark', async () => {
      await giveFile(session, panel, '.file input', file);
      await until(async () => /Already there: 10000|newer form: 10000/.test(await outcome()), 'the import to end');
      // Held where it is, so that there is time to look at it.
      await panel.evaluate(() => {
        globalThis.watching?.disconnect();
        new MutationObserver((_, observer) => {
          const bar = document.querySelector('.working');
          if (!bar) return;
          observer.disconnect();
          const held = bar.cloneNode(true);
          held.id = 'held';
          bar.after(held);
        }).observe(document.body, { subtree: true, childList: true });
      });
      await giveFile(session, panel, '.file input', file);
      await untilIn(panel, () => document.querySelector('#held') && !document.querySelector('.working:not(#held)'), 'the import to end');
      for (const dark of [false, true]) {
        await dress(session, panel, dark);
        assert.deepEqual(await violations(session, panel), []);
      }
      await dress(session, panel, false);
    });
  });
}
