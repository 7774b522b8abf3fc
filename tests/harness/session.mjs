// What the sessions of both browsers have in common.

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

  close() {
    return this.browser.close();
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
