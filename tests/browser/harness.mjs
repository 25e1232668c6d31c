// What every browser test needs: the desk itself, a browser, pages, pictures and the axe check.
//
//   import { after, test } from "node:test";
//   import { axe, fits, openBrowser, shot, startDemo } from "./harness.mjs";
//
//   const demo = await startDemo();
//   const browser = await openBrowser();
//   after(async () => { await browser.close(); await demo.stop(); });
//
//   test("the front page on a phone", async () => {
//     const page = await browser.page({ size: "phone", locale: "nl", javaScript: false });
//     await page.goto(demo.url);
//     await axe(page);
//     await fits(page);
//     await shot(page, "front-phone");
//     await page.context().close();
//   });

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

/** The two widths at which every page has to be right. */
export const SIZES = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
};

/** The languages of the desk. */
export const LOCALES = ["nl", "fr", "en", "de"];

/** Where the pictures go (not in git). */
export const SHOTS = fileURLToPath(new URL("./shots/", import.meta.url));

const START_TIMEOUT = 60_000;
const STOP_TIMEOUT = 15_000;

// Children that still run when this process ends, for whatever reason: they may not outlive it.
const running = new Set();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * Starts `$POSTMEESTER_BIN demo` on a free port and waits for its address.
 *
 * Its working directory is a new empty folder, removed when it stops. Both `env` and `args`
 * come on top of what is given here.
 *
 * @param {{ args?: string[], env?: Record<string, string> }} [options]
 * @returns {Promise<Program>}
 */
export async function startDemo({ args = [], env = {} } = {}) {
  const binary = process.env.POSTMEESTER_BIN;
  assert.ok(binary, "POSTMEESTER_BIN is not set: run ./test, or set it to target/debug/postmeester");
  assert.ok(existsSync(binary), `POSTMEESTER_BIN: there is no ${binary}`);
  return startProgram(path.resolve(binary), ["demo", ...args], {
    POSTMEESTER_LISTEN: "127.0.0.1:0",
    ...env,
  });
}

/**
 * Starts a program and waits until it prints a line with `http://` on its stdout.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<Program>}
 */
