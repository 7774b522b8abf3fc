// What is saved of an article as a whole: a note on it, and everything that is saved of it under an earlier address.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, test } from 'node:test';

import { BROWSERS, opened } from './harness/browsers.mjs';
import * as card from './harness/card.mjs';
import { marked, marks, place, texts } from './harness/marks.mjs';
import { click, openOwnPage, untilIn } from './harness/pages.mjs';
import { root } from './harness/paths.mjs';
import { openPopup } from './harness/popup.mjs';
import { until } from './harness/session.mjs';

const NAME = 'Ignacio Barragán Ríos';
const body = await readFile(join(root, 'tests/pages/mexico.html'), 'utf8');

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session;
    const made = {
      '/2026/story.html': { body },
      '/archive/story-7.html': { body },
      // The same title and site, but an article of its own.
      '/2026/other.html': { body: body.replaceAll(/<p>[^]*?<\/p>/g, (paragraph) => `<p>${[...paragraph.slice(3, -4).replaceAll(/<[^>]*>/g, '').split(' ')].reverse().join(' ')}</p>`) },
    };
    opened(name, (open) => ({ server, session } = open), { made });
    beforeEach(() => session.extension(() => chrome.storage.local.clear()));

    /** The saved articles: path, number of annotations. */
    const saved = () =>
      session.extension(async () => {
        const all = await chrome.storage.local.get(null);
        const pages = Object.entries(all).filter(([key]) => key.startsWith('page:')).map(([, page]) => page);
        return pages.map(({ url, annotations }) => `${new URL(url).pathname} ${annotations.length}`).sort();
      });
    const save = async (page) => {
      await page.bringToFront();
      const spot = await place(page, 'person', NAME);
      await page.mouse.click(spot.x, spot.y);
      const { x, y } = (await card.opened(session, page, (card) => card.buttons.Save)).buttons.Save;
      await page.mouse.click(x, y);
      await until(async () => texts(await marks(page), 'saved').join() === NAME, 'it to be saved');
    };
    const note = (own) => own.evaluate(() => document.querySelector('.page-note .note')?.textContent ?? null);
    const writes = async (own, button, text) => {
      await click(own, button);
      await untilIn(own, () => document.activeElement.matches('.page-note textarea'), 'the field to have the keyboard');
      await own.type(text);
      await click(own, '.page-note [type=submit]');
    };
    const says = (own, words) => untilIn(own, (words) => document.querySelector('body > .status').textContent === words, words, words);

    test('a note on the article is written, shown as Markdown, edited, removed, undone and redone', async () => {
      const page = await session.open(server.url('mexico.html'));
      await marked(page);
      const panel = await openOwnPage(session, 'panel.html');
      await writes(panel, '.page-note .write', 'Ask *Sedena* again <img src=x onerror=alert(1)>');
      await until(async () => (await note(panel)) === 'Ask Sedena again <img src=x onerror=alert(1)>', 'the note');
      const shown = await panel.evaluate(() => [document.querySelector('.page-note em').textContent, document.querySelector('.page-note img')]);
      assert.deepEqual(shown, ['Sedena', null]);
      assert.deepEqual(await saved(), ['/mexico.html 1']);

      // The popup is about the page in front.
      await page.bringToFront();
      const popup = await openPopup(session);
      await until(async () => (await note(popup)) === 'Ask Sedena again <img src=x onerror=alert(1)>', 'the note in the popup');
      await popup.close();

      await panel.bringToFront();
      await writes(panel, '.page-note .edit', ' And his lawyer.');
      await until(async () => (await note(panel))?.includes(' And his lawyer.'), 'the note to be edited');
      await click(panel, '.page-note .remove');
      await until(async () => (await note(panel)) === null, 'the note to be removed');
      assert.deepEqual(await saved(), []);
      await click(panel, '.page-note .undo');
      await until(async () => (await note(panel))?.includes(' And his lawyer.'), 'the note to be back');
      await click(panel, '.page-note .redo');
      await until(async () => (await note(panel)) === null, 'the note to be removed again');
      await panel.close();
      await page.close();
    });

    test('what is saved under an earlier address is offered, brought here when asked, and taken back', async () => {
      const earlier = await session.open(server.url('2026/story.html'));
      await marked(earlier);
      await save(earlier);
      const now = await session.open(server.url('archive/story-7.html'));
      await marked(now);
      assert.deepEqual(texts(await marks(now), 'saved'), [], 'taken over unasked');
      const panel = await openOwnPage(session, 'panel.html');
      await untilIn(panel, () => /^1 annotations are saved of what seems to be the same article/.test(document.querySelector('.moved p')?.textContent), 'the offer');
      await click(panel, '.moved .take');
      await says(panel, 'Brought here.');
      assert.deepEqual(await saved(), ['/archive/story-7.html 1']);
      await until(async () => texts(await marks(now), 'saved').join() === NAME, 'it on the page');
      await until(async () => texts(await marks(earlier), 'saved').length === 0, 'it to be gone from the earlier one');
      await click(panel, '.moved .undo');
      await says(panel, 'They are back where they were.');
      assert.deepEqual(await saved(), ['/2026/story.html 1']);
      await panel.close();
      await earlier.close();
      await now.close();
    });

    test('another article of the same title is not taken for it', async () => {
      const earlier = await session.open(server.url('2026/story.html'));
      await marked(earlier);
      await save(earlier);
      const other = await session.open(server.url('2026/other.html'));
      await marked(other);
      const panel = await openOwnPage(session, 'panel.html');
      await untilIn(panel, () => document.querySelector('.page-note') !== null, 'the article');
      await untilIn(panel, () => document.querySelector('#saved') !== null, 'what is saved');
      assert.equal(await panel.evaluate(() => document.querySelector('.moved')), null);
      assert.deepEqual(await saved(), ['/2026/story.html 1']);
      await panel.close();
      await earlier.close();
      await other.close();
    });
  });
}
