// What a browser under test requests beyond this machine: a proxy sees all of it, keeps a list and lets nothing out. A test
// can answer for a host; then the browser speaks TLS with this proxy in that host's place.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

/** Hosts that the browsers ask by themselves, with or without an extension: updates, certificates, their makers' lists. */
const BROWSERS_OWN =
  /(^|\.)(google|googleapis|gvt1|gvt2|gstatic|chromium|mozilla|firefox|digicert|pki)\.(com|net|org|goog)$|^detectportal\.|^invalid$|\.invalid$|\.test$/;

/**
 * @param {Record<string, (request, response) => void>} [answers] by host, for `https`
 * @returns the proxy: its port, the addresses that were asked for, and those that no browser asks by itself
 */
export async function watchNetwork(answers = {}) {
  const asked = [];
  const proxy = createServer((request, response) => {
    asked.push(new URL(request.url).host);
    response.writeHead(502).end();
  });
  const pem = await readFile(new URL('test-certificate.pem', import.meta.url));
  const tls = createTlsServer({ key: pem, cert: pem }, (request, response) => {
    answered.push(`https://${request.headers.host}${request.url}`);
    answers[request.headers.host](request, response);
  });
  const answered = [];
  proxy.on('connect', (request, socket) => {
    socket.on('error', () => {});
    const host = request.url.replace(/:443$/, '');
    if (!answers[host]) {
      asked.push(host);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    tls.emit('connection', socket);
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    port: proxy.address().port,
    /** The full addresses that a test answered for. */
    answered,
    /** The hosts that were asked for and that are none of the browsers' own. */
    foreign: () => [...new Set(asked)].filter((host) => !BROWSERS_OWN.test(host.replace(/:\d+$/, ''))),
    /** Lets what was asked for so far count for nothing: a test asked for it itself. */
    forget: () => asked.splice(0),
    async close() {
      proxy.closeAllConnections();
      tls.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
