// The page as people meet it: `escalog.html` opened from `file://` in Chromium, every flow and every state.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { csv } from "../../tests/wasm/measured.mjs";
import { engine } from "./excel-host/harness.mjs";
import * as looked from "./looked.mjs";

const root = new URL("../../", import.meta.url);
const PAGE = new URL("office-addin/dist/escalog.html", root);
const RETURNED = [
  "thimblewick-primary-school.xlsx",
  "cobblegate-family-support.xlsx",
  "ferrybridge-nhs-community-trust.xlsx",
  "kestrel-park-academy.xlsx",
  "westhaven-constabulary.csv",
  "bramblegate-childrens-centre.ods",
  "saltmarsh-vale-housing.xlsx",
  "hollowbrook-high-school.xlsx",
].map((name) => fileURLToPath(new URL(`examples/returned/${name}`, root)));
const [, , FERRYBRIDGE, , WESTHAVEN] = RETURNED;
const HOLLOWBROOK = RETURNED.at(-1);
const expected = JSON.parse(readFileSync(new URL("examples/returned/expected.json", root), "utf8"));

const folder = mkdtempSync(join(tmpdir(), "escalog-page-"));

let browser;
let page;
let requests;
let mistakes;

before(async () => {
  const executablePath = execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});

after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  await page?.context().close();
  await open();
});

/** Opens the page afresh; `prepare` runs in it before its own script. */
async function open({ prepare, ...options } = {}) {
  const context = await browser.newContext({ acceptDownloads: true, viewport: { width: 1280, height: 900 }, ...options });
  page = await context.newPage();
  page.setDefaultTimeout(60_000);
  [requests, mistakes] = [[], []];
  context.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => mistakes.push(String(error)));
  page.on("console", (message) => message.type() === "error" && mistakes.push(message.text()));
  if (prepare) await page.addInitScript(prepare);
  await page.goto(PAGE.href);
}

async function settle(policy, day) {
  await page.getByLabel("Procedure").selectOption(policy);
  await page.getByLabel("As of").fill(day);
}

const choose = (...files) => page.locator("#choose").setInputFiles(files);

/** Drops a file on the page, by a name. */
async function drop(path, name) {
  const given = { bytes: [...readFileSync(path)], name };
  await page.evaluate(({ bytes, name }) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, given);
}

const status = () => page.getByRole("status").textContent();
const checked = (text) => page.getByRole("status").filter({ hasText: text }).waitFor();

const accessible = (state) => looked.accessible(page, state);
const picture = (name) => looked.picture(page, name);

/** The file that a press gives. */
const saved = (button) => savedBy(page.getByRole("button", { name: button }));

