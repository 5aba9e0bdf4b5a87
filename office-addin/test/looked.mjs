// What is looked at in every state of the panel, on the page and in the pane.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import axe from "axe-core";

/** Where pictures of every state are kept, to be looked at. */
export const pictures = new URL("../dist/pictures/", import.meta.url);

/** Nothing that axe knows of is amiss, and nothing is passed over; nor does a value of the program's show. */
export async function accessible(page, state) {
  assert.doesNotMatch(await page.locator("body").innerText(), /\b(undefined|null|NaN|false|true)\b|\[object/, state);
  // By the debugger: the content security policy lets no other script in.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  const said = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`);
  assert.deepEqual(said, [], state);
}

/** Nothing spills over its edge, at 350 px and at full width; a picture of both is kept. */
export async function picture(page, name) {
  const before = page.viewportSize();
  mkdirSync(pictures, { recursive: true });
  for (const [size, width] of [["wide", 1280], ["narrow", 350]]) {
    await page.setViewportSize({ width, height: 900 });
    const spills = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(spills <= 0, `${name} is ${spills} px wider than the ${size} window`);
    await page.screenshot({ path: fileURLToPath(new URL(`${name}-${size}.png`, pictures)) });
  }
  await page.setViewportSize(before);
}
