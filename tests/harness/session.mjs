// What the sessions of both browsers have in common.
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** How long to wait for something that should happen at once; generous, since test machines are slow and shared. */
export const PATIENCE = 20_000;

export class Session {
  /** @param browser puppeteer's browser */
  constructor(browser) {
    this.browser = browser;
  }

  /** A new tab; puppeteer's `Page`. For pages of the extension see `openExtensionPage`. */
  newPage() {
    return this.browser.newPage();
  }

  /** Opens an address in a new tab. */
  async open(url) {
    const page = await this.newPage();
    await page.goto(url);
    return page;
  }

  /**
   * Runs a function with the extension's rights (storage, messages to the background), in a page of the extension that
   * loads none of its code. Values and result travel as JSON.
   */
  async extension(task, ...values) {
    // A picture is a page like any other, and Postil's pages would run and change something.
    this.bare ??= await this.openExtensionPage('icons/16.png');
    return this.bare.evaluate(task, ...values);
  }

  /**
   * Does something that downloads one file, and gives that file's name and text. Needs `launch(…, { downloads })`.
   * The folder is emptied before: Chromium under automation overwrites a file of the same name, Firefox counts up.
   */
  async download(trigger) {
    await rm(this.downloads, { recursive: true, force: true });
    await mkdir(this.downloads, { recursive: true });
    await trigger();
    let last;
    const name = await until(async () => {
      const files = await readdir(this.downloads);
      // While a download runs there is a second file beside it, or its name has another ending; and Firefox begins with
      // a name of its own making, so a name counts when it stays.
      const done = files.length === 1 && !/\.(crdownload|part)$/.test(files[0]) && files[0];
      const stays = done && done === last;
      last = done;
      return stays && done;
    }, 'the download');
    return { name, text: await readFile(join(this.downloads, name), 'utf8') };
  }

  /** Ends the browser. Whatever a test did, Postil must have asked nobody for anything. */
  async close() {
    await this.browser.close();
    const foreign = this.network?.foreign() ?? [];
    await this.network?.close();
    if (foreign.length > 0) throw new Error(`requests went to ${foreign.join(', ')}`);
  }
}

/** Waits until `look` gives something true, and returns that. */
export async function until(look, what, patience = PATIENCE) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${patience / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Source text that calls `task` with `values` and gives the result as JSON text: it means the same in every browser. */
export function callAsJson(task, values) {
  const call = `(${task})(${values.map((value) => JSON.stringify(value) ?? 'undefined').join(', ')})`;
  return `(async () => JSON.stringify(await ${call}))()`;
}