async function savedBy(button) {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

function quiet() {
  const own = requests.filter((url) => url !== PAGE.href && !url.startsWith("blob:"));
  assert.deepEqual(own, [], "the page asked for something");
  assert.deepEqual(mistakes, []);
}

test("one log is shown with its marks, and each deadline with its reason", async () => {
  assert.match(await page.getByLabel("As of").inputValue(), /^\d{4}-\d\d-\d\d$/);
  await accessible("at the start");
  await picture("start");
  await choose(FERRYBRIDGE);
  await checked("Choose the procedure");
  await settle("liverpool", expected.as_of);
  await checked("ferrybridge-nhs-community-trust.xlsx is checked");

  const truth = expected.files["ferrybridge-nhs-community-trust.xlsx"];
  const table = page.getByRole("region", { name: /^Log of/ }).getByRole("table");
  assert.equal(await table.locator("tbody tr").count(), truth.rows);
  const overdue = await table.locator('tbody tr:has([data-status="overdue"]) th').allTextContents();
  assert.deepEqual(overdue.map((text) => Number.parseInt(text, 10)), truth.overdue_sheet_rows);
  const first = page.locator("#next + ol > li").first();
  assert.match(await first.textContent(), /overdue/);
  await accessible("checked");
  await picture("checked");

  await first.getByText("Every deadline, and why").click();
  const second = page.locator("#next + ol > li").nth(1);
  await second.getByText("Every deadline, and why").click();
  await second.locator(".because").first().waitFor();
  await first.locator(".because").first().waitFor();
  const reasons = await first.locator(".reasons").first().textContent();
  assert.match(reasons, /Stage 1/);
  assert.match(reasons, /Clause: /);
  assert.match(reasons, /![A-Z]+\d+/, "the cell that a date rests on is named");
  await accessible("with reasons");
  await picture("reasons");

  await first.getByRole("button", { name: /row \d+/i }).click();
  const at = await page.evaluate(() => document.activeElement?.textContent);
  assert.equal(Number.parseInt(at, 10), Number((await first.textContent()).match(/row (\d+)/i)[1]));
  quiet();
});

test("findings are listed by kind, and lead to their cells and back", async () => {
  await settle("liverpool", expected.as_of);
  await choose(HOLLOWBROOK);
  await checked("is checked");
  const cards = page.locator("#found ~ ul > li");
  const all = await page.getByLabel("Show", { exact: true }).locator("option").first().textContent();
  assert.equal(all, `All (${await cards.count()})`);
  await page.getByLabel("Show", { exact: true }).selectOption("error");
  assert.deepEqual(new Set(await cards.locator(".severity").evaluateAll((tags) => tags.map((tag) => tag.dataset.severity))), new Set(["error"]));
  const button = cards.first().getByRole("button");
  const cell = (await button.textContent()).trim().match(/^[A-Z]+\d+/)[0];
  await button.focus();
  await page.keyboard.press("Enter");
  assert.match(await page.evaluate(() => document.activeElement.id), new RegExp(`-${cell}$`));
  await page.getByLabel("Show", { exact: true }).selectOption("information");
  await page.locator("td .marks a").first().click();
  assert.match(await page.evaluate(() => document.activeElement.id), /^finding-\d+$/);
  // The list is as long as it is: nothing of it is out of sight but what the page itself scrolls to.
  assert.ok(await page.locator(".beside").evaluate((list) => list.scrollHeight <= list.clientHeight));
  await accessible("findings");
  await picture("findings");
  await page.emulateMedia({ media: "print" });
  await page.pdf({ path: fileURLToPath(new URL("findings.pdf", looked.pictures)), landscape: true });
  quiet();
});

test("a long log is listed a page at a time, and a mark leads to the page of its finding", async () => {
  const path = join(folder, "long.csv");
  writeFileSync(path, csv(70));
  await settle("birmingham", "2025-06-30");
  await choose(path);
  await checked("70 rows");
  const steps = page.locator("#next + ol > li");
  const lines = page.locator(".log tbody tr");
  assert.deepEqual([await steps.count(), await lines.count()], [30, 30]);
  const focused = () => page.evaluate(() => document.activeElement.id);
  for (const [range, many] of [["31 to 60", 30], ["61 to 70", 10]]) {
    await page.getByRole("button", { name: "Steps after" }).click();
    await page.getByText(`Steps ${range} of 70`).waitFor();
    assert.equal(await steps.count(), many);
    assert.equal(await focused(), "next");
  }
  assert.ok(await page.getByRole("button", { name: "Steps after" }).isDisabled());
  await page.getByRole("button", { name: "Rows after" }).click();
  assert.match(await lines.first().locator("th").textContent(), /^\s*32\b/);
  assert.match(await focused(), /-table$/);
  await accessible("pages");
  // Paper has no buttons: all of it is printed.
  await page.evaluate(() => {
    globalThis.printed = null;
    const count = (css) => document.querySelectorAll(css).length;
    addEventListener("beforeprint", () => (globalThis.printed = [count("#next + ol > li"), count(".log tbody tr")]), { once: true });
  });
  await page.pdf();
  assert.deepEqual(await page.evaluate(() => globalThis.printed), [70, 70]);
  assert.deepEqual([await steps.count(), await lines.count()], [10, 30]);

  await page.getByLabel("Show", { exact: true }).selectOption("information");
  const mark = page.locator("td .marks a", { has: page.locator('[data-severity="error"]') }).last();
  const finding = (await mark.getAttribute("href")).slice(1);
  await mark.click();
  assert.equal(await focused(), finding);
  assert.equal(await page.getByLabel("Show", { exact: true }).inputValue(), "all");
  quiet();
});

test("the marked log is saved, and reads as marked", async () => {
  await settle("liverpool", expected.as_of);
  await choose(FERRYBRIDGE);
  await checked("is checked");
  const path = await saved("Save the log with its marks");
  assert.match(path, /ferrybridge-nhs-community-trust \(marked\)\.xlsx$/);
  await choose(path);
  await checked("(marked).xlsx is checked");
  const headings = await page.locator(".log thead th").allTextContents();
  for (const ours of ["Status", "Next step", "Act by", "Checks"]) {
    assert.ok(headings.some((heading) => heading.replace(/\s+/g, " ").trim().match(new RegExp(`^[A-Z]+ ${ours}`))), `${ours} in ${headings}`);
  }
  quiet();
});

test("many logs make the quarterly workbook", async () => {
  await settle("liverpool", "2025-08-04");
  const bad = join(folder, "letter.xlsx");
  writeFileSync(bad, "not a workbook");
  await choose(...RETURNED, bad);
  await checked("8 logs read, 1 not read");
  assert.match(await page.locator(".failure").textContent(), /letter\.xlsx/);
  await accessible("returned");
  await picture("returned");
  await page.setViewportSize({ width: 350, height: 900 });
  const { x, width } = await page.locator(".failure").boundingBox();
  assert.ok(x + width <= 350, "why a file is not read is seen whole");
  await page.setViewportSize({ width: 1280, height: 900 });
  assert.equal(await page.getByLabel("Quarter", { exact: true }).inputValue(), "2025-Q2");
  const path = await saved("Save the quarterly workbook");
  await page.getByText("The quarter as of Mon 30 Jun 2025").waitFor();
  const figures = (await page.locator(".figures").textContent()).replace(/\s+/g, " ");
  assert.match(figures, new RegExp(`Raised in the quarter ?${expected.all.raised_in_q2}`));
  assert.match(figures, new RegExp(`Open ?${expected.all.open_on_2025_06_30}`));
  assert.match(figures, new RegExp(`Overdue ?${expected.all.overdue_on_2025_06_30}`));
  await accessible("the quarter");
  await picture("quarter");
  const board = await saved("Save the board copy");
  assert.match(board, /2025-Q2 \(board copy\)\.xlsx$/);
  await choose(board);
  await page.getByRole("alert").filter({ hasText: /This is a copy that escalog wrote for others/i }).waitFor();
  await choose(path);
  await checked("2025-Q2.xlsx is checked");
  await page.locator("caption").filter({ hasText: `Escalations: ${expected.all.rows} rows` }).waitFor();
  quiet();
});

test("agencies that are not on the list, and what is to be looked at in the workbook, are said once it is made", async () => {
  const list = join(folder, "agencies.csv");
  writeFileSync(list, "Agency,Kind\nKestrel Park Acadmy,school\nHollowbrook High School,school\n");
  const files = RETURNED.map((path) => ({ name: basename(path), bytes: readFileSync(path) }));
  const { listed } = engine("merge", { settings: { policy: "liverpool", as_of: expected.as_of } }, files).json;
  const many = listed.filter(({ what }) => what === "number-again").length;
  assert.ok(many > 0);
  await settle("liverpool", expected.as_of);
  await choose(...RETURNED, list);
  await checked("8 logs read, 1 not read");
  await page.getByLabel("The list of agencies").selectOption("agencies.csv");
  await checked("8 logs read, 0 not read");
  const section = page.getByRole("region", { name: "Returned logs" });
  const again = section.getByText(`number used again: ${many} line`);
  const unlisted = section.getByText("Kestrel Park Academy: is it Kestrel Park Acadmy?");
  await saved("Save the quarterly workbook");
  await unlisted.waitFor();
  await again.waitFor();
  await saved("Save the board copy");
  await checked("board copy");
  assert.deepEqual([await unlisted.count(), await again.count()], [1, 0]);
  await saved("Save the register alone");
  await again.waitFor();
  await unlisted.waitFor();
  assert.equal(await section.locator("li").filter({ hasText: "Hollowbrook" }).count(), 0);
  await accessible("the register");
  await picture("register");
  quiet();
});

test("a blank log, notes to agencies and a calendar file are saved, as the engine makes them", async () => {
  const settings = { policy: "liverpool", as_of: expected.as_of };
  const file = (path) => ({ name: basename(path), bytes: readFileSync(path) });
  const same = (path, verb, request, ...logs) => {
    const [made] = engine(verb, request, logs.map(file)).files;
    assert.ok(readFileSync(path).equals(made.bytes), path);
  };
  const blank = page.getByRole("button", { name: "Save a blank log" });
  assert.equal(await blank.count(), 0, "it is of a procedure");
  await settle(settings.policy, settings.as_of);
  const log = await savedBy(blank);
  assert.match(log, /log \(liverpool\)\.xlsx$/);
  same(log, "template", settings);

  await choose(FERRYBRIDGE);
  await checked("is checked");
  same(await saved("Save the note of what to put right"), "note", { together: true, settings }, FERRYBRIDGE);
  await checked("notes.docx is saved where your browser puts what it downloads. It is for 1 agency, and names no child");
  same(await saved("Save the deadlines for a calendar"), "calendar", settings, FERRYBRIDGE);
  await checked(/deadlines\.ics .* It has \d+ entries, without names/);
  await picture("papers");

  const bad = join(folder, "letter.xlsx");
  writeFileSync(bad, "not a workbook");
  await choose(...RETURNED, bad);
  await checked("8 logs read, 1 not read");
  same(await saved("Save the notes to the agencies"), "note", { together: true, settings }, ...RETURNED, bad);
  await checked("There is no note on 1 file that could not be read");
  await accessible("papers");
  quiet();
});

test("a file's password is asked for, and last quarter's workbook is told apart", async () => {
  await settle("liverpool", expected.as_of);
  await choose(fileURLToPath(new URL("tests/workbooks/locked.xlsx", root)));
  await page.getByLabel("Password of locked.xlsx").fill("secret");
  await page.getByRole("button", { name: "Open it" }).click();
  await checked("locked.xlsx is checked");
  assert.equal(await page.getByLabel("Password of locked.xlsx").count(), 0);

  await choose(...RETURNED.slice(0, 2));
  await checked("2 logs read");
  await page.getByLabel("Quarter", { exact: true }).selectOption("2025-Q1");
  const path = await saved("Save the quarterly workbook");
  await choose(...RETURNED.slice(2, 4), path);
  await checked("3 logs read");
  await page.getByLabel("Last quarter's workbook").selectOption("2025-Q1.xlsx");
  await checked("2 logs read");
  await saved("Save the quarterly workbook");
  const rows = RETURNED.slice(0, 4).reduce((sum, file) => sum + expected.files[file.split("/").at(-1)].rows, 0);
  await page.getByText("Rows in the register").waitFor();
  const figures = (await page.locator(".figures").textContent()).replace(/\s+/g, " ");
  assert.match(figures, new RegExp(`Rows in the register ?${rows}`), "those of last quarter too");
  quiet();
});

test("what is put right and what is accepted stand in the log that the page holds, and are saved with the marks", async () => {
  await settle("liverpool", expected.as_of);
  await choose(HOLLOWBROOK);
  await checked("is checked");
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  const changes = page.getByRole("region", { name: "Changes" });
  await press("Show what can be put right");
  const first = page.locator("#fixes ~ ul > li").first();
  const [, cell] = /^([A-Z]+\d+):/.exec(await first.locator("label").innerText());
  await accessible("fixes");
  await picture("fixes");
  const text = () => page.locator(`td[id$="-${cell}"]`).innerText();
  const before = await text();
  await page.getByRole("button", { name: /^Put right what is ticked/ }).click();
  await checked(/^\d+ cells put right, and not saved yet\. hollowbrook-high-school\.xlsx is checked/);
  const after = await text();
  assert.notEqual(after, before);
  assert.match(await changes.innerText(), /^1 change made here, not saved yet\. The file that you chose is unchanged/);

  const accepting = await reasoned("agreed with the partnership");
  await accepting.getByRole("button", { name: "Accept", exact: true }).click();
  await checked(/is accepted in row \d+, and not saved yet\. hollow/);
  await page.getByText("Accepted: agreed with the partnership").first().waitFor();
  assert.match(await changes.innerText(), /^2 changes made here, not saved yet/);
  await accessible("changed");
  await picture("changed");
  const plain = await saved("Save the changed log");
  assert.match(plain, /hollowbrook-high-school \(changed\)\.xlsx$/);
  assert.match(await changes.innerText(), /^2 changes made here, saved/);
  const marked = await saved("Save the log with its marks");
  assert.match(marked, /hollowbrook-high-school \(marked\)\.xlsx$/);

  await press("Undo the last change");
  await checked(/^The last change is taken back\. hollow/);
  assert.equal(await page.getByText("Accepted: agreed with the partnership").count(), 0);
  assert.match(await changes.innerText(), /^1 change made here, not saved yet/);
  await press("Undo the last change");
  await changes.waitFor({ state: "detached" });
  await checked(/^The last change is taken back\. hollow/);
  assert.equal(await text(), before);
  assert.equal(await page.evaluate(() => document.activeElement.id), "said");

  for (const path of [plain, marked]) {
    await choose(path);
    await checked(`${basename(path)} is checked`);
    assert.equal(await text(), after);
    await page.getByText("Accepted: agreed with the partnership").first().waitFor();
  }
  await page.locator(".log thead th").filter({ hasText: "Status" }).nth(1).waitFor();
  quiet();
});

/** The card of the first finding that can be accepted, with a reason typed into its form. */
async function reasoned(why) {
  const card = page.locator("#found ~ ul > li").filter({ has: page.locator("summary", { hasText: "Accept it" }) }).first();
  await card.locator("summary").click();
  await card.getByLabel("Why it is right as it is").fill(why);
  return card;
}

/** Puts right what can be, so that there is something to be saved. */
async function change() {
  await page.getByRole("button", { name: "Show what can be put right" }).click();
  await page.getByRole("button", { name: /^Put right what is ticked/ }).click();
  await checked("not saved yet");
}

test("the column for what is accepted is added where nothing stands, whether the log is marked or not", async () => {
  const settings = { policy: "liverpool", as_of: expected.as_of };
  const log = { name: "log.xlsx", bytes: readFileSync(FERRYBRIDGE) };
  const [marked] = engine("annotate", { settings }, [log]).files;
  const columns = (file) => engine("view", settings, [file]).json.tables[0].columns;
  const [{ sheet }] = engine("view", settings, [log]).json.tables;
  // A note that stands right of the marks is in no column of the table.
  const edits = { sheet, edits: [{ set: { cell: "AK2", value: "ask the panel" } }] };
  const [noted] = engine("apply", { edits }, [marked]).files;
  await settle(settings.policy, settings.as_of);
  for (const [name, before, letters] of [["plain.xlsx", log, "V"], ["marked.xlsx", marked, "AE"], ["noted.xlsx", noted, "AL"]]) {
    const path = join(folder, name);
    writeFileSync(path, before.bytes);
    await choose(path);
    await checked(`${name} is checked`);
    for (const why of ["the first", "the second"]) {
      const card = await reasoned(why);
      await page.keyboard.press("Enter");
      await checked("is accepted in row");
      await page.getByText(new RegExp(`Accepted: .*${why}`)).first().waitFor();
      await card.waitFor();
    }
    const now = { name, bytes: readFileSync(await saved("Save the changed log")) };
    const last = columns(now).at(-1);
    assert.deepEqual([last.heading, last.letters, columns(now).length], ["Accepted", letters, columns(before).length + 1], name);
  }
});

test("whoever leaves the page is warned as long as changes are not saved", async () => {
  let warned = 0;
  page.on("dialog", (dialog) => {
    warned++;
    void dialog.dismiss();
  });
  const leave = async () => {
    const before = warned;
    await page.evaluate(() => setTimeout(() => location.reload()));
    await page.waitForTimeout(500);
    return warned > before;
  };
  await settle("liverpool", expected.as_of);
  await choose(HOLLOWBROOK);
  await checked("is checked");
  await change();
  assert.equal(await leave(), true);
  await saved("Save the log with its marks");
  assert.equal(await leave(), false);
  await page.getByText("Choose one log").waitFor();
});

test("before other files take the place of a log with changes that are not saved, the page asks, by the keyboard too", async () => {
  await settle("liverpool", expected.as_of);
  await choose(HOLLOWBROOK);
  await checked("is checked");
  await change();
  const question = page.getByRole("dialog", { name: "hollowbrook-high-school.xlsx has changes that are not saved yet" });
  const changes = page.getByRole("region", { name: "Changes" });
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  // To stay, by its button and by Escape.
  await page.getByRole("button", { name: "Choose files" }).focus();
  await choose(FERRYBRIDGE);
  await question.waitFor();
  assert.equal(await focused(), "Save the changed log first");
  await accessible("not saved");
  await picture("not-saved");
  await press("Tab", "Tab");
  assert.equal(await focused(), "Stay with this log");
  await press("Enter");
  await question.waitFor({ state: "hidden" });
  assert.equal(await focused(), "Choose files");
  await choose(...RETURNED);
  await question.waitFor();
  await press("Escape");
  await question.waitFor({ state: "hidden" });
  assert.match(await changes.innerText(), /^1 change made here, not saved yet/);

  // To save first.
  let downloads = 0;
  page.on("download", () => downloads++);
  await choose(RETURNED[0]);
  await question.waitFor();
  await drop(FERRYBRIDGE, "dropped meanwhile.xlsx");
  const path = await savedBy(question.getByRole("button", { name: "Save the changed log first" }));
  assert.match(path, /hollowbrook-high-school \(changed\)\.xlsx$/);
  await checked("dropped meanwhile.xlsx is checked");
  assert.equal(downloads, 1);

  // To go on without; nothing is asked where nothing is lost.
  await choose(HOLLOWBROOK);
  await checked("hollowbrook-high-school.xlsx is checked");
  await change();
  await choose(HOLLOWBROOK);
  await question.waitFor();
  await press("Tab", "Space");
  await checked(/^hollowbrook-high-school\.xlsx is checked/);
  assert.equal(await changes.count(), 0);
  quiet();
});

test("a log of another kind goes on as a workbook once it is changed", async () => {
  await settle("liverpool", expected.as_of);
  await choose(WESTHAVEN);
  await checked("westhaven-constabulary.csv is checked");
  const card = await reasoned("agreed");
  await card.getByRole("button", { name: "Accept", exact: true }).click();
  await checked(/not saved yet\. westhaven-constabulary\.xlsx is checked/);
  quiet();
});

test("a row's report form is filled in", async () => {
  await settle("liverpool", expected.as_of);
  await choose(FERRYBRIDGE);
  await checked("ferrybridge-nhs-community-trust.xlsx is checked");
  const stage3 = page.locator("#next + ol > li").filter({ hasText: /, stage [34]/ }).first();
  const report = readFileSync(await savedBy(stage3.getByRole("button", { name: "Save the report form" })));
  assert.equal(report.subarray(0, 2).toString(), "PK", "a document");
  quiet();
});

test("what is said is in sight at twice the size, wherever the reader is", async () => {
  await page.setViewportSize({ width: 640, height: 360 });
  await settle("liverpool", expected.as_of);
  await choose(HOLLOWBROOK);
  await checked("is checked");
  for (const to of [0, 5_000]) {
    await page.evaluate((to) => scrollTo(0, to), to);
    const { top, bottom } = await page.getByRole("status").evaluate((said) => said.getBoundingClientRect());
    assert.ok(top >= 0 && bottom <= 360, `scrolled to ${to} it stands at ${top}`);
  }
});

test("what has the focus never stands under what is said, however long that is and however small the window", async () => {
  await settle("liverpool", expected.as_of);
  await choose(HOLLOWBROOK);
  await checked("is checked");
  // At twice the size, and narrow.
  for (const [width, height] of [[640, 360], [350, 700]]) {
    await page.setViewportSize({ width, height });
    await reasoned("T101 says so");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "names the rule" }).waitFor();
    for (const key of ["Tab", "Shift+Tab"]) {
      for (let n = 0; n < 25; n++) {
        await page.keyboard.press(key);
        const hidden = await page.evaluate(() => {
          const [said, held] = [document.querySelector(".said"), document.activeElement];
          const [at, over] = [held, said].map((one) => one.getBoundingClientRect());
          const isHidden = !said.contains(held) && at.top >= over.top && at.bottom <= over.bottom;
          return isHidden ? held.textContent : "";
        });
        assert.equal(hidden, "", `${key} at ${width} px`);
      }
    }
    await page.locator("details[open] > summary", { hasText: "Accept it" }).first().click();
  }
});

