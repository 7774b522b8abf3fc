// How long tasks on a page's main thread take, from the browser's own trace. Firefox has none that a test can read.

const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing', 'v8'];
/** What the trace calls the running of a script. */
const CALLS = new Set(['FunctionCall', 'EvaluateScript', 'v8.evaluateModule']);

/**
 * Begins to trace a page.
 * @returns {Promise<(start?: number, end?: number) => Promise<{longest: number | null, longestOfOurs: number | null}>>}
 *   ends it. Gives, in milliseconds, the longest task between two of the page's `performance.now()`, and the most time of
 *   the processor that Postil's own code took within one task; null where the browser does not tell
 */
export async function traceTasks(session, page) {
  if (session.name !== 'chromium') return async () => ({ longest: null, longestOfOurs: null });
  await page.tracing.start({ categories: CATEGORIES });
  return async (start = -Infinity, end = Infinity) => {
    // A mark with a known time ties the page's clock to the trace's.
    const at = await page.evaluate(() => performance.mark('trace-tie').startTime);
    const { traceEvents } = JSON.parse(Buffer.from(await page.tracing.stop()).toString());
    const tie = traceEvents.find(({ name }) => name === 'trace-tie');
    const time = (ts) => at + (ts - tie.ts) / 1000;
    const here = traceEvents.filter((event) => event.pid === tie.pid && event.tid === tie.tid && event.dur);
    // Not every task has both of the names; where it has, one lies within the other.
    let done = 0;
    const tasks = here
      .filter((event) => event.name.endsWith('RunTask') && time(event.ts) + event.dur / 1000 > start && time(event.ts) < end)
      .sort((a, b) => a.ts - b.ts || b.dur - a.dur)
      .filter((event) => event.ts >= done && (done = event.ts + event.dur));
    const ours = here.filter((event) => CALLS.has(event.name) && event.args.data?.url?.startsWith('chrome-extension:')).sort((a, b) => a.ts - b.ts);
    let longestOfOurs = 0;
    let next = 0;
    for (const task of tasks) {
      let sum = 0;
      let done = 0;
      for (; next < ours.length && ours[next].ts < task.ts + task.dur; next += 1) {
        // Calls within a call are part of it.
        if (ours[next].ts < task.ts || ours[next].ts < done) continue;
        sum += ours[next].tdur ?? ours[next].dur;
        done = ours[next].ts + ours[next].dur;
      }
      longestOfOurs = Math.max(longestOfOurs, sum / 1000);
    }
    return { longest: Math.max(0, ...tasks.map((task) => task.dur / 1000)), longestOfOurs };
  };
}
