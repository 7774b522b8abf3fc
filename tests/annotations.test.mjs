// What a reader does with marks: highlights of her own, notes, tags, colours, corrections, all of it undone and redone.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';

import { BROWSERS, opened } from './harness/browsers.mjs';
import * as card from './harness/card.mjs';
import { marked, marks, place, texts } from './harness/marks.mjs';
import { until } from './harness/session.mjs';

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session, page;
    opened(name, (open) => ({ server, session } = open));
    beforeEach(async () => {
      await page?.close();
      await session.extension(() => chrome.storage.local.clear());
      page = await session.open(server.url('mexico.html'));
      await marked(page);
    });

    const open = async (style, text) => {
      const spot = await place(page, style, text);
      await page.mouse.click(spot.x, spot.y);
      return card.opened(session, page);
    };
    const press = async (button) => {
      const { x, y } = (await card.opened(session, page, (card) => card.buttons[button])).buttons[button];
      await page.mouse.click(x, y);
    };
    const waitFor = (style, expected) =>
      until(
        async () => JSON.stringify(texts(await marks(page), style)) === JSON.stringify(expected),
        `${style} to be ${JSON.stringify(expected)}`,
      );
    /** Where a text of the page is, as the pointer sees it. */
    const ends = (from, to) =>
      page.evaluate(
        (from, to) => {
          const walker = document.createTreeWalker(document.querySelector('.story-body'), NodeFilter.SHOW_TEXT);
          const spots = {};
          while (walker.nextNode()) {
            for (const [key, text] of Object.entries({ from, to })) {
              const at = walker.currentNode.data.indexOf(text);
              if (at < 0 || spots[key]) continue;
              const range = document.createRange();
              range.setStart(walker.currentNode, at);
              range.setEnd(walker.currentNode, at + text.length);
              spots[key] = range;
            }
          }
          spots.from.startContainer.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
          const [a] = spots.from.getClientRects();
          const b = [...spots.to.getClientRects()].at(-1);
          return { from: { x: a.left + 1, y: (a.top + a.bottom) / 2 }, to: { x: b.right - 1, y: (b.top + b.bottom) / 2 } };
        },
        from,
        to,
      );
    const select = async (from, to) => {
      const spots = await ends(from, to);
      await page.mouse.move(spots.from.x, spots.from.y);
      await page.mouse.down();
      await page.mouse.move(spots.to.x, spots.to.y, { steps: 4 });
      await page.mouse.up();
    };
    const stored = () =>
      session.extension(async () => {
        const all = await chrome.storage.local.get(null);
        return Object.entries(all).filter(([key]) => key.startsWith('page:')).flatMap(([, page]) => page.annotations);
      });

    test('a selection across a link and over marks becomes a highlight by the button beside it', async () => {
      await select('an internal report', 'that hackers');
      await press('Highlight');
      await waitFor('saved', ['an internal report of the Ministry of National Defense (Sedena) that hackers']);
      const open = await card.opened(session, page);
      assert.equal(open.kind, 'Your highlight');
      // The marks underneath are still there.
      assert.ok(texts(await marks(page), 'organization').includes('Ministry of National Defense'));
      const [annotation] = await stored();
      assert.deepEqual(annotation.motivation, ['highlighting']);
    });

    test('a selection across two paragraphs becomes a highlight by its shortcut', async () => {
      await select('published', 'is one of');
      await session.command('annotate-selection', page);
      await until(async () => texts(await marks(page), 'saved').length === 1, 'the highlight');
      const [{ target }] = await stored();
      const { exact } = target.selector.find((selector) => selector.type === 'TextQuoteSelector');
      assert.equal(exact, 'published last Thursday.\nThe report, dated June 10, 2019, is one of');
    });

    test('a highlight that covers too much is corrected to the words that are meant, and back', async () => {
      const before = 'published last Thursday. The report, dated June 10, 2019, is one of';
      await select('published', 'is one of');
      await session.command('annotate-selection', page);
      await waitFor('saved', [before]);
      const correct = async (words) => {
        await press('Correct');
        await card.opened(session, page, (card) => card.buttons['Keep the correction']);
        await page.keyboard.down('Control');
        await page.keyboard.press('a');
        await page.keyboard.up('Control');
        await page.keyboard.type(words);
        await press('Keep the correction');
      };
      await correct('an elephant');
      await card.opened(session, page, (card) => /do not stand at this place/.test(card.status));
      await press('Cancel');
      // On its first word: the middle is the mark of a date.
      const spot = await place(page, 'saved', before);
      await page.mouse.click(spot.left + 4, spot.y);
      await correct('last Thursday. The report');
      await waitFor('saved', ['last Thursday. The report']);
      const [{ target }] = await stored();
      const { exact } = target.selector.find((selector) => selector.type === 'TextQuoteSelector');
      assert.equal(exact, 'last Thursday.\nThe report');
      await press('Undo');
      await waitFor('saved', [before]);
    });

    test('note, tags and colour are kept, shown, and taken back together', async () => {
      await open('person', 'Ignacio Barragán Ríos');
      await press('Add a note');
      await card.opened(session, page, (card) => card.field);
      await page.keyboard.type('Who *promoted* him?');
      await page.keyboard.press('Tab');
      await page.keyboard.type('army, Toluca');
      await press('Save note');
      const saved = await card.opened(session, page, (card) => card.drawn.length > 0);
      assert.deepEqual([saved.note, saved.drawn], ['Who promoted him?', ['p', 'em']], 'the note is not shown as Markdown');
      const [annotation] = await stored();
      assert.deepEqual(annotation.motivation, ['highlighting', 'classifying', 'commenting', 'tagging']);
      assert.deepEqual(annotation.body.filter((body) => body.purpose === 'tagging').map((body) => body.value), ['army', 'Toluca']);
      await press('Undo');
      await waitFor('saved', []);
      assert.deepEqual(await stored(), []);
    });

    test('a note that holds HTML is shown as text and runs nothing', async () => {
      await open('person', 'Ignacio Barragán Ríos');
      await press('Add a note');
      await card.opened(session, page, (card) => card.field);
      await page.keyboard.type('<img src=x onerror=alert(1)> <b>bold</b>');
      await press('Save note');
      const saved = await card.opened(session, page, (card) => card.drawn.length > 0);
      assert.deepEqual([saved.note, saved.drawn], ['<img src=x onerror=alert(1)> <b>bold</b>', ['p']]);
    });

    test('a dismissed name is gone, also on the next visit, and comes back by undo', async () => {
      const before = texts(await marks(page), 'organization').length;
      await open('organization', 'FGR');
      await press('Dismiss');
      await press('On this page');
      await until(async () => !texts(await marks(page), 'organization').includes('FGR'), 'the mark to go');
      assert.ok(texts(await marks(page), 'organization').includes('Sedena'));
      await page.reload();
      await marked(page);
      assert.ok(!texts(await marks(page), 'organization').includes('FGR'));
      await session.extension(() => chrome.storage.local.remove('corrections'));
      await until(async () => texts(await marks(page), 'organization').length === before, 'the mark to come back');
    });

    test('a dismissal is undone where it was made', async () => {
      const before = texts(await marks(page), 'organization');
      await open('organization', 'FGR');
      await press('Dismiss');
      await press('Everywhere');
      await until(async () => !texts(await marks(page), 'organization').includes('FGR'), 'the mark to go');
      await session.command('next-mark', page);
      await card.opened(session, page);
      await page.keyboard.down('Control');
      await page.keyboard.press('z');
      await page.keyboard.up('Control');
      await waitFor('organization', before);
    });

    test('a name corrected to a place is one for the whole article', async () => {
      await open('organization', 'FGR');
      await press('Correct');
      await card.opened(session, page, (card) => card.buttons['Keep the correction']);
      await page.keyboard.press('Tab');
      await page.keyboard.type('Place');
      await press('Keep the correction');
      await until(async () => texts(await marks(page), 'place').includes('FGR'), 'the place');
      assert.ok(!texts(await marks(page), 'organization').includes('FGR'));
    });

    test('two tabs that save at once lose nothing', async () => {
      const other = await session.open(server.url('mexico.html'));
      await marked(other);
      await page.bringToFront();
      await open('person', 'Ignacio Barragán Ríos');
      const first = (await card.opened(session, page)).buttons.Save;
      await other.bringToFront();
      const spot = await place(other, 'person', 'Lucía Arriaga Montes');
      await other.mouse.click(spot.x, spot.y);
      const second = (await card.opened(session, other)).buttons.Save;
      await Promise.all([page.mouse.click(first.x, first.y), other.mouse.click(second.x, second.y)]);
      const both = ['Ignacio Barragán Ríos', 'Lucía Arriaga Montes'];
      await waitFor('saved', both);
      await until(async () => JSON.stringify(texts(await marks(other), 'saved')) === JSON.stringify(both), 'both in the other tab');
      await other.close();
    });
  });
}