test("the page can open no connection", async () => {
  const refused = await page.evaluate(async () => {
    const by = new Promise((resolve) => addEventListener("securitypolicyviolation", resolve, { once: true }));
    const answer = await fetch("https://example.org/").then(() => "answered", () => "refused");
    return `${answer} by ${(await by).effectiveDirective}`;
  });
  assert.equal(refused, "refused by connect-src");
});

test("a reading that is chosen is in force", async () => {
  await settle("liverpool", expected.as_of);
  await page.getByText("Readings in force").click();
  await accessible("readings");
  await picture("readings");
  await choose(FERRYBRIDGE);
  await checked("is checked");
  const rows = () => page.locator("#next + ol").innerText();
  const before = await rows();
  await page.getByRole("radio").nth(1).focus();
  await page.keyboard.press("Space");
  await page.waitForFunction((before) => {
    const list = document.querySelector("#next + ol");
    return list && list.innerText !== before;
  }, before);
});

test("of several readings of one sentence one is in force", async () => {
  await settle("lincolnshire", expected.as_of);
  await choose(FERRYBRIDGE);
  await checked("is checked");
  const inForce = page.locator("summary", { hasText: "Readings in force" });
  await inForce.click();
  const question = page.getByRole("group", { name: /^From what do the 5 working days/ });
  const [usual, ...others] = await question.getByRole("radio").all();
  assert.deepEqual([await usual.isChecked(), others.length], [true, 2]);
  for (const [one, says] of [[others[0], "five-days-from-discussion"], [others[1], "five-days-from-end"], [usual, "the usual ones"]]) {
    await one.check();
    await checked("is checked");
    assert.equal(await inForce.innerText(), `Readings in force: ${says}`);
  }
  await accessible("readings of one sentence");
  await picture("readings-of-one");
});

