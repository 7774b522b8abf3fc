// What the browser offers of Postil: its keys, its context menu, the number on its button; and pages marked only when asked.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';

import { BROWSERS, opened } from './harness/browsers.mjs';
import * as card from './harness/card.mjs';
import { marked, marks, place, texts } from './harness/marks.mjs';
import { openedPanel } from './harness/panel.mjs';
import { until } from './harness/session.mjs';

for (const name of BROWSERS) {
  describe(name, () => {
    let server, session, page;
    opened(name, (open) => ({ server, session } = open));
    beforeEach(async () => {
      await page?.close();
      await session.extension(() => chrome.storage.local.clear());
      page = await session.open(server.url('mexico.html'));
    });

    const host = () => new URL(server.origin).host;
    const store = (settings) => session.extension((settings) => chrome.storage.local.set({ settings }), settings);
    const sites = () => session.extension(() => chrome.storage.local.get('settings').then((all) => all.settings?.sites ?? null));
    const unmarked = () => until(async () => (await marks(page)).length === 0, 'the marks to go');
    const badge = () =>
      session.extension(async (url) => {
        const [tab] = (await chrome.tabs.query({})).filter((tab) => tab.url === url);
        return chrome.action.getBadgeText({ tabId: tab.id });
      }, page.url());
    const press = async (button) => {
      const { x, y } = (await card.opened(session, page, (card) => card.buttons[button])).buttons[button];
      await page.mouse.click(x, y);
    };
    const select = () =>
      page.evaluate(() => {
        const words = document.createTreeWalker(document.querySelector('.story-body'), NodeFilter.SHOW_TEXT);
        let text;
        while ((text = words.nextNode())) {
          const at = text.data.indexOf('soldier promised');
          if (at < 0) continue;
          getSelection().setBaseAndExtent(text, at, text, at + 'soldier promised'.length);
          text.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
          const { left, top, width, height } = getSelection().getRangeAt(0).getBoundingClientRect();
          return { x: left + width / 2, y: top + height / 2 };
        }
      });

    test('a key turns Postil off on the site and on again', async () => {
      await marked(page);
      await session.command('toggle-site', page);
      await unmarked();
      assert.deepEqual(await sites(), { mode: 'automatic', exceptions: { [host()]: 'never' } });
      await page.reload();
      await session.command('toggle-site', page);
      await marked(page);
      assert.deepEqual(await sites(), { mode: 'automatic', exceptions: {} });
    });

    test('the context menu turns Postil off on the site', async () => {
      await marked(page);
      await session.menu('toggle-site', page);
      await unmarked();
      assert.equal((await sites()).exceptions[host()], 'never');
    });

    test('where pages are marked only when asked, the context menu asks', async () => {
      await store({ sites: { mode: 'asked' } });
      await page.reload();
      await session.menu('mark-page', page);
      await marked(page);
      // A change of something else does not take the marks away, nor does a rescan.
      await store({ sites: { mode: 'asked' }, threshold: 0.1 });
      await page.evaluate(() => document.querySelector('.story-body p').append(' More was said later.'));
      await until(async () => texts(await marks(page), 'person').length > 0, 'the names');
      await page.reload();
      await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
      assert.deepEqual(await marks(page), []);
    });

    test('a page is marked when a page of Postil asks, on a silent site too, until the site is turned off', async () => {
      await store({ sites: { exceptions: { [host()]: 'never' } } });
      await page.reload();
      const ask = () =>
        session.extension(async (url) => {
          const [tab] = (await chrome.tabs.query({})).filter((tab) => tab.url === url);
          return chrome.tabs.sendMessage(tab.id, { ask: 'mark' });
        }, page.url());
      assert.deepEqual(await ask(), { done: null });
      assert.ok((await marks(page)).length > 0);
      assert.deepEqual(await ask(), { done: null });
      await store({ sites: { exceptions: { [host()]: 'asked' } } });
      await unmarked();
    });

    test('a page without an article says so when it is asked for', async () => {
      await page.goto(server.url('not-an-article.html'));
      const answer = await session.extension(async (url) => {
        const [tab] = (await chrome.tabs.query({})).filter((tab) => tab.url === url);
        return chrome.tabs.sendMessage(tab.id, { ask: 'mark' });
      }, page.url());
      assert.equal(typeof answer.failed, 'string', JSON.stringify(answer));
      assert.deepEqual(await marks(page), []);
      const said = await card.opened(session, page);
      assert.ok(said.status.startsWith(answer.failed), said.status);
      await press('Close');
      await until(() => page.evaluate(() => document.querySelector('postil-card') === null), 'the words to go');
    });

    test('the selection becomes a highlight by the context menu', async () => {
      await marked(page);
      const spot = await select();
      await session.menu('annotate-selection', page, spot);
      await until(async () => texts(await marks(page), 'saved').length === 1, 'the highlight');
      assert.deepEqual(texts(await marks(page), 'saved'), ['soldier promised']);
    });

    test('the button shows how much is saved of the page', async () => {
      await marked(page);
      assert.equal(await badge(), '');
      const spot = await place(page, 'person', 'Ignacio Barragán Ríos');
      await page.mouse.click(spot.x, spot.y);
      await press('Save');
      await until(async () => (await badge()) === '1', 'the number');
      const url = page.url();
      await page.goto(server.url('not-an-article.html'));
      await until(async () => (await badge()) === '', 'the number to go with the page');
      await page.goBack();
      await until(async () => page.url() === url && (await badge()) === '1', 'the number to come back');
      await session.extension(async () => {
        const keys = Object.keys(await chrome.storage.local.get(null)).filter((key) => key.startsWith('page:'));
        await chrome.storage.local.remove(keys);
      });
      await until(async () => (await badge()) === '', 'the number to go with what was saved');
    });

    test('a key opens the panel, and so does the context menu', { skip: name === 'chromium' && 'see the next test' }, async () => {
      await marked(page);
      for (const ask of [() => session.command('open-panel', page), () => session.menu('open-panel', page)]) {
        await ask();
        const panel = await openedPanel(session);
        await until(() => panel.evaluate(() => document.body.innerText.includes('Leaked army file')), 'the article in the panel');
        await panel.close();
      }
    });

    // Chromium opens a panel while a reader's key is being handled, and gives tests no such key.
    test('the panel is asked for while the key is being handled', { skip: name === 'firefox' && 'see the test before' }, async () => {
      await page.bringToFront();
      const asked = await (await session.worker()).evaluate(async () => {
        const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
        const calls = [];
        const { open } = chrome.sidePanel;
        chrome.sidePanel.open = (options) => Promise.resolve(calls.push(options));
        const during = [];
        for (const ask of [
          () => chrome.commands.onCommand.dispatch('open-panel', tab),
          () => chrome.contextMenus.onClicked.dispatch({ menuItemId: 'open-panel', editable: false }, tab),
        ]) {
          ask();
          during.push(calls.pop()?.windowId === tab.windowId);
        }
        chrome.sidePanel.open = open;
        return during;
      });
      assert.deepEqual(asked, [true, true]);
    });
  });
}
