// What is saved is not lost: many writers at once, no space, the background or the browser ended, files out and in.
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';

import { BROWSERS, launch, opened } from './harness/browsers.mjs';
import * as card from './harness/card.mjs';
import { marked, marks, place, texts } from './harness/marks.mjs';
import { click, giveFile, openOwnPage, untilIn } from './harness/pages.mjs';
import { root } from './harness/paths.mjs';
import { serve } from './harness/server.mjs';
import { until } from './harness/session.mjs';

const NAME = 'Ignacio Barragán Ríos';

/** Everything saved, as it is stored. */
const stored = (session) =>
  session.extension(async () => {
    const all = await chrome.storage.local.get(null);
    return Object.entries(all).filter(([key]) => key.startsWith('page:')).flatMap(([, page]) => page.annotations);
  });

const press = async (session, page, button) => {
  const { x, y } = (await card.opened(session, page, (card) => card.buttons[button])).buttons[button];
  await page.mouse.click(x, y);
};

const open = async (session, page, text) => {
  await page.keyboard.press('Escape');
  await card.closed(session, page);
  const spot = await place(page, 'person', text);
  await page.mouse.click(spot.x, spot.y);
  return card.opened(session, page, (card) => card.title === text);
};

const noted = async (session, page, text, note) => {
  await open(session, page, text);
  await press(session, page, 'Add a note');
  await card.opened(session, page, (card) => card.field);
  await page.keyboard.type(note);
  await press(session, page, 'Save note');
};