export async function startProgram(file, args, env = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), "postmeester-browser-"));
  const child = spawn(file, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const program = new Program(child, folder);
  try {
    const line = await program.line(/http:\/\//, START_TIMEOUT);
    // The address ends at the first white space; a full stop or bracket after it is prose.
    program.url = line.match(/http:\/\/[^\s"'<>]+/)[0].replace(/[).,;]+$/, "").replace(/\/$/, "");
    return program;
  } catch (error) {
    await program.stop().catch(() => {});
    throw error;
  }
}

/** A running child: its address, what it printed, and how it is stopped. */
class Program {
  /** The address from the first line with `http://`, without a slash at the end. */
  url = "";
  /** All it wrote so far. */
  stdout = "";
  stderr = "";
  #child;
  #folder;
  #ended;
  #watchers = new Set();

  constructor(child, folder) {
    this.#child = child;
    this.#folder = folder;
    running.add(child);
    this.#ended = new Promise((resolve) => {
      const end = (how) => {
        running.delete(child);
        resolve(how);
        this.#look(how);
      };
      child.once("error", (error) => end(error.message));
      child.once("close", (code, signal) => end(signal ?? `exit code ${code}`));
    });
    for (const name of ["stdout", "stderr"]) {
      child[name].setEncoding("utf8").on("data", (text) => {
        this[name] += text;
        this.#look();
      });
    }
  }

  get pid() {
    return this.#child.pid;
  }

  /** The complete lines on stdout so far. */
  get lines() {
    return this.stdout.split("\n").slice(0, -1);
  }

  #look(ended) {
    for (const watcher of [...this.#watchers]) watcher(ended);
  }

  /** The first line on stdout that matches, now or within `timeout` milliseconds. */
  line(pattern, timeout = 10_000) {
    return new Promise((resolve, reject) => {
      const finish = (settle, value) => {
        clearTimeout(timer);
        this.#watchers.delete(watcher);
        settle(value);
      };
      const fail = (why) =>
        finish(
          reject,
          new Error(`no line that matches ${pattern}: ${why}\n--- stdout\n${this.stdout}--- stderr\n${this.stderr}`),
        );
      const watcher = (ended) => {
        const line = this.lines.find((line) => pattern.test(line));
        if (line !== undefined) finish(resolve, line);
        else if (ended !== undefined) fail(`the program ended (${ended})`);
      };
      const timer = setTimeout(() => fail(`not within ${timeout} ms`), timeout);
      this.#watchers.add(watcher);
      watcher(running.has(this.#child) ? undefined : "before");
    });
  }

  /** Stops this one process with SIGTERM and waits; one that does not listen is a failure. */
  async stop() {
    if (running.has(this.#child)) this.#child.kill("SIGTERM");
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, STOP_TIMEOUT, "late");
    });
    const how = await Promise.race([this.#ended, late]);
    clearTimeout(timer);
    if (how === "late") {
      this.#child.kill("SIGKILL");
      await this.#ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
    assert.notEqual(how, "late", `did not stop within ${STOP_TIMEOUT} ms after SIGTERM\n${this.stderr}`);
    return how;
  }
}

/**
 * Starts Chromium: `$CHROMIUM`, or Debian's.
 *
 * @returns {Promise<{ page(options?: PageOptions): Promise<import("playwright-core").Page>, close(): Promise<void>, version(): string }>}
 */
export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    headless: true,
    // Nothing here may talk to the outside; and without a GPU or a sandbox it runs in CI, as root.
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  return {
    version: () => browser.version(),
    close: () => browser.close(),
    page: (options) => openPage(browser, options),
  };
}

/**
 * Opens an empty page in a browser profile of its own: no cookies from another test.
 *
 * @typedef {{ size?: keyof typeof SIZES, locale?: string, javaScript?: boolean, context?: object }} PageOptions
 * @param {import("playwright-core").Browser} browser
 * @param {PageOptions} [options] `context` goes to Playwright's `newContext` as it is
 */
async function openPage(browser, { size = "desktop", locale = "nl", javaScript = true, context = {} } = {}) {
  assert.ok(SIZES[size], `there is no size ${size}`);
  const profile = await browser.newContext({
    viewport: SIZES[size],
    isMobile: size === "phone",
    hasTouch: size === "phone",
    locale,
    timezoneId: "Europe/Brussels",
    javaScriptEnabled: javaScript,
    reducedMotion: "reduce",
    ...context,
  });
  profile.setDefaultTimeout(15_000);
  const page = await profile.newPage();
  if (!javaScript) scriptless.set(page, () => openPage(browser, { size, locale, context }));
  watch(page);
  return page;
}

const scriptless = new WeakMap();
const seen = new WeakMap();

function watch(page) {
  const problems = [];
  seen.set(page, problems);
  page.on("pageerror", (error) => problems.push(`error in a script: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`in the console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && hostname !== "127.0.0.1" && hostname !== "localhost") {
      problems.push(`asked another machine: ${request.url()}`);
    }
  });
}

/** Fails when a page logged an error, broke its own security policy or asked another machine for something. */
export function clean(page) {
  const problems = seen.get(page);
  assert.equal(problems.length, 0, `the page at ${page.url()}:\n${problems.join("\n")}`);
}

/** Fails on what axe calls serious or critical; tells, in the same message, what and where. */
export async function axe(page, { exclude = [] } = {}) {
  const twin = await withScripts(page);
  const builder = new AxeBuilder({ page: twin });
  for (const selector of exclude) builder.exclude(selector);
  const { violations, passes } = await builder.analyze();
  if (twin !== page) await twin.context().close();
  assert.ok(passes.length > 0, `axe found nothing to check at ${page.url()}`);
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const report = grave.map(
    ({ id, impact, help, nodes }) =>
      `${impact}: ${id}: ${help}\n${nodes.map((node) => `    ${node.target.join(" ")}: ${node.html}`).join("\n")}`,
  );
  assert.equal(grave.length, 0, `axe at ${page.url()}:\n${report.join("\n")}`);
}

// axe is itself JavaScript, so it cannot look at a page that was opened without. It gets a twin: the same
// document under the same address and cookies, in which nothing of the page's own may run and what stands
// in <noscript> is shown.
async function withScripts(page) {
  const openTwin = scriptless.get(page);
  if (!openTwin) return page;
  const body = (await page.content()).replace(/<\/?noscript\b[^>]*>/gi, "");
  const twin = await openTwin();
  await twin.context().addCookies(await page.context().cookies());
  await twin.route(
    (url) => url.href === page.url().replace(/#.*/, ""),
    (route) =>
      route.fulfill({
        body,
        contentType: "text/html; charset=utf-8",
        headers: { "content-security-policy": "script-src 'none'" },
      }),
    { times: 1 },
  );
  await twin.goto(page.url());
  return twin;
}

/** Fails when the page is wider than the screen, so that a phone would have to scroll sideways. */
export async function fits(page) {
  const [content, screen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  const wanted = page.viewportSize().width;
  // A page without a viewport meta tag is laid out at 980 pixels and shrunk: unreadable, and caught here.
  assert.ok(
    content <= screen && screen <= wanted,
    `${page.url()}: ${content} pixels of content on ${screen}, on a screen of ${wanted}`,
  );
}

/** Writes `shots/NAME.png` of the whole page and returns the picture's path. */
export async function shot(page, name) {
  assert.match(name, /^[a-z0-9-]+$/, "a picture's name is small letters, figures and dashes");
  await mkdir(SHOTS, { recursive: true });
  const file = path.join(SHOTS, `${name}.png`);
  await page.screenshot({ path: file, fullPage: true, animations: "disabled" });
  return file;
}
