#!/usr/bin/env node
// The plain part of what `cargo deny` and `cargo machete` do, for machines that lack them.
//
//   cargo metadata --format-version 1 --locked | node scripts/dependencies.mjs licences
//   cargo metadata --format-version 1 --locked | node scripts/dependencies.mjs unused
//
// `licences`: every crate from outside has a licence that deny.toml allows, comes from a registry
// (not from a git repository), and is asked for with a version.
// `unused`: every crate that one of ours asks for is named in its source. A crate that is there for
// its features alone is listed in that Cargo.toml: [package.metadata.cargo-machete] ignored = ["…"].

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

const metadata = JSON.parse(readFileSync(0, "utf8"));
const own = metadata.packages.filter((crate) => crate.source === null);
const foreign = metadata.packages.filter((crate) => crate.source !== null);
const problems = [];

/** The strings of `allow = [ … ]` under [licenses]; enough of TOML for our own file. */
function allowedLicences() {
  const text = readFileSync(new URL("../deny.toml", import.meta.url), "utf8").replace(/#.*/g, "");
  const list = text.match(/^\[licenses\][^]*?^allow\s*=\s*\[([^\]]*)\]/m);
  if (!list) throw new Error("deny.toml has no list of allowed licences");
  return new Set([...list[1].matchAll(/"([^"]+)"/g)].map((match) => match[1]));
}

/** Is there a way through this SPDX expression that uses allowed licences alone? `/` is the old way to write OR. */
function satisfied(expression, allowed) {
  const tokens = expression.replace(/\//g, " OR ").match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const term = () => {
    if (tokens[at] === "(") {
      at += 1;
      const inside = either();
      if (tokens[at++] !== ")") throw new Error(`cannot read the licence "${expression}"`);
      return inside;
    }
    let licence = tokens[at++];
    if (licence === undefined || /^(AND|OR|WITH|\))$/.test(licence)) {
      throw new Error(`cannot read the licence "${expression}"`);
    }
    if (tokens[at] === "WITH") {
      licence += ` WITH ${tokens[at + 1]}`;
      at += 2;
    }
    return allowed.has(licence);
  };
  const both = () => {
    let all = term();
    while (tokens[at] === "AND") {
      at += 1;
      all = term() && all;
    }
    return all;
  };
  const either = () => {
    let any = both();
    while (tokens[at] === "OR") {
      at += 1;
      any = both() || any;
    }
    return any;
  };
  const answer = either();
  if (at !== tokens.length) throw new Error(`cannot read the licence "${expression}"`);
  return answer;
}

function licences() {
  const allowed = allowedLicences();
  for (const crate of foreign) {
    const name = `${crate.name} ${crate.version}`;
    if (!crate.license) problems.push(`${name}: names no licence`);
    else if (!satisfied(crate.license, allowed)) problems.push(`${name}: ${crate.license} is not allowed`);
    if (!/^(sparse|registry)\+/.test(crate.source)) problems.push(`${name}: does not come from a registry`);
  }
  for (const crate of own) {
    for (const { name, req, path: local } of crate.dependencies) {
      if (req === "*" && !local) problems.push(`${crate.name} asks for any version of ${name}`);
    }
  }
  const versions = new Map();
  for (const { name, version } of foreign) versions.set(name, [...(versions.get(name) ?? []), version]);
  const doubles = [...versions].filter(([, list]) => list.length > 1);
  if (doubles.length > 0) {
    console.log(`warning: more than one version of ${doubles.map(([name, list]) => `${name} (${list.join(", ")})`).join("; ")}`);
  }
  console.log(`${foreign.length} crates from outside, ${new Set(foreign.map((crate) => crate.license)).size} licence texts`);
}

function* rustFiles(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== "target") yield* rustFiles(file);
    else if (entry.isFile() && entry.name.endsWith(".rs")) yield file;
  }
}

/** What a dependency is called in Rust: its new name, or that of its library, or its own. */
function nameInSource({ name, rename }) {
  if (rename) return rename.replace(/-/g, "_");
  const library = metadata.packages
    .find((crate) => crate.name === name)
    ?.targets.find(({ kind }) => kind.some((one) => one.endsWith("lib") || one === "proc-macro"));
  return (library?.name ?? name).replace(/-/g, "_");
}

function unused() {
  let asked = 0;
  for (const crate of own) {
    const source = [...rustFiles(path.dirname(crate.manifest_path))].map((file) => readFileSync(file, "utf8")).join("\n");
    const ignored = crate.metadata?.["cargo-machete"]?.ignored ?? [];
    for (const dependency of crate.dependencies) {
      asked += 1;
      const named = new RegExp(`\\b${nameInSource(dependency)}\\b`);
      if (!named.test(source) && !ignored.includes(dependency.name)) {
        problems.push(`${crate.name} asks for ${dependency.name} and does not use it`);
      }
    }
  }
  console.log(`${asked} dependencies of ${own.length} crates`);
}

const checks = { licences, unused };
const check = checks[process.argv[2]];
if (!check) {
  console.error(`usage: cargo metadata --format-version 1 --locked | node scripts/dependencies.mjs ${Object.keys(checks).join("|")}`);
  process.exit(2);
}
check();
for (const problem of problems) console.log(`error: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