/** A stored article with annotations, as an older or this Postil wrote it. */
const article = (number, count, more = {}) => {
  const url = `https://example.com/story-${number}`;
  const annotations = Array.from({ length: count }, (_, n) => ({
    id: `urn:uuid:00000000-0000-4000-8000-${String(number * 1000 + n).padStart(12, '0')}`,
    type: 'Annotation',
    created: '2026-01-01T00:00:00Z',
    modified: '2026-01-01T00:00:00Z',
    motivation: ['highlighting'],
    target: { source: url, article: url, selector: [{ type: 'TextQuoteSelector', exact: `words ${number} ${n}`, prefix: '', suffix: '' }] },
  }));
  return { [`page:${url}`]: { schema: 1, key: url, url, annotations, ...more } };
};

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session, folder;
    opened(name, (open) => ({ server, session, folder } = open));
    beforeEach(() => session.extension(() => chrome.storage.local.clear()));

    test('two tabs add 200 annotations each to one article at once, the background ended in the middle: all 400 are there', async () => {
      const tabs = [await session.openExtensionPage('icons/32.png'), await session.openExtensionPage('icons/48.png')];
      const write = (from) =>
        tabs[from / 200].evaluate(async (from) => {
          const article = { key: 'https://example.com/a', url: 'https://example.com/a' };
          const ask = async (n) => {
            const annotation = {
              id: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
              type: 'Annotation',
              created: '2026-01-01T00:00:00Z',
              modified: '2026-01-01T00:00:00Z',
              target: { source: article.url, selector: [{ type: 'TextQuoteSelector', exact: `quote ${n}` }] },
            };
            for (;;) {
              const answer = await chrome.runtime.sendMessage({ ask: 'change', article, command: { do: 'add', annotation } }).catch(() => null);
              if (answer?.done) return;
              // What the background does not confirm is asked for again after a rest, as the content script does: four
              // hundred that ask without one kept the background from starting for a minute.
              await new Promise((resolve) => setTimeout(resolve, 50));
            }
          };
          await Promise.all(Array.from({ length: 200 }, (_, n) => ask(from + n)));
        }, from);
      const writing = Promise.all([write(0), write(200)]);
      await until(async () => (await stored(session)).length > 20, 'the first annotations');
      await session.endBackground();
      await writing;
      const ids = (await stored(session)).map(({ id }) => id);
      assert.equal(ids.length, 400);
      assert.equal(new Set(ids).size, 400);
      const index = await session.extension(async () => (await chrome.storage.local.get('index')).index);
      assert.equal(index.pages[0].count, 400);
      for (const tab of tabs) await tab.close();
    });

    test('a change that the background was ended over is asked for again, and is there once', async () => {
      const page = await session.open(server.url('mexico.html'));
      await marked(page);
      await open(session, page, NAME);
      const saving = press(session, page, 'Save');
      await session.endBackground();
      await saving;
      await until(async () => texts(await marks(page), 'saved').join() === NAME, 'it to be saved');
      assert.equal((await stored(session)).length, 1);
      await press(session, page, 'Undo');
      await until(async () => (await stored(session)).length === 0, 'it to be taken back');
      await page.close();
    });

    test('a list of articles that is damaged, missing or old is made anew', async () => {
      const list = async () => {
        await session.extension(() => chrome.runtime.sendMessage({ ask: 'change', article: { key: 'https://example.com/new', url: 'https://example.com/new' }, command: { do: 'many', commands: [] } }));
        return (await session.extension(async () => (await chrome.storage.local.get('index')).index)).pages.map(({ key, count }) => `${key} ${count}`);
      };
      const expected = ['https://example.com/story-1 2', 'https://example.com/story-2 3'];
      for (const index of [undefined, [], { schema: 1, pages: [] }, { schema: 1, pages: [{ key: 'https://example.com/gone', url: '', site: '', count: 7, modified: '' }] }]) {
        await session.extension((pages, index) => chrome.storage.local.clear().then(() => chrome.storage.local.set(index === undefined ? pages : { ...pages, index })), { ...article(1, 2), ...article(2, 3) }, index);
        assert.deepEqual(await list(), expected, JSON.stringify(index));
      }
    });

    test('a page of an older schema is kept as it was before it is written anew', async () => {
      const [[key, page]] = Object.entries(article(1, 2));
      const { schema, key: own, ...old } = page;
      await session.extension((items) => chrome.storage.local.set(items), { [key]: old });
      const command = { do: 'delete', id: old.annotations[0].id };
      const answer = await session.extension((article, command) => chrome.runtime.sendMessage({ ask: 'change', article, command }), { key: own, url: old.url }, command);
      assert.ok(answer.done, JSON.stringify(answer));
      const all = await session.extension(() => chrome.storage.local.get(null));
      assert.equal(all[key].schema, schema);
      assert.equal(all[key].annotations.length, 1);
      const [entry] = all.backups;
      assert.deepEqual([entry.reason, entry.articles, entry.annotations], ['migration', 1, 2]);
      assert.deepEqual(all[`backup:${entry.id}`].pages, [{ article: own, value: old }]);
    });

    test('export, wipe, import, export: the same file', async () => {
      const page = await session.open(server.url('mexico.html'));
      await marked(page);
      await noted(session, page, NAME, 'Who **promoted** him? <b>');
      await card.opened(session, page, (card) => card.note !== null);
      await page.close();
      await session.extension((pages) => chrome.storage.local.set(pages), article(1, 3));
      const options = await openOwnPage(session, 'options.html');
      await untilIn(options, () => /\b4\b/.test(document.querySelector('[aria-labelledby=data]').innerText), 'what is saved to be counted');
      const first = await session.download(() => click(options, '.back-up'));
      await session.extension(() => chrome.storage.local.clear());
      const file = join(folder, 'exported.json');
      await writeFile(file, first.text);
      await giveFile(session, options, '.file input', file);
      await untilIn(options, () => /New: 4/.test(document.querySelector('.outcome').innerText), 'the report');
      const second = await session.download(() => click(options, '.back-up'));
      assert.equal(second.text, first.text);
      assert.equal(JSON.parse(second.text).total, 4);
      await options.close();
    });

    test('an import is kept as an earlier state, which the options restore and delete', async () => {
      await session.extension((pages) => chrome.storage.local.set(pages), article(1, 1));
      const options = await openOwnPage(session, 'options.html');
      const file = join(folder, 'more.json');
      const [[, { annotations }]] = Object.entries(article(1, 3));
      await writeFile(file, JSON.stringify({ type: 'AnnotationCollection', first: { type: 'AnnotationPage', items: annotations } }));
      await giveFile(session, options, '.file input', file);
      await until(async () => (await stored(session)).length === 3, 'the import');
      await options.close();
      const later = await openOwnPage(session, 'options.html');
      const list = () => later.evaluate(() => [...document.querySelectorAll('.backups li')].map((one) => one.innerText.replace(/\s+/g, ' ')));
      await until(async () => /^Before an import, .* 1 articles, 1 annotations/.test((await list())[0] ?? ''), 'the backup in the list');
      await click(later, '.backups .restore');
      await untilIn(later, () => /^Restored/.test(document.querySelector('body > .status').textContent), 'the report');
      assert.equal((await stored(session)).length, 1);
      await until(async () => /^Before a backup was restored, .* 1 articles, 3 annotations/.test((await list())[0] ?? ''), 'the state until then');
      await click(later, '.backups .restore');
      await until(async () => (await stored(session)).length === 3, 'the state after');
      await until(async () => (await list()).length === 3, 'the state between');
      for (let left = (await list()).length; left > 0; left -= 1) {
        await click(later, '.backups .forget');
        await until(async () => (await list()).length === left - 1, 'one to go');
      }
      const keys = await session.extension(async () => Object.keys(await chrome.storage.local.get(null)).filter((key) => key.startsWith('backup:')));
      assert.deepEqual(keys, []);
      await later.close();
    });

    test('a correction of what is saved holds for what is exported, and is taken back with it', async () => {
      const page = await session.open(server.url('mexico.html'));
      await marked(page);
      const spot = await place(page, 'organization', 'FGR');
      await page.mouse.click(spot.x, spot.y);
      await press(session, page, 'Save');
      await until(async () => (await stored(session))[0]?.body[0].value === 'organization', 'it to be saved');
      await press(session, page, 'Correct');
      await card.opened(session, page, (card) => card.buttons['Keep the correction']);
      await page.keyboard.press('Tab');
      await page.keyboard.type('Place');
      await press(session, page, 'Keep the correction');
      await until(async () => (await stored(session))[0]?.body[0].value === 'place', 'what is saved to be corrected');
      await press(session, page, 'Undo');
      await until(async () => (await stored(session))[0]?.body[0].value === 'organization', 'it to be taken back');
      await until(async () => texts(await marks(page), 'organization').includes('FGR'), 'the mark too');
      await page.close();
    });

    test('what reads otherwise today is shown', async () => {
      const made = (sum) => ({ body: `<!doctype html><html lang="en"><title>Tents for Toluca</title><article><h1>Tents for Toluca</h1>
        <p>The Ministry of Health in Toluca paid ${sum} pesos for each of twelve tents that were put up beside the hospital, and nobody could say why they were needed.</p>
${'<p>The ministry did not answer questions about the purchase, which was signed in a hurry on the last day of the year. The hospital said that it had asked for beds.</p>'.repeat(6)}</article></html>` });
      server.made['/tents.html'] = made('26,000');
      const page = await session.open(server.url('tents.html'));
      await marked(page);
      await page.evaluate(() => {
        const text = document.querySelector('p').firstChild;
        const range = document.createRange();
        range.setStart(text, 0);
        range.setEnd(text, text.data.indexOf(', and nobody'));
        getSelection().removeAllRanges();
        getSelection().addRange(range);
      });
      await session.command('annotate-selection', page);
      await until(async () => texts(await marks(page), 'saved').length === 1, 'the highlight');
      server.made['/tents.html'] = made('28,500');
      await page.reload();
      await until(async () => texts(await marks(page), 'saved').length === 1, 'it to be found again');
      await page.evaluate(() => getSelection().removeAllRanges());
      const spot = await place(page, 'saved', texts(await marks(page), 'saved')[0]);
      await page.mouse.click(spot.left + 4, spot.y);
      const { facts, changes } = await card.opened(session, page, (card) => card.changes);
      assert.ok(facts.some((fact) => /changed/.test(fact)), facts.join());
      assert.deepEqual(changes.filter(([kind]) => kind !== 'span'), [['del', '26,000'], ['ins', '28,500']]);
      await page.close();
    });

    test('the browser is closed and opened again: everything is there', async () => {
      const profile = join(folder, 'profile');
      const first = await launch(name, { profile });
      try {
        const page = await first.open(server.url('mexico.html'));
        await marked(page);
        await noted(first, page, NAME, 'kept');
        await card.opened(first, page, (card) => card.note === 'kept');
      } finally {
        await first.close();
      }
      const second = await launch(name, { profile });
      try {
        const again = await second.open(server.url('mexico.html'));
        await until(async () => texts(await marks(again), 'saved').join() === NAME, 'it to be there');
        await open(second, again, NAME);
        assert.equal((await card.opened(second, again)).note, 'kept');
      } finally {
        await second.close();
      }
    });
  });
}