test("a file that is no log says so, and what to do", async () => {
  await settle("birmingham", "2025-06-30");
  const letter = join(folder, "letter.csv");
  writeFileSync(letter, "Dear,colleague\n");
  await choose(letter);
  const alert = page.getByRole("alert");
  await alert.filter({ hasText: "letter.csv" }).waitFor();
  assert.match(await alert.textContent(), /No escalation log.*What to do: /s);
  await accessible("an error");
  await picture("error");
  await choose(FERRYBRIDGE);
  await checked("is checked");
  assert.equal((await alert.textContent()).trim(), "");
});

test("a log can be dropped, and is checked again where a setting changes", async () => {
  await settle("liverpool", expected.as_of);
  await drop(FERRYBRIDGE, "dropped.xlsx");
  await checked("dropped.xlsx is checked");
  const before = await status();
  await page.getByLabel("As of").fill("2025-04-07");
  await page.waitForFunction((before) => {
    const said = document.querySelector("[role=status]").textContent;
    return said.includes("is checked") && said !== before;
  }, before);
});

test("a folder that is dropped is said to be one, and what is shown stays", async () => {
  await settle("liverpool", expected.as_of);
  await choose(FERRYBRIDGE);
  await checked("is checked");
  const cards = await page.locator("#next + ol > li").count();
  const browserItself = await page.context().newCDPSession(page);
  const data = { items: [], files: [fileURLToPath(new URL("examples/returned", root))], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) await browserItself.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
  const alert = page.getByRole("alert");
  await alert.filter({ hasText: "Error in returned: This is a folder. What to do: Open it, and choose the logs in it." }).waitFor();
  assert.equal(await page.locator("#next + ol > li").count(), cards);
  await accessible("a folder");
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "a line of a letter");
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await alert.filter({ hasText: "What was dropped is no file" }).waitFor();
  data.files = [FERRYBRIDGE, RETURNED[0]];
  for (const type of ["dragEnter", "dragOver", "drop"]) await browserItself.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
  await checked("2 logs read");
  quiet();
});

