// Firefox: into the documents that the browser's own window holds beside its tabs, the popup and the panel. They live in
// another process, so a script in their frame is the way to them.

/** Runs a function with the browser's own rights. Values and result travel as JSON. */
export async function privileged(session, task, ...values) {
  const { contexts } = await session.bidi('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const answer = await session.bidi('script.evaluate', {
    expression: `(async () => JSON.stringify((await (${task})(...${JSON.stringify(values)})) ?? null))()`,
    target: { context: contexts[0].context },
    awaitPromise: true,
  });
  if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
  return JSON.parse(answer.result.value);
}

/**
 * Takes a picture of the document of a `<browser>` element.
 * @param {(window: Window) => Element | undefined} find the element in the browser's window
 * @returns {Promise<Buffer>} PNG
 */
export async function drawn(session, find) {
  const picture = await privileged(session, async (find) => {
    const window = Services.wm.getMostRecentWindow('navigator:browser');
    const bitmap = await eval(find)(window).browsingContext.currentWindowGlobal.drawSnapshot(null, 1, 'white');
    const canvas = window.document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas');
    Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
    canvas.getContext('2d').drawImage(bitmap, 0, 0);
    return canvas.toDataURL('image/png').split(',')[1];
  }, String(find));
  return Buffer.from(picture, 'base64');
}

/**
 * Runs a function in the document of a `<browser>` element, as if the reader had just clicked there.
 * @param {(window: Window) => Element | undefined} find the element in the browser's window
 * @returns what the function gives; null where there is no such element
 */
export function inFrame(session, find, task, values) {
  return privileged(
    session,
    async (find, task, values) => {
      const browser = eval(find)(Services.wm.getMostRecentWindow('navigator:browser'));
      if (!browser) return null;
      const call = `(async () => JSON.stringify((await (${task})(...${JSON.stringify(values)})) ?? null))()`;
      const code = `(async () => {
        let answer;
        const input = content.windowUtils.setHandlingUserInput(true);
        try {
          const sandbox = Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false });
          answer = Cu.evalInSandbox(${JSON.stringify(call)}, sandbox);
        } finally {
          input.destruct();
        }
        return answer;
      })().catch((error) => JSON.stringify({ error: String(error) })).then((answer) => sendAsyncMessage('postil-test-answer', answer));`;
      return new Promise((resolve) => {
        const name = 'postil-test-answer';
        // Heard for all elements: while a popup opens, Firefox moves its document from one element to another.
        const listener = {
          receiveMessage({ data }) {
            Services.mm.removeMessageListener(name, listener);
            resolve(JSON.parse(data));
          },
        };
        Services.mm.addMessageListener(name, listener);
        browser.messageManager.loadFrameScript('data:,' + encodeURIComponent(code), false);
      });
    },
    String(find),
    String(task),
    values,
  );
}
