// Looks into Postil's card, whose shadow root is closed to the page: with the browser's own debugging protocol.
import { axe } from './pages.mjs';
import { until } from './session.mjs';

const HOST = 'postil-card';

/** What `read` gives of the card: its texts, and its buttons and fields with their middles in the window. */
function describe(root) {
  const middle = (element) => {
    const box = element.getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const card = root.querySelector('.card');
  if (!card?.parentElement.matches(':popover-open')) return null;
  const box = card.parentElement.getBoundingClientRect();
  return {
    box: { left: box.left, top: box.top, right: box.right, bottom: box.bottom },
    label: card.getAttribute('aria-label'),
    kind: card.querySelector('.kind')?.textContent ?? null,
    title: card.querySelector('.title')?.textContent ?? null,
    answer: card.querySelector('.answer')?.textContent ?? null,
    facts: [...card.querySelectorAll('.fact')].map((fact) => fact.textContent),
    changes: card.querySelector('.changes') && [...card.querySelector('.changes').children].map((one) => [one.localName, one.textContent]),
    note: card.querySelector('.note')?.textContent ?? null,
    // Of what elements the note is made, once the background has read its Markdown.
    drawn: [...card.querySelectorAll('.note *')].map((element) => element.localName),
    status: card.querySelector('.status')?.textContent ?? null,
    focused: root.activeElement?.textContent ?? null,
    buttons: Object.fromEntries([...card.querySelectorAll('button')].map((button) => [button.textContent, middle(button)])),
    field: card.querySelector('textarea') && middle(card.querySelector('textarea')),
  };
}

/** @returns the card as it is on screen, null where it is closed */
export function read(session, page) {
  return inStage(session, page, describe);
}

/**
 * Runs a function in the page with Postil's shadow root as its first argument. Values and result travel as JSON.
 * @returns what the function gives; null where there is no such root
 */
export function inStage(session, page, task, ...values) {
  const rest = values.map((value) => `, ${JSON.stringify(value) ?? 'undefined'}`).join('');
  const call = `async (root) => JSON.stringify((await (${task})(root${rest})) ?? null)`;
  return session.name === 'firefox' ? inStageOfFirefox(session, page, call) : inStageOfChromium(page, call);
}

async function inStageOfChromium(page, call) {
  const protocol = await (page.page ?? page).createCDPSession();
  try {
    const { root } = await protocol.send('DOM.getDocument', { depth: -1, pierce: true });
    const html = root.children.find((node) => node.localName === 'html');
    const host = html.children.find((node) => node.localName === HOST);
    if (!host) return null;
    const { object } = await protocol.send('DOM.resolveNode', { backendNodeId: host.shadowRoots[0].backendNodeId });
    const { result, exceptionDetails } = await protocol.send('Runtime.callFunctionOn', {
      objectId: object.objectId,
      functionDeclaration: `function () { return (${call})(this); }`,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return JSON.parse(result.value);
  } finally {
    await protocol.detach();
  }
}

async function inStageOfFirefox(session, page, call) {
  const target = { context: page.context ?? page.mainFrame()._id };
  const found = await session.bidi('script.evaluate', {
    expression: `document.querySelector('${HOST}')`,
    target,
    awaitPromise: false,
    serializationOptions: { maxDomDepth: 1, includeShadowTree: 'all' },
  });
  const root = found.result?.value?.shadowRoot;
  if (!root) return null;
  const answer = await session.bidi('script.callFunction', {
    functionDeclaration: call,
    arguments: [{ sharedId: root.sharedId }],
    target,
    awaitPromise: true,
  });
  if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
  return JSON.parse(answer.result.value);
}

/** What axe-core finds wrong with what Postil shows in the page, a line each. */
export async function violations(session, page) {
  // Closed to the page, the root is closed to axe-core too, which runs in the page.
  await inStage(session, page, (root) => {
    Object.defineProperty(root.host, 'shadowRoot', { configurable: true, get: () => root });
  });
  await page.evaluate(axe);
  return page.evaluate(async (host) => {
    const { violations, passes } = await globalThis.axe.run({ include: host }, { resultTypes: ['violations', 'passes'] });
    if (passes.length === 0) return ['axe-core has looked at nothing'];
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
  }, HOST);
}

/** Waits for the card to be open, to stand still and, with `test`, to be as it says. */
export function opened(session, page, test = () => true) {
  let last;
  return until(async () => {
    const card = await read(session, page);
    const now = JSON.stringify(card);
    const still = now === last;
    last = now;
    return card && still && test(card) && card;
  }, `the card to be open${test.name ? `: ${test.name}` : ''}`);
}

/** Waits for the card to be closed. */
export function closed(session, page) {
  return until(async () => (await read(session, page)) === null, 'the card to close');
}