test("after a fault the engine is started afresh, and the next call works", async () => {
  await page.context().close();
  // The first engine that is asked for a view answers as one that panicked.
  await open({
    prepare: () => {
      const Own = globalThis.Worker;
      globalThis.started = 0;
      globalThis.Worker = class extends Own {
        #isFirst = globalThis.started++ === 0;
        postMessage(message, ...rest) {
          if (!this.#isFirst || message.verb !== "view") return super.postMessage(message, ...rest);
          const failure = { code: "fault", message: "the engine stopped", help: "report what you did", at: null };
          queueMicrotask(() => this.dispatchEvent(new MessageEvent("message", { data: { id: message.id, failure } })));
        }
      };
    },
  });
  await settle("liverpool", expected.as_of);
  await choose(FERRYBRIDGE);
  await page.getByRole("alert").filter({ hasText: "The engine stopped" }).waitFor();
  assert.equal(await page.evaluate(() => globalThis.started), 2);
  await choose(FERRYBRIDGE);
  await checked("is checked");
});

test("long work shows how far it is, and can be cancelled", async () => {
  await settle("liverpool", expected.as_of);
  const heading = "Agency / School,Escalation Number,Concern,Date concern arose";
  const lines = Array.from({ length: 20_000 }, (_, n) => `Oakfield,${n + 1},Threshold,2025-06-${(n % 28) + 1}`);
  const long = join(folder, "long.csv");
  writeFileSync(long, [heading, ...lines].join("\n"));
  await choose(long);
  const progress = page.getByRole("progressbar");
  await progress.waitFor();
  assert.equal(await progress.getAttribute("max"), "1");
  assert.equal(await page.getByText("0 of 1").count(), 0, "that says nothing");
  await page.getByRole("button", { name: "Cancel" }).click();
  await checked("Stopped");
  assert.equal(await progress.count(), 0);
  await choose(FERRYBRIDGE);
  await checked("ferrybridge-nhs-community-trust.xlsx is checked");
});

/** Slows one thing down: the reading of files, or the engine's answer to a verb. */
const slowFiles = () => {
  const own = File.prototype.arrayBuffer;
  File.prototype.arrayBuffer = async function () {
    await new Promise((later) => setTimeout(later, 500));
    return own.call(this);
  };
};
const slowProcedures = () => {
  const Own = globalThis.Worker;
  globalThis.Worker = class extends Own {
    postMessage(message, ...rest) {
      setTimeout(() => super.postMessage(message, ...rest), message.verb === "policies" ? 1_000 : 0);
    }
  };
};

test("a file that is chosen before the engine is there is checked once the procedure is chosen", async () => {
  await page.context().close();
  await open({ prepare: slowProcedures });
  await page.getByLabel("As of").fill(expected.as_of);
  await choose(FERRYBRIDGE);
  await checked("Choose the procedure");
  await page.getByLabel("Procedure").selectOption("liverpool");
  await checked("ferrybridge-nhs-community-trust.xlsx is checked");
});

test("a setting that changes while files are being opened loses none of them", async () => {
  await page.context().close();
  await open({ prepare: slowFiles });
  await page.locator("#policy option").nth(1).waitFor({ state: "attached" });
  await choose(...RETURNED.slice(0, 2));
  await checked("Opening");
  await settle("liverpool", expected.as_of);
  await checked("2 logs read");
  await choose(FERRYBRIDGE);
  await checked("Opening");
  await page.getByLabel("As of").fill("2025-07-07");
  await checked("ferrybridge-nhs-community-trust.xlsx is checked");
});

test("what is chosen is what is shown, whatever was chosen before", async () => {
  await settle("liverpool", expected.as_of);
  await choose(...RETURNED.slice(0, 2));
  await checked("2 logs read");
  const quarter = page.getByLabel("Quarter", { exact: true });
  for (const id of ["2025-Q2", "2025-Q1", "2024-Q4"]) await quarter.selectOption(id);
  await page.getByLabel("As of").fill("2025-10-06");
  await checked("2 logs read");
  assert.equal(await quarter.inputValue(), "2025-Q3");
  assert.match(await saved("Save the quarterly workbook"), /2025-Q3\.xlsx$/);
  await page.getByLabel("As of").fill("");
  await checked("Give the day");
  assert.doesNotMatch((await quarter.locator("option").allTextContents()).join(), /undefined| 0\b/);

  await page.getByLabel("As of").fill(expected.as_of);
  await choose(HOLLOWBROOK);
  await checked("is checked");
  const show = page.getByLabel("Show", { exact: true });
  for (const kind of ["error", "all", "error"]) await show.selectOption(kind);
  await page.locator("td .marks a", { has: page.locator('[data-severity="warning"]') }).first().click();
  assert.equal(await show.inputValue(), "all");
});

test("after a wrong password the field has the focus again", async () => {
  await settle("liverpool", expected.as_of);
  await choose(fileURLToPath(new URL("tests/workbooks/locked.xlsx", root)));
  const field = page.getByLabel("Password of locked.xlsx");
  await field.fill("wrong");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "password" }).waitFor();
  await page.waitForFunction(() => document.activeElement.id.startsWith("password-"));
  await field.fill("secret");
  await page.keyboard.press("Enter");
  await checked("locked.xlsx is checked");
  assert.equal(await page.evaluate(() => document.activeElement.id), "said");
});

