// What Postil has highlighted in a page: the registry is the page's own, so the page can read it.
import { until } from './session.mjs';

/** @returns {Promise<{style: string, text: string}[]>} in the order of the page */
export function marks(page) {
  return page.evaluate(() => {
    const found = [];
    for (const [name, highlight] of CSS.highlights) {
      if (!name.startsWith('postil-')) continue;
      for (const range of highlight) found.push({ style: name, text: String(range), range });
    }
    // Ranges in different shadow roots cannot be compared; their hosts can.
    const host = (node) => (node.getRootNode().host ? host(node.getRootNode().host) : node);
    const order = (a, b) => {
      const [one, other] = [a.range.startContainer, b.range.startContainer];
      if (one.getRootNode() !== other.getRootNode()) {
        return host(one).compareDocumentPosition(host(other)) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
      }
      return a.range.compareBoundaryPoints(Range.START_TO_START, b.range) || b.range.compareBoundaryPoints(Range.END_TO_END, a.range);
    };
    return found.sort(order).map(({ style, text }) => ({ style, text }));
  });
}

/** Waits until the page is marked. */
export function marked(page) {
  return until(async () => {
    const found = await marks(page);
    return found.length > 0 && found;
  }, 'the page to be marked');
}

/** The texts of one style. */
export function texts(found, style) {
  return found.filter((mark) => mark.style === `postil-${style}`).map((mark) => mark.text.replace(/\s+/g, ' '));
}

/**
 * Scrolls a mark into view.
 * @returns its first box in the window, and the middle of it
 */
export function place(page, style, text) {
  return page.evaluate(
    (style, text) => {
      const ranges = [...CSS.highlights.get(`postil-${style}`)];
      const range = ranges.find((range) => String(range).replace(/\s+/g, ' ') === text);
      range.startContainer.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { left, top, right, bottom } = range.getClientRects()[0];
      return { left, top, right, bottom, x: (left + right) / 2, y: (top + bottom) / 2 };
    },
    style,
    text,
  );
}