// Firefox has no quota of its own for an extension; Chrome gives 10 MiB without `unlimitedStorage`.
describe('chromium without unlimitedStorage', () => {
  let server, session, folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postil-quota-'));
    await cp(`${root}dist/chrome`, folder, { recursive: true });
    const path = join(folder, 'manifest.json');
    const manifest = JSON.parse(await readFile(path, 'utf8'));
    manifest.permissions = manifest.permissions.filter((permission) => permission !== 'unlimitedStorage');
    await writeFile(path, JSON.stringify(manifest));
    server = await serve();
    session = await launch('chromium', { folder });
  });
  after(async () => {
    await session?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('no space: the reader is told, nothing is lost, and it is saved once there is some, whatever was ended between', async () => {
    const page = await session.open(server.url('mexico.html'));
    await marked(page);
    await noted(session, page, NAME, 'the first');
    await card.opened(session, page, (card) => card.note === 'the first');
    // Filled to the last hundred bytes.
    await session.extension(async () => {
      for (let size = 2 ** 22, n = 0; size >= 64; ) {
        await chrome.storage.local.set({ [`filler${n}`]: 'x'.repeat(size) }).then(() => (n += 1), () => (size /= 2));
      }
    });
    const before = await stored(session);
    await noted(session, page, 'Lucía Arriaga Montes', 'the second');
    const { status } = await card.opened(session, page, (card) => card.status);
    assert.match(status, /^Not saved yet\..*no more space/);
    assert.deepEqual(await stored(session), before);
    assert.deepEqual(texts(await marks(page), 'saved'), [NAME]);
    await session.endBackground();
    await session.extension(async () => {
      const fillers = Object.keys(await chrome.storage.local.get(null)).filter((key) => key.startsWith('filler'));
      await chrome.storage.local.remove(fillers);
    });
    await until(async () => texts(await marks(page), 'saved').join() === [NAME, 'Lucía Arriaga Montes'].join(), 'it to be saved');
    const notes = (await stored(session)).map(({ body }) => body.find(({ purpose }) => purpose === 'commenting').value);
    assert.deepEqual(notes, ['the first', 'the second']);
    await card.opened(session, page, (card) => /^Saved/.test(card.status));
    await press(session, page, 'Undo');
    await until(async () => (await stored(session)).length === 1, 'it to be taken back');
  });
});