test("the log that is shown is named, whatever was said since", async () => {
  await settle("liverpool", expected.as_of);
  for (const path of [HOLLOWBROOK, FERRYBRIDGE]) {
    await choose(path);
    await checked("is checked");
    await saved("Save the deadlines for a calendar");
    await checked("deadlines.ics is saved");
    assert.match(await page.locator("main").innerText(), new RegExp(`\n${basename(path)}\n`));
  }
  await picture("named");
});

test("a day of which a part is deleted keeps the rest until it is typed", async () => {
  await settle("liverpool", "2025-06-30");
  await choose(FERRYBRIDGE);
  await checked("is checked");
  const field = page.getByLabel("As of");
  await field.focus();
  await page.keyboard.press("Backspace");
  await checked("Give the day");
  await page.keyboard.press("ArrowUp");
  await checked("is checked");
  assert.match(await field.inputValue(), /^2025-/);
});

test("files are chosen by a button, beside which nothing is said that does not hold", async () => {
  page.on("filechooser", (chooser) => chooser.setFiles(FERRYBRIDGE));
  await settle("liverpool", "2025-06-30");
  await page.getByRole("button", { name: "Choose files" }).focus();
  await page.keyboard.press("Enter");
  await checked("ferrybridge-nhs-community-trust.xlsx is checked");
  assert.equal(await page.locator("input[type=file]").evaluate((input) => input.value), "", "the same can be chosen again");
  assert.ok(await page.locator("input[type=file]").isHidden(), "it would say that no file is chosen");
});

