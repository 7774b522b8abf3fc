// How much memory Postil takes in a page, as far as each browser tells.
import { privileged } from './frame.mjs';

/** Chromium: all that the page's process holds for scripts once the garbage is collected, and the WebAssembly memory. */
async function ofChromium(page) {
  const protocol = await page.createCDPSession();
  const contexts = [];
  protocol.on('Runtime.executionContextCreated', ({ context }) => contexts.push(context));
  await protocol.send('Runtime.enable');
  // Twice: what the first collection lets go of may hold more.
  for (let n = 0; n < 2; n += 1) await protocol.send('HeapProfiler.collectGarbage');
  let wasm = 0;
  for (const { id } of contexts.filter(({ origin }) => origin.startsWith('chrome-extension:'))) {
    const evaluated = await protocol.send('Runtime.evaluate', { contextId: id, expression: 'WebAssembly.Memory.prototype' });
    const { objects } = await protocol.send('Runtime.queryObjects', { prototypeObjectId: evaluated.result.objectId });
    const { result } = await protocol.send('Runtime.callFunctionOn', {
      objectId: objects.objectId,
      functionDeclaration: 'function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }',
      returnByValue: true,
    });
    wasm += result.value;
    // What the protocol holds on to is not let go by the page.
    for (const { objectId } of [evaluated.result, objects]) await protocol.send('Runtime.releaseObject', { objectId });
  }
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = await protocol.send('Runtime.getHeapUsage');
  await protocol.detach();
  // V8 counts WebAssembly's memory nowhere here.
  return { wasm, all: wasm + usedSize + (embedderHeapUsedSize ?? 0) + (backingStorageSize ?? 0) };
}

/**
 * Firefox: what its memory reporter tells of WebAssembly, its code too, in all processes of pages; of the rest of a script's
 * memory it does not say which extension it is of.
 */
function ofFirefox(session) {
  return privileged(session, async () => {
    const manager = Cc['@mozilla.org/memory-reporter-manager;1'].getService(Ci.nsIMemoryReporterManager);
    let wasm = 0;
    await new Promise((resolve) => manager.minimizeMemoryUsage(resolve));
    await new Promise((resolve) => {
      const report = (process, path, kind, units, amount) => {
        if (/^web/i.test(process) && !/extension/i.test(process) && path.startsWith('explicit/') && /wasm/i.test(path)) wasm += amount;
      };
      manager.getReports(report, null, resolve, null, false);
    });
    return { wasm, all: null };
  });
}

/**
 * The page's own scripts count too: subtract what the same page takes without Postil.
 * @returns {Promise<{wasm: number, all: number | null}>} bytes of WebAssembly, and of all for scripts, where the browser tells
 */
export function memoryOf(session, page) {
  return session.name === 'firefox' ? ofFirefox(session) : ofChromium(page);
}
