// Speed of Postil's whole scan as WebAssembly, or as the JavaScript that wasm2js made of it where MODULE is a script:
// `node wasm.mjs MODULE TABLES SET` prints one line with the words a second.
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [module, tables, set] = process.argv.slice(2);
const ROUNDS = 9;

// Node.js 20 has no such method; the script calls it a few times, while the tables come in.
ArrayBuffer.prototype.transfer ??= function (length) {
  const moved = new ArrayBuffer(length);
  new Uint8Array(moved).set(new Uint8Array(this));
  return moved;
};
const exports = /\.m?js$/.test(module)
  ? await import(pathToFileURL(module).href)
  : (await WebAssembly.instantiate(readFileSync(module), {})).instance.exports;
const { memory, reserve, take_table: takeTable, take_text: takeText, scan } = exports;

/** Writes the input into the module's memory. */
function give(bytes) {
  const at = reserve(bytes.length);
  new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
}

for (const name of ["rates", "units", "gazetteer", "model"]) {
  give(readFileSync(path.join(tables, `${name}.bin`)));
  if (takeTable() > 0) throw new Error(`the tables in ${tables} cannot be opened`);
}
const texts = gunzipSync(readFileSync(set)).toString().trimEnd().split("\n").map((line) => JSON.parse(line).text);
for (const text of texts) {
  give(Buffer.from(text));
  if (takeText() > 0) throw new Error("a text is not UTF-8");
}
// Twice unmeasured: V8 compiles the module again while it runs.
scan();
scan();
const seconds = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const begun = performance.now();
  scan();
  seconds.push((performance.now() - begun) / 1000);
}
seconds.sort((a, b) => a - b);
const words = texts.reduce((sum, text) => sum + text.trim().split(/\s+/).length, 0);
console.log(JSON.stringify({ words_per_second: Math.round(words / seconds[ROUNDS >> 1]) }));
