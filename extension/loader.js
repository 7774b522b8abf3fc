// Decides by cheap signs whether the page is an article, and only then brings the engine in.
// It runs on every page, so it looks at a few hundred nodes at most, causes no layout and leaves no trace.
// `postil.load` comes from the file before this one: each browser has its own way.
(() => {
  'use strict';

  const ARTICLE_TYPE = /"@type"\s*:\s*(?:\[[^\]]*)?"(?:[A-Za-z]*NewsArticle|Article|BlogPosting|LiveBlogPosting|Report)"/;
  // An article has at least this many paragraphs of running text, or half as many behind a sign that says so.
  const PARAGRAPHS = 5;
  const PARAGRAPH_LENGTH = 90;

  function saysArticle() {
    const type = document.querySelector('meta[property="og:type"]')?.content;
    if (type === 'article') return true;
    if (document.querySelector('meta[property="article:published_time"], [itemprop="articleBody"]')) return true;
    return Array.from(document.querySelectorAll('script[type="application/ld+json"]'))
      .some((script) => ARTICLE_TYPE.test(script.textContent.slice(0, 100_000)));
  }

  function runningText(enough) {
    let found = 0;
    let seen = 0;
    for (const paragraphs of allParagraphs()) {
      for (const paragraph of paragraphs) {
        if (++seen > 400) return false;
        if (paragraph.textContent.trim().length >= PARAGRAPH_LENGTH && ++found >= enough) return true;
      }
    }
    return false;
  }

  /** The paragraphs of the document, and then those in open shadow roots: pages made of components have their text there. */
  function* allParagraphs() {
    yield document.getElementsByTagName('p');
    let seen = 0;
    const roots = [document.body];
    for (const root of roots) {
      for (const element of root.querySelectorAll('*')) {
        if (++seen > 400) return;
        if (!element.shadowRoot) continue;
        roots.push(element.shadowRoot);
        yield element.shadowRoot.querySelectorAll('p');
      }
    }
  }

  /** Whether this is the page itself or a frame of the same site; what others put into frames is theirs, and rarely news. */
  function isOfThisSite() {
    try {
      return window === top || top.location.origin === location.origin;
    } catch {
      return false;
    }
  }

  function isArticle() {
    if (!document.body || document.designMode === 'on' || document.body.isContentEditable) return false;
    if (saysArticle()) return runningText(2) || document.body.textContent.length > 1500;
    return runningText(PARAGRAPHS);
  }

  const TABLES = ['rates', 'units', 'gazetteer', 'model'];

  /** Loads the binary tables while the engine compiles. One that cannot be loaded is left out: the rest still works. */
  async function tables() {
    const load = async (name) => [name, await (await fetch(chrome.runtime.getURL(`tables/${name}.bin`))).arrayBuffer()];
    const loaded = await Promise.allSettled(TABLES.map(load));
    return Object.fromEntries(loaded.filter((table) => table.status === 'fulfilled').map((table) => table.value));
  }

  let starting;
  let runs = false;

  /**
   * Starts the engine, once.
   * @param {boolean} asked whether the reader asked for this page: then it is marked on every site
   * @returns whether the page is marked
   */
  function start(asked) {
    if (!starting) {
      // What takes longest is asked for first.
      const engine = postil.load();
      const loading = tables();
      starting = engine.then((engine) => engine.start(loading, asked));
      starting.finally(() => (runs = true)).catch(() => {});
    }
    return starting;
  }

  /** Whether this page is marked by itself, or else its site's articles are. `silent_hosts` is from a version before `sites`. */
  function isOn(settings) {
    const page = settings?.sites?.pages?.[location.href.split('#')[0]];
    if (page !== undefined) return page;
    const silent = settings?.silent_hosts?.includes(location.host) ? 'never' : undefined;
    return (settings?.sites?.exceptions?.[location.host] ?? silent ?? settings?.sites?.mode ?? 'automatic') === 'automatic';
  }

  async function begin() {
    const go = () => {
      chrome.storage.onChanged.removeListener(again);
      return start(false);
    };
    // Let speak again, the page is marked without a reload. It listens before it reads: what she changed between the two
    // was missed, and a page that was turned on while it loaded stayed silent.
    const again = (changes) => {
      if (changes.settings && isOn(changes.settings.newValue)) go().catch(tell);
    };
    chrome.storage.onChanged.addListener(again);
    const { settings } = await chrome.storage.local.get('settings');
    if (isOn(settings)) await go();
  }

  // Asked for, a page is marked whatever the loader thinks of it; once the engine runs, it answers itself.
  const asked = (message, _, respond) => {
    if (message?.ask !== 'mark' || runs) return false;
    start(true).then(
      (marked) => respond(marked ? { done: null } : { failed: chrome.i18n.getMessage('page_not_marked') }),
      (error) => respond({ failed: String(error) }),
    );
    return true;
  };
  if (!isOfThisSite()) return;
  // She asks for the page, not for its frames.
  if (window === top) chrome.runtime.onMessage.addListener(asked);

  const tell = (error) => console.error('Postil could not start:', error);
  if (isArticle()) begin().catch(tell);
  else awaitArticle();

  /**
   * A page that is no article may become one: its text comes late, or it goes to another address without being loaded
   * anew. Looks again only after something was added, when the browser is idle, a few times with ever longer rests; then
   * not before the address changes.
   */
  function awaitArticle() {
    const CHECKS = 8;
    let checks = 0;
    let address = location.href;
    let timer = 0;
    let done = false;
    // Called on the window: Firefox's content scripts have another global object.
    const later = (task) => window.requestIdleCallback(task, { timeout: 1000 });
    const observer = new MutationObserver(() => {
      // Nothing more is observed until the check: a busy page causes one call, not thousands.
      observer.disconnect();
      if (!timer) timer = setTimeout(() => later(check), 200 * 2 ** checks);
    });
    const observe = () => observer.observe(document, { childList: true, subtree: true });
    const moved = () => {
      if (location.href === address || done) return;
      address = location.href;
      checks = 0;
      clearTimeout(timer);
      timer = setTimeout(() => later(check), 200);
    };
    function check() {
      timer = 0;
      // The extension was updated or removed: the old script leaves the page alone.
      if (done || starting || !chrome.runtime?.id) return stop();
      if (isArticle()) {
        stop();
        begin().catch(tell);
      } else if (++checks < CHECKS) observe();
    }
    function stop() {
      done = true;
      observer.disconnect();
      window.navigation?.removeEventListener('currententrychange', moved);
      window.removeEventListener('popstate', moved);
    }
    window.navigation?.addEventListener('currententrychange', moved);
    window.addEventListener('popstate', moved);
    observe();
  }
})();
