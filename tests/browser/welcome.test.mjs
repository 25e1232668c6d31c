// What a client sees who opens the link of their welcome mail: at home, on a phone, with and without scripts.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { LOCALES, SIZES, axe, clean, fits, openBrowser, shot, startDemo } from "./harness.mjs";

const demo = await startDemo();
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await demo.stop();
});

const GOOD = "zeven blauwe fietsen in de regen";

const SAID = {
  nl: { heading: "Stel uw wachtwoord in", weak: "makkelijk te raden", short: "te kort", done: "Uw wachtwoord is ingesteld", used: "Uw wachtwoord is al ingesteld", unknown: "Wij kennen deze link niet", strong: "dit is een sterk wachtwoord" },
  fr: { heading: "Définissez votre mot de passe", weak: "facile à deviner", short: "trop court", done: "Votre mot de passe est défini", used: "Votre mot de passe est déjà défini", unknown: "Nous ne connaissons pas ce lien", strong: "ce mot de passe est robuste" },
  en: { heading: "Set your password", weak: "easy to guess", short: "too short", done: "Your password is set", used: "Your password is already set", unknown: "We do not know this link", strong: "this is a strong password" },
  de: { heading: "Legen Sie Ihr Passwort fest", weak: "leicht zu erraten", short: "zu kurz", done: "Ihr Passwort ist festgelegt", used: "Ihr Passwort ist bereits festgelegt", unknown: "Wir kennen diesen Link nicht", strong: "Das ist ein starkes Passwort" },
};

/** The address that the demo names in a line of its own: `mailbox: http://…`. */
async function told(name) {
  const line = await demo.line(new RegExp(`^${name}:\\s+http://`));
  return line.replace(/^[^:]*:\s+/, "").trim();
}

/** The link in the welcome mail of the demo's client-user with this language, from the mailbox. */
async function linkOf(language) {
  const page = await browser.page({ locale: "en" });
  await page.goto(`${await told("mailbox")}?lang=en`);
  const welcome = page
    .locator(".mails li", { hasText: "Welcome e-mail" })
    .filter({ has: page.locator(".chip.language", { hasText: language.toUpperCase() }) })
    .getByRole("link");
  await welcome.first().waitFor();
  await page.goto(new URL((await welcome.first().getAttribute("href")).replace("?", "/text?"), page.url()).href);
  const link = await page.locator("pre a", { hasText: "/welcome/" }).getAttribute("href");
  await page.context().close();
  return link;
}

/** What may be looked at on any page: nothing wider than the screen, nothing that axe finds grave, nothing too small. */
async function fine(page, name) {
  await fits(page);
  await axe(page);
  const { small, letters } = await page.evaluate(() => {
    const shown = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.offsetParent !== null);
    return {
      small: shown("a, button, input")
        .filter((element) => element.getBoundingClientRect().height < 44)
        .map((element) => element.outerHTML),
      letters: Math.min(...shown("p, a, label, input, button, h1").map((e) => parseFloat(getComputedStyle(e).fontSize))),
    };
  });
  assert.deepEqual(small, [], "too small for a finger");
  assert.ok(letters >= 18, `letters of ${letters} pixels`);
  await shot(page, name);
}

test("the link that the demo prints opens the form", async () => {
  const page = await browser.page({ locale: "nl" });
  const answer = await page.goto(await told("link"));
  assert.equal(answer.status(), 200);
  assert.equal(answer.headers()["referrer-policy"], "no-referrer");
  await page.locator("#password").waitFor();
  clean(page);
  await page.context().close();
});

for (const language of LOCALES) {
  for (const size of Object.keys(SIZES)) {
    test(`the form in ${language} on a ${size}, in the light and in the dark`, async () => {
      const link = await linkOf(language);
      for (const colorScheme of ["light", "dark"]) {
        // The client's own language, whatever their browser speaks.
        const page = await browser.page({ size, locale: "es", context: { colorScheme } });
        await page.goto(link);
        assert.equal(await page.locator("h1").textContent(), SAID[language].heading);
        assert.equal(await page.locator("html").getAttribute("lang"), language);
        assert.match(await page.title(), new RegExp(SAID[language].heading));
        await fine(page, `welcome-${language}-${size}-${colorScheme}`);
        clean(page);
        await page.context().close();
      }
    });
  }
}