test("of a protected file the page says what to do on the page, not what to type in the program", async () => {
  await settle("liverpool", expected.as_of);
  const alert = page.getByRole("alert");
  const says = async (text) => {
    await alert.filter({ hasText: text }).waitFor();
    assert.doesNotMatch(await page.locator("body").innerText(), /--|ESCALOG_/);
  };
  const locked = fileURLToPath(new URL("tests/workbooks/locked.xlsx", root));
  await choose(locked);
  await says("Give its password");
  await page.getByLabel("Password of locked.xlsx").fill("secret");
  await page.getByRole("button", { name: "Open it" }).click();
  await checked("locked.xlsx is checked");
  await page.getByRole("button", { name: "Save the log with its marks" }).click();
  await says("Take the password off a copy of it");
  await choose(FERRYBRIDGE, locked);
  await checked("1 log read, 1 not read");
  assert.match(await page.locator(".failure").innerText(), /Give its password/);
  await page.getByRole("button", { name: "Save the register alone" }).click();
  await page.getByText("Not in it, since it could not be read").waitFor();
  assert.doesNotMatch(await page.locator("body").innerText(), /--|ESCALOG_/);
  quiet();
});

test("a list of agencies can be chosen in every form in which it is read", async () => {
  assert.match(await page.locator("#choose").getAttribute("accept"), /(^|,)\.toml(,|$)/);
});

