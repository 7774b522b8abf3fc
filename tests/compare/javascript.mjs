// Answers of compromise and speed of wink-nlp: `node javascript.mjs TOOL FOLDER SET` prints one JSON line a
// document, then one line with the words a second, the median of several rounds.
import { createRequire } from "node:module";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import path from "node:path";

const [tool, folder, set] = process.argv.slice(2);
const require = createRequire(pathToFileURL(path.resolve(folder, "package.json")));

/** Code points before each UTF-16 unit. */
function codePoints(text) {
  const at = new Uint32Array(text.length + 1);
  let count = 0;
  for (let unit = 0; unit < text.length; unit += 1) {
    at[unit] = count;
    const code = text.charCodeAt(unit);
    if (code < 0xd800 || code > 0xdbff) count += 1;
  }
  at[text.length] = count;
  return at;
}

async function reader() {
  if (tool === "compromise") {
    const nlp = (await import(pathToFileURL(require.resolve("compromise")).href)).default;
    return (text) => {
      const document = nlp(text);
      const spans = [];
      for (const [type, view] of [
        ["person", document.people()],
        ["place", document.places()],
        ["organization", document.organizations()],
      ]) {
        for (const found of view.json({ offset: true })) {
          const { start, length } = found.offset;
          const exact = text.slice(start, start + length);
          // compromise keeps signs and space around a match.
          const lead = exact.search(/[\p{L}\p{N}]/u);
          if (lead < 0) continue;
          spans.push([start + lead, start + exact.replace(/[^\p{L}\p{N}.]+$/u, "").replace(/\.$/u, "").length, type]);
        }
      }
      return spans.sort((a, b) => a[0] - b[0]);
    };
  }
  const wink = require("wink-nlp")(require("wink-eng-lite-web-model"));
  return (text) => {
    wink.readDoc(text).entities().out();
    return [];
  };
}

const documents = [];
for await (const line of createInterface({ input: createReadStream(set).pipe(createGunzip()) })) {
  documents.push(JSON.parse(line));
}
const read = await reader();
const ROUNDS = 3;
// Once unmeasured: V8 compiles again what runs often.
let answers = documents.map((document) => read(document.text));
const rounds = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const begun = performance.now();
  answers = documents.map((document) => read(document.text));
  rounds.push((performance.now() - begun) / 1000);
}
const seconds = rounds.sort((a, b) => a - b)[ROUNDS >> 1];
documents.forEach((document, index) => {
  const at = codePoints(document.text);
  const spans = answers[index].map(([start, end, type]) => [at[start], at[end], type]);
  console.log(JSON.stringify({ id: document.id, spans }));
});
const words = documents.reduce((sum, document) => sum + document.text.trim().split(/\s+/).length, 0);
console.log(JSON.stringify({ words_per_second: Math.round(words / seconds) }));
