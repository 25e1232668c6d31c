// The mailbox of the demo, and the page that leads there.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { LOCALES, SIZES, axe, clean, fits, openBrowser, shot, startDemo } from "./harness.mjs";

const demo = await startDemo();
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await demo.stop();
});

const SAID = {
  nl: { mailbox: "Mailbox", welcome: "Welkomstmail", why: "Waarom het zo ging", sender: "Waarom deze afzender", taken: /^Genomen: / },
  fr: { mailbox: "Boîte aux lettres", welcome: "E-mail de bienvenue", why: "Pourquoi ainsi", sender: "Pourquoi cet expéditeur", taken: /^Retenu\s: / },
  en: { mailbox: "Mailbox", welcome: "Welcome e-mail", why: "Why it went as it did", sender: "Why this sender", taken: /^Taken: / },
  de: { mailbox: "Postfach", welcome: "Willkommens-E-Mail", why: "Warum es so lief", sender: "Warum dieser Absender", taken: /^Genommen: / },
};

/** Opens the mailbox when a welcome mail in each language has come in. */
async function mailbox(options) {
  const page = await browser.page(options);
  for (let i = 0; i < 50; i += 1) {
    await page.goto(`${demo.url}/mailbox`);
    const chips = await page.locator(".chip.language").allTextContents();
    if (LOCALES.every((language) => chips.includes(language.toUpperCase()))) return page;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.fail("no mail in each of the four languages came within ten seconds");
}

/** The link to the newest mail in a language, in the list. */
const mailIn = (page, language) =>
  page
    .locator(".mails li")
    .filter({ has: page.locator(".chip.language", { hasText: language.toUpperCase() }) })
    .filter({ has: page.locator(".chip", { hasText: SAID.en.welcome }) })
    .first()
    .getByRole("link");

/** A frame without scripts is closed to axe too; what is in it is a mail, not a page. */
async function fine(page, name) {
  await fits(page);
  await axe(page, { exclude: ["iframe"] });
  await shot(page, name);
  clean(page);
}

test("the addresses that the demo prints lead where they say", async () => {
  const page = await browser.page({ locale: "en" });
  for (const name of ["page", "mailbox"]) {
    const line = await demo.line(new RegExp(`^${name}:\\s+http://`));
    const answer = await page.goto(line.replace(/^[^:]*:\s+/, "").trim());
    assert.equal(answer.status(), 200, line);
  }
  await page.context().close();
});

for (const language of LOCALES) {
  for (const size of Object.keys(SIZES)) {
    test(`the front page leads to the mailbox in ${language} on a ${size}`, async () => {
      const page = await browser.page({ size, locale: language });
      await page.goto(`${demo.url}/`);
      await fine(page, `front-${language}-${size}`);
      await page.getByRole("link", { name: SAID[language].mailbox }).click();
      assert.equal(await page.locator("h1").textContent(), SAID[language].mailbox);
      await page.context().close();
    });

    test(`the mailbox lists the mails in ${language} on a ${size}`, async () => {
      const page = await mailbox({ size, locale: language });
      assert.equal(await page.locator("html").getAttribute("lang"), language);
      assert.ok((await page.getByText(SAID[language].welcome, { exact: true }).count()) >= 4);
      await fine(page, `mailbox-${language}-${size}`);
      await page.context().close();
    });
  }
}

test("a mail can be read as HTML, as text and as source, on a phone and without scripts", async () => {
  const page = await mailbox({ size: "phone", locale: "en", javaScript: false });
  await mailIn(page, "nl").click();
  const mail = page.frameLocator("iframe");
  await mail.getByRole("heading").first().waitFor();
  assert.match(await mail.locator("body").textContent(), /Wachtwoord instellen/);
  await fine(page, "mail-html-phone");

  await page.getByRole("link", { name: "Text", exact: true }).click();
  assert.match(await page.locator("pre").textContent(), /Beste /);
  await fine(page, "mail-text-phone");

  await page.getByRole("link", { name: "Source", exact: true }).click();
  assert.match(await page.locator("pre").textContent(), /^From: .*\n[^]*Message-ID: <[0-9a-f-]{36}@/);
  await fine(page, "mail-source-phone");
  await page.context().close();
});

test("the link in a mail opens the page for the password in a window of its own", async () => {
  const page = await mailbox({ locale: "en" });
  await mailIn(page, "nl").click();
  const opened = page.context().waitForEvent("page");
  await page.frameLocator("iframe").getByRole("link", { name: "Wachtwoord instellen" }).click();
  const welcome = await opened;
  await welcome.waitForLoadState();
  assert.equal(await welcome.locator("h1").textContent(), "Stel uw wachtwoord in");
  assert.equal(await welcome.evaluate(() => document.referrer), "");
  assert.equal(await welcome.evaluate(() => window.opener), null);
  await page.context().close();
});

for (const language of LOCALES) {
  test(`a mail tells in ${language} why it went as it did`, async () => {
    const page = await mailbox({ size: "phone", locale: "en" });
    for (const of of LOCALES) {
      await page.goto(`${demo.url}/mailbox?lang=en`);
      const path = (await mailIn(page, of).getAttribute("href")).replace(/\?.*/, "");
      await page.goto(`${demo.url}${path}?lang=${language}`);
      await page.getByRole("link", { name: SAID[language].why }).click();
      await page.getByRole("heading", { name: SAID[language].sender }).waitFor();
      const steps = page.locator(".ladder li");
      assert.equal(await steps.count(), 4, "every step of the order");
      const taken = page.locator(".ladder .taken");
      assert.equal(await taken.count(), 1);
      assert.match((await taken.locator(".step-words").textContent()).trim(), SAID[language].taken);
      assert.equal(await taken.getAttribute("aria-current"), "step");
      const last = page.locator(".attempts > li").last();
      assert.match(await last.getAttribute("class"), /accepted/);
      assert.match(await last.textContent(), /250/);
      await fine(page, `why-${language}-${of}-phone`);
    }
    await page.context().close();
  });
}

test("a new mail appears in the mailbox by itself", async () => {
  const fact = async (name) => (await demo.line(new RegExp(`^${name}:`))).replace(/^[^:]*:\s+/, "").split(/\s/)[0];
  const [key, office, dossier] = [await fact("office key"), await fact("office"), await fact("dossier")];
  const page = await mailbox({ locale: "en" });
  const answer = await fetch(`${demo.url}/api/v1/offices/${office}/client-users`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ dossier_id: dossier, email: "new@appears.example", name: "Nova Nieuw", language: "en" }),
  });
  assert.equal(answer.status, 201, await answer.text());
  await page.locator(".mails li", { hasText: "new@appears.example" }).waitFor();
  assert.match(await page.locator(".mails li").filter({ hasNotText: "Follow-up notice" }).first().textContent(), /new@appears\.example/);

  await page.getByLabel("Search by e-mail address").fill("NEW@appears");
  await page.getByRole("button", { name: "Search" }).click();
  assert.equal(await page.locator(".mails li").count(), 1);
  clean(page);
  await page.context().close();
});

test("what is not there says so", async () => {
  const page = await browser.page({ size: "phone", locale: "nl" });
  const answer = await page.goto(`${demo.url}/mailbox/999999`);
  assert.equal(answer.status(), 404);
  assert.equal(await page.locator("h1").textContent(), "Deze pagina bestaat niet");
  await fits(page);
  await axe(page);
  await page.context().close();
});
