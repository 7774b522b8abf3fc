// Drives Postil's own pages in a tab, as a reader would: real pointer, real keys; and checks them with axe-core.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { until } from './session.mjs';

/** The source of axe-core, for any page. */
export const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Opens a page of Postil and waits until it is drawn. */
export async function openOwnPage(session, path) {
  const page = await session.openExtensionPage(path);
  await until(() => page.evaluate(() => document.querySelector('h1') !== null && document.querySelector('main > *') !== null), `${path} to be drawn`);
  return page;
}

/** Waits until a function is true in the page. */
export function untilIn(page, task, what, ...values) {
  return until(() => page.evaluate(task, ...values), what);
}

/**
 * Clicks the middle of an element, wherever it is on the page, once it rests there: parts of a page that arrive later
 * push on what stands below them. `text` tells apart elements of one selector.
 */
export async function click(page, selector, text = null) {
  const find = (selector, text) => {
    const all = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
    const element = all.find((one) => text === null || one.textContent.trim().startsWith(text));
    if (!element) return null;
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    const box = element.getBoundingClientRect();
    const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const hit = document.elementFromPoint(point.x, point.y);
    return hit && (element.contains(hit) || hit.closest('label')?.contains(element)) ? point : null;
  };
  let before = null;
  const resting = async () => {
    const now = await page.evaluate(find, selector, text);
    const rests = now !== null && now.x === before?.x && now.y === before?.y;
    before = now;
    return rests && now;
  };
  const { x, y } = await until(resting, `${selector} ${text ?? ''} to be clickable`);
  await page.click(x, y);
}

/** Chooses an option of a select: what arrives at the page is what a choice by the pointer gives. */
export function choose(page, selector, value) {
  return page.evaluate(
    (selector, value) => {
      const select = document.querySelector(selector);
      select.value = value;
      select.dispatchEvent(new Event('input', { bubbles: true }));
      select.dispatchEvent(new Event('change', { bubbles: true }));
    },
    selector,
    value,
  );
}

/** Gives files to an input. */
export async function giveFile(session, page, selector, path) {
  if (session.name === 'chromium') {
    const input = await page.page.$(selector);
    await input.uploadFile(path);
    return;
  }
  const { nodes } = await session.bidi('browsingContext.locateNodes', {
    context: page.context,
    locator: { type: 'css', value: selector },
  });
  await session.bidi('input.setFiles', { context: page.context, element: { sharedId: nodes[0].sharedId }, files: [path] });
}

/** Light or dark, as the reader's system says. */
export async function dress(session, page, dark) {
  if (session.name === 'chromium') {
    await (page.page ?? page).emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]);
  } else {
    await session.privileged(`Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', ${dark ? 0 : 1})`);
  }
  await untilIn(page, (dark) => matchMedia('(prefers-color-scheme: dark)').matches === dark, 'the colours to change', dark);
}

/** The size of the window, in CSS pixels. */
export async function resize(session, page, width, height) {
  const web = page.page ?? page;
  if (web.setViewport) await web.setViewport({ width, height });
  else await session.bidi('browsingContext.setViewport', { context: page.context, viewport: { width, height } });
  await untilIn(page, (width) => innerWidth === width, 'the window to change its size', width);
}

/** What axe-core finds wrong, a line each. */
export async function violations(session, page) {
  if (session.name === 'chromium') await (page.page ?? page).evaluate(axe);
  else await session.evaluateIn(page.context, `${axe};undefined`);
  return page.evaluate(check);
}

/** In a page with axe-core in it: what that finds wrong, a line each. */
export async function check() {
  const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}
