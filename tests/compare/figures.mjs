// One table: how many words a second Postil and Recognizers-Text read figures, money and dates at, on the same text.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const folder = path.join(root, "target/compare/figures");
const run = (command, words) =>
  execFileSync(command, words, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

mkdirSync(folder, { recursive: true });
if (!existsSync(path.join(folder, "node_modules/@microsoft/recognizers-text-suite"))) {
  writeFileSync(path.join(folder, "package.json"), "{}\n");
  run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder, "@microsoft/recognizers-text-suite@1.3.1"]);
}

// The articles of the sample pages, as `postil scan` finds them.
const pages = ["mexico", "philippines"].map((name) => `tests/pages/${name}.html`);
const articles = pages.map((page) => JSON.parse(run("cargo", ["run", "--release", "-q", "-p", "postil-cli", "--", "scan", page])).text);
const text = articles.join("\n");
const file = path.join(folder, "articles.txt");
writeFileSync(file, text);
const words = text.trim().split(/\s+/).length;

const said = run("cargo", ["run", "--release", "-q", "-p", "postil-core", "--example", "figures_speed", "--", file]);
const ours = /(\d+) marks: .*?(\d+) words\/s/.exec(said);

const require = createRequire(pathToFileURL(path.join(folder, "package.json")));
const suite = require("@microsoft/recognizers-text-suite");
const culture = suite.Culture.English;
const date = new Date(2022, 9, 6);
const readers = [
  (line) => suite.recognizeNumber(line, culture),
  (line) => suite.recognizeOrdinal(line, culture),
  (line) => suite.recognizePercentage(line, culture),
  (line) => suite.recognizeAge(line, culture),
  (line) => suite.recognizeCurrency(line, culture),
  (line) => suite.recognizeDimension(line, culture),
  (line) => suite.recognizeTemperature(line, culture),
  (line) => suite.recognizeDateTime(line, culture, undefined, date),
];
const lines = readFileSync(file, "utf8").split("\n");
readers.forEach((read) => read("It cost $5 on May 3, 2019."));
const seconds = [];
let found = 0;
for (let turn = 0; turn < 3; turn += 1) {
  const begun = performance.now();
  found = lines.reduce((sum, line) => sum + readers.reduce((count, read) => count + read(line).length, 0), 0);
  seconds.push((performance.now() - begun) / 1000);
}
const median = seconds.sort((a, b) => a - b)[1];

console.log(`${words} words of ${pages.join(", ")}

| tool | found | words/s |
|---|---|---|
| Postil, figures and money | ${ours[1]} | ${Number(ours[2]).toLocaleString("en")} |
| Recognizers-Text 1.3.1 (npm), its eight recognizers | ${found} | ${Math.round(words / median).toLocaleString("en")} |`);