test("of logs that were read in part no workbook is made until the others are read", async () => {
  await page.context().close();
  await open({
    prepare: () => {
      const Own = globalThis.Worker;
      globalThis.Worker = class extends Own {
        postMessage(message, ...rest) {
          setTimeout(() => super.postMessage(message, ...rest), message.verb === "check" ? 500 : 0);
        }
      };
    },
  });
  await settle("liverpool", expected.as_of);
  await choose(...RETURNED.slice(0, 3));
  await page.locator("[aria-labelledby=returned] tbody tr").first().waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await checked("not all is checked");
  const make = page.getByRole("button", { name: "Save the quarterly workbook" });
  assert.ok(await make.isDisabled());
  await accessible("stopped");
  await page.getByRole("button", { name: "Check again" }).click();
  await checked("3 logs read");
  assert.ok(await make.isEnabled());
});

for (const [name, media] of Object.entries({ dark: { colorScheme: "dark" }, "high contrast": { forcedColors: "active" } })) {
  test(`it can be read in ${name}`, async () => {
    await page.context().close();
    await open(media);
    await settle("liverpool", expected.as_of);
    await choose(HOLLOWBROOK);
    await checked("is checked");
    await accessible(name);
    await picture(name.replace(" ", "-"));
    await page.getByLabel("As of").fill("");
    await checked("Give the day");
    const look = (name) => page.getByRole("button", { name }).evaluate((one) => [getComputedStyle(one).color, getComputedStyle(one).borderStyle]);
    const [[color, border], [none, dashed]] = [await look("Choose files"), await look("Save a blank log")];
    assert.ok(color !== none && border !== dashed, "a button that does nothing yet is seen to be one");
    await picture(`${name.replace(" ", "-")}-idle`);
  });
}