test("the page can be read in another language", async () => {
  const page = await browser.page({ size: "phone", javaScript: false });
  await page.goto(await linkOf("en"));
  for (const [name, language] of [["Français", "fr"], ["Deutsch", "de"], ["Nederlands", "nl"]]) {
    await page.getByRole("link", { name }).click();
    assert.equal(await page.locator("h1").textContent(), SAID[language].heading);
  }
  await page.context().close();
});

test("with a script, the page shows the password and says how strong it is", async () => {
  const page = await browser.page({ size: "phone" });
  await page.goto(await linkOf("nl"));
  const field = page.locator("#password");
  const meter = page.locator(".strength");
  await field.fill("zeven");
  await page.getByText("Er zijn nog 7 tekens nodig.").waitFor();
  assert.equal(await meter.getAttribute("data-enough"), "false");
  await field.fill(GOOD);
  await page.getByText(SAID.nl.strong).waitFor();
  assert.equal(await meter.getAttribute("data-enough"), "true");

  assert.equal(await field.getAttribute("type"), "password");
  await page.getByRole("button", { name: "Toon wachtwoord" }).click();
  assert.equal(await field.getAttribute("type"), "text");
  assert.equal(await field.inputValue(), GOOD);
  await fine(page, "welcome-shown-phone");
  await page.getByRole("button", { name: "Verberg wachtwoord" }).click();
  assert.equal(await field.getAttribute("type"), "password");
  clean(page);
  await page.context().close();
});

test("the form can be filled in with the keyboard alone", async () => {
  const page = await browser.page();
  await page.goto(await linkOf("nl"));
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "password");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(outline, "none", "one sees where one is");
  await page.context().close();
});

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";
  const language = javaScript ? "fr" : "de";
  const name = javaScript ? "scripts" : "no-scripts";
  const said = SAID[language];

  test(`a client on a phone sets their password ${how}; the link works once`, async () => {
    const link = await linkOf(language);
    const page = await browser.page({ size: "phone", javaScript });
    await page.goto(link);
    await fine(page, `password-${name}-1-form`);
    const field = page.locator("#password");

    for (const [weak, why] of [["", ""], ["kort", said.short], ["passwordpassword", said.weak]]) {
      await field.fill(weak);
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.request().method() === "POST" && response.url() === link),
        page.locator("button.main").click(),
      ]);
      assert.equal(answer.status(), 422);
      await page.waitForLoadState();
      assert.match(await page.locator("#fault").textContent(), new RegExp(why));
      assert.match(await field.getAttribute("aria-describedby"), /fault/);
      assert.equal(await field.inputValue(), "", "a password is never sent back");
      assert.ok(await page.locator(".strength").isVisible(), "how strong it was is said without scripts too");
    }
    await fine(page, `password-${name}-2-weak`);

    await field.fill(GOOD);
    // With scripts, a second press on the way changes nothing: nobody is told that their own link is used.
    await page.locator("button.main")[javaScript ? "dblclick" : "click"]();
    await page.getByRole("heading", { name: said.done }).waitFor();
    assert.match(page.url(), /\/done/);
    assert.ok(await page.locator(".login").isVisible());
    await fine(page, `password-${name}-3-done`);
    await page.reload();
    assert.equal(await page.locator("h1").textContent(), said.done, "loading it again sends nothing again");

    const again = await page.goto(link);
    assert.equal(again.status(), 410);
    assert.equal(await page.locator("h1").textContent(), said.used);
    assert.equal(await page.locator("#password").count(), 0);
    await fine(page, `password-${name}-4-used`);
    await page.context().close();
  });
}

for (const language of LOCALES) {
  test(`a link that is not ours is answered in ${language}`, async () => {
    const page = await browser.page({ size: "phone", locale: language });
    const answer = await page.goto(`${demo.url}/welcome/not-a-link-of-ours`);
    assert.equal(answer.status(), 404);
    assert.equal(await page.locator("h1").textContent(), SAID[language].unknown);
    await fine(page, `unknown-${language}-phone`);
    await page.context().close();
  });
}
