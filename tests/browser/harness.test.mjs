// Tests the harness itself, on a small page served from here: when this fails, look no further.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { LOCALES, SIZES, axe, clean, fits, openBrowser, shot, startProgram } from "./harness.mjs";

const PAGES = {
  "/": `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Proef</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="data:,">
    <style>body { font: 1.1rem/1.5 sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem }</style></head>
    <body><main><h1>Proef van de postkamer</h1><p id="size"></p><p>Goede dag — één bericht, vier talen: ëéàü ß ç.</p>
    <noscript><p id="plain">Zonder JavaScript.</p></noscript>
    <form><label>Klant <input name="client"></label> <button>Zoek</button></form></main>
    <script>size.textContent = navigator.language + " " + innerWidth + "×" + innerHeight</script></body></html>`,
  "/bad": `<!doctype html><html lang="nl"><head><title>Fout</title><link rel="icon" href="data:,"></head>
    <body><main><h1>Fout</h1><input name="nameless"><div style="width: 3000px">te breed</div></main>
    <script>console.error("oops")</script></body></html>`,
};

const server = createServer((request, response) => {
  const page = PAGES[request.url.split("?")[0]];
  response.writeHead(page ? 200 : 404, {
    "content-type": "text/html; charset=utf-8",
    "x-language": request.headers["accept-language"] ?? "",
  });
  response.end(page ?? "");
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await openBrowser();
after(async () => {
  await browser.close();
  server.close();
  server.closeAllConnections();
});

for (const [size, { width, height }] of Object.entries(SIZES)) {
  test(`a page opens, passes axe and is pictured: ${size}`, { timeout: 60_000 }, async () => {
    const page = await browser.page({ size });
    await page.goto(base);
    assert.equal(await page.textContent("#size"), `nl ${width}×${height}`);
    await axe(page);
    await fits(page);
    clean(page);
    const picture = await readFile(await shot(page, `harness-${size}`));
    assert.deepEqual([...picture.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47], "not a PNG");
    assert.ok(picture.readUInt32BE(16) >= width && picture.length > 2000, "the picture is empty");
    await page.context().close();
  });
}

test("without JavaScript no script of the page runs, and axe still does", { timeout: 60_000 }, async () => {
  const page = await browser.page({ javaScript: false });
  for (let round = 0; round < 2; round += 1) {
    await page.goto(base);
    assert.equal(await page.textContent("#size"), "");
    assert.equal(await page.isVisible("#plain"), true);
    await axe(page);
    assert.equal(await page.textContent("#size"), "", "axe let the page's own script run");
    await fits(page);
  }
  await page.goto(`${base}/bad`);
  await assert.rejects(axe(page), /critical: label/);
  await page.context().close();
});

test("a page asks for the language it was opened in", { timeout: 60_000 }, async () => {
  for (const locale of LOCALES) {
    const page = await browser.page({ locale });
    const response = await page.goto(base);
    assert.match(response.headers()["x-language"], new RegExp(`^${locale}\\b`));
    await page.context().close();
  }
});

test("the checks see a bad page", { timeout: 60_000 }, async () => {
  const page = await browser.page({ size: "phone" });
  await page.goto(`${base}/bad`);
  await assert.rejects(axe(page), /critical: label/);
  await assert.rejects(fits(page), /pixels/);
  assert.throws(() => clean(page), /oops/);
  await page.context().close();
});

test("a program is started, read and stopped", { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "postmeester-harness-"));
  const file = path.join(folder, "program.sh");
  await writeFile(file, 'echo starting\necho "Open $SCHEME://127.0.0.1:1/ (demo)."\necho "mail: 3"\nexec sleep 600\n');
  const program = await startProgram("/bin/sh", [file], { SCHEME: "http" });
  assert.equal(program.url, "http://127.0.0.1:1");
  assert.equal(await program.line(/^mail: /), "mail: 3");
  assert.equal(program.lines[0], "starting");
  assert.equal(await program.stop(), "SIGTERM");
  assert.throws(() => process.kill(program.pid, 0), { code: "ESRCH" });

  await writeFile(file, "echo no address here; echo broken >&2; exit 3\n");
  await assert.rejects(startProgram("/bin/sh", [file]), /exit code 3[^]*broken/);
  await assert.rejects(startProgram(path.join(folder, "none"), []), /ENOENT/);
  await rm(folder, { recursive: true });
});
