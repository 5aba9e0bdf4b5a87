// The simulator itself: as strict as Excel is documented to be.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { engine, launch } from "./excel-host/harness.mjs";

const example = (name) => ({ name, bytes: readFileSync(new URL(`../../examples/returned/${name}`, import.meta.url)) });
const FERRYBRIDGE = example("ferrybridge-nhs-community-trust.xlsx");
const TODAY = "2025-06-30";

let excel;

before(async () => {
  excel = await launch();
});

after(() => excel.close());

/** Batches in a fresh Excel, one after the other; an error answers as its code. */
async function runs(batches, options = {}) {
  const { page, close } = await excel.open({ today: TODAY, ...options });
  try {
    const answers = [];
    for (const batch of batches) {
      const run = async (batch) => {
        try {
          return await globalThis.Excel.run(new Function(`return ${batch}`)());
        } catch (error) {
          return error.code ?? `${error.name}: ${error.message}`;
        }
      };
      answers.push(await page.evaluate(run, String(batch)));
    }
    return answers;
  } finally {
    await close();
  }
}

test("nothing happens before the queue is sent, and nothing is known before it was loaded", async () => {
  assert.deepEqual(
    await runs([
      async (context) => {
        const range = context.workbook.worksheets.getActiveWorksheet().getRange("A1:B2");
        range.values = [[1, "two"], [true, "=1+1"]];
        const before = globalThis.excelHost.snapshot().sheets[0].cells;
        const again = context.workbook.worksheets.getActiveWorksheet().getRange("A1:B2");
        again.load("values, formulas, address, valueTypes, numberFormat");
        await context.sync();
        return [before, again.values, again.formulas, again.address, again.valueTypes, again.numberFormat];
      },
      async (context) => {
        const range = context.workbook.worksheets.getActiveWorksheet().getRange("A1");
        await context.sync();
        return range.values;
      },
      async (context) => {
        const range = context.workbook.worksheets.getActiveWorksheet().getRange("A1");
        range.load("values");
        return range.values;
      },
      async (context) => context.workbook.worksheets.getCount().value,
      async (context) => {
        const { worksheets } = context.workbook;
        worksheets.load("items/name");
        await context.sync();
        return worksheets.items.map(({ name }) => name);
      },
    ]),
    [
      [
        {},
        [[1, "two"], [true, 2]],
        [[1, "two"], [true, "=1+1"]],
        "Sheet1!A1:B2",
        [["Double", "String"], ["Boolean", "Double"]],
        [["General", "General"], ["General", "General"]],
      ],
      "PropertyNotLoaded",
      "PropertyNotLoaded",
      "PropertyNotLoaded",
      ["Sheet1"],
    ],
  );
});

test("what is not simulated throws, by name", async () => {
  const [read, set, called, listed, unknownFunction] = await runs([
    async (context) => context.workbook.worksheets.getActiveWorksheet().slicers,
    async (context) => (context.workbook.worksheets.getActiveWorksheet().enableCalculation = false),
    async (context) => context.workbook.worksheets.getActiveWorksheet().getRange("A1").flashFill(),
    async (context) => ({ ...context.workbook.worksheets.getActiveWorksheet().getRange("A1") }),
    async (context) => (context.workbook.worksheets.getActiveWorksheet().getRange("A1").formulas = [["=VLOOKUP(1,A2:B3,2)"]]),
  ]);
  assert.match(read, /NotSimulated: .*Worksheet\.slicers/);
  assert.match(set, /NotSimulated: .*Worksheet\.enableCalculation/);
  assert.match(called, /NotSimulated: .*Range\.flashFill/);
  assert.match(listed, /NotSimulated: .*listing/);
  assert.match(unknownFunction, /NotSimulated: .*VLOOKUP/);
  const { page, close } = await excel.open();
  for (const member of ["Office.context.mailbox", "Office.ribbon", "Excel.Nothing", "CustomFunctions.nothing"]) {
    assert.match(await page.evaluate((member) => {
      try {
        return member.split(".").reduce((at, key) => at[key], globalThis);
      } catch (error) {
        return error.message;
      }
    }, member), new RegExp(`does not simulate ${member.replaceAll(".", "\\.")}`));
  }
  await close();
});

test("what is not there is a null object, or an error", async () => {
  assert.deepEqual(
    await runs([
      async (context) => {
        const sheet = context.workbook.worksheets.getItemOrNullObject("No");
        const range = sheet.getRange("A1");
        range.load("values");
        await context.sync();
        return [sheet.isNullObject, range.isNullObject, range.values ?? "undefined"];
      },
      async (context) => void context.workbook.worksheets.getItem("No").delete(),
      async (context) => context.workbook.worksheets.getItemOrNullObject("No").isNullObject,
      async (context) => void context.workbook.worksheets.getItemOrNullObject("No").delete(),
      async (context) => {
        const used = context.workbook.worksheets.getActiveWorksheet().getUsedRangeOrNullObject();
        await context.sync();
        return used.isNullObject;
      },
    ]),
    [[true, true, "undefined"], "ItemNotFound", "PropertyNotLoaded", "ItemNotFound", true],
  );
});

test("values must fit their range, and a batch stops at its first error", async () => {
  assert.deepEqual(
    await runs([
      async (context) => void (context.workbook.worksheets.getActiveWorksheet().getRange("A1:B2").values = [[1, 2]]),
      async (context) => void (context.workbook.worksheets.getActiveWorksheet().getRange("A:A").values = 1),
      async (context) => context.workbook.worksheets.getActiveWorksheet().getRange("1A").address,
      async (context) => {
        const sheet = context.workbook.worksheets.getActiveWorksheet();
        sheet.getRange("A1").values = [["kept"]];
        sheet.getRange("A2:A3").values = [["lost"]];
        sheet.getRange("A4").values = [["never"]];
        await context.sync();
      },
      async (context) => {
        const range = context.workbook.worksheets.getActiveWorksheet().getUsedRange();
        range.load("values, address");
        const column = context.workbook.worksheets.getActiveWorksheet().getRange("A:A");
        column.load("values, address, rowCount");
        await context.sync();
        return [range.values, range.address, column.values, column.address, column.rowCount];
      },
      async (context) => {
        const range = context.workbook.worksheets.getActiveWorksheet().getRange("A1:B1");
        // null leaves a cell as it is, "" empties it.
        range.values = [[null, "x"]];
        range.values = [[null, ""]];
        range.load("values, valueTypes");
        await context.sync();
        return [range.values, range.valueTypes];
      },
    ]),
    [
      "InvalidArgument",
      "InvalidArgument",
      "PropertyNotLoaded",
      "InvalidArgument",
      [[["kept"]], "Sheet1!A1", null, "Sheet1!A:A", 1_048_576],
      [[["kept", ""]], [["String", "Empty"]]],
    ],
  );
});

test("an object belongs to its own batch", async () => {
  assert.deepEqual(
    await runs([
      async (context) => {
        globalThis.kept = context.workbook.worksheets.getActiveWorksheet();
        await context.sync();
      },
      async () => globalThis.kept.load("name"),
      async (context) => context.workbook.worksheets.getActiveWorksheet().getRange("A1").getBoundingRect(globalThis.kept.getRange("A1")),
    ]),
    [null, "InvalidObjectPath", "InvalidObjectPath"].map((code) => code ?? undefined),
  );
});

test("what is put into a cell is understood as if it were typed", async () => {
  const given = ["3/3/25", "3 Mar 2025", "2025-03-03", "12", "1,234.5", "50%", "TRUE", "#N/A", "'12", "S-1", "-x", "1-2", "10:30", "@x", "=A1+1"];
  const [answer] = await runs([
    `async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet();
      const answers = [];
      for (const text of ${JSON.stringify(given)}) {
        try {
          const range = sheet.getRange("A2");
          range.clear();
          range.values = [[text]];
          range.load("values, numberFormat");
          await context.sync();
          answers.push([range.values[0][0], range.numberFormat[0][0]]);
        } catch (error) {
          answers.push(error.name);
        }
      }
      const text = sheet.getRange("A3");
      text.numberFormat = [["@"]];
      text.values = [["007"]];
      text.load("values");
      await context.sync();
      return [...answers, text.values[0][0]];
    }`,
  ]);
  assert.deepEqual(answer, [
    [45719, "dd/mm/yyyy"],
    [45719, "dd/mm/yyyy"],
    [45719, "dd/mm/yyyy"],
    [12, "General"],
    [1234.5, "General"],
    [0.5, "0%"],
    [true, "General"],
    ["#N/A", "General"],
    ["12", "General"],
    ["S-1", "General"],
    "NotSimulated",
    [45689, "dd/mm/yyyy"],
    [0.4375, "hh:mm"],
    ["@x", "General"],
    [1, "General"],
    "007",
  ]);
});

test("an older Excel does not know later members", async () => {
  const batch = async (context) => {
    const { notes } = context.workbook.worksheets.getActiveWorksheet();
    notes.load("items");
    await context.sync();
    return "known";
  };
  const asked = () => ["1.14", "1.17", "1.18"].map((least) => globalThis.Office.context.requirements.isSetSupported("ExcelApi", least));
  const found = {};
  for (const profile of ["2021", "2024", "365", "web"]) {
    const { page, close } = await excel.open({ profile });
    found[profile] = await page.evaluate(asked);
    await close();
    found[profile].push((await runs([batch], { profile }))[0]);
  }
  assert.deepEqual(found, {
    2021: [true, false, false, "ApiNotFound"],
    2024: [true, true, false, "ApiNotFound"],
    365: [true, true, true, "known"],
    web: [true, true, true, "known"],
  });
});

test("on the web a request and an answer have 5 MB", async () => {
  const write = async (context) => {
    const range = context.workbook.worksheets.getActiveWorksheet().getRange("A1:A6");
    range.values = Array.from({ length: 6 }, () => ["x".repeat(1_000_000)]);
    await context.sync();
  };
  const read = async (context) => {
    const sheet = context.workbook.worksheets.getActiveWorksheet();
    for (let row = 1; row < 7; row++) {
      sheet.getRange(`A${row}`).values = [["x".repeat(1_000_000)]];
      await context.sync();
    }
    const range = sheet.getRange("A1:A6");
    range.load("values");
    await context.sync();
  };
  assert.deepEqual(await runs([write, read], { profile: "web" }), ["RequestPayloadSizeLimitExceeded", "ResponsePayloadSizeLimitExceeded"]);
  assert.deepEqual(await runs([write], { profile: "365" }), [undefined]);
});

test("while a cell is being edited a batch fails, or waits", async () => {
  const { page, close } = await excel.open();
  const answers = await page.evaluate(async () => {
    const { Excel, excelHost } = globalThis;
    const batch = async (context) => {
      const range = context.workbook.worksheets.getActiveWorksheet().getRange("A1");
      range.values = [[1]];
      await context.sync();
      return "done";
    };
    excelHost.edit("A1");
    const failed = await Excel.run(batch).catch((error) => error.code);
    let waits = true;
    const later = Excel.run({ delayForCellEdit: true }, batch).finally(() => (waits = false));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const waited = waits;
    excelHost.stopEditing();
    return [failed, waited, await later];
  });
  assert.deepEqual(answers, ["InvalidOperationInCellEditMode", true, "done"]);
  await close();
});

test("a protected sheet takes no change, but in cells that are not locked", async () => {
  assert.deepEqual(
    await runs([
      async (context) => {
        const sheet = context.workbook.worksheets.getActiveWorksheet();
        sheet.getRange("B1").format.protection.locked = false;
        sheet.protection.protect({}, "secret");
        await context.sync();
        sheet.getRange("B1").values = [["open"]];
        await context.sync();
        sheet.protection.load("protected");
        await context.sync();
        return sheet.protection.protected;
      },
      async (context) => void (context.workbook.worksheets.getActiveWorksheet().getRange("A1").values = [[1]]),
      async (context) => void (context.workbook.worksheets.getActiveWorksheet().getRange("B1").format.fill.color = "#FF0000"),
      async (context) => context.workbook.worksheets.getActiveWorksheet().protection.unprotect("wrong"),
      async (context) => context.workbook.worksheets.getActiveWorksheet().protection.unprotect("secret"),
    ]).then((answers) => answers.map((answer) => (typeof answer === "object" ? "result" : answer))),
    [true, "AccessDenied", "AccessDenied", "InvalidArgument", "result"],
  );
});

test("events tell what a person does from what the add-in does", async () => {
  const { page, close } = await excel.open();
  const heard = await page.evaluate(async () => {
    const { Excel, excelHost } = globalThis;
    const heard = [];
    const note = async ({ address, triggerSource, changeType, details }) => heard.push([address, triggerSource, changeType, details?.valueAfter]);
    const settled = () => new Promise((resolve) => setTimeout(resolve, 50));
    const registered = await Excel.run(async (context) => {
      const result = context.workbook.worksheets.onChanged.add(note);
      await context.sync();
      return result;
    });
    await Excel.run(async (context) => void (context.workbook.worksheets.getActiveWorksheet().getRange("A1:B1").values = [[1, 2]]));
    excelHost.type("C3", "typed");
    await settled();
    await Excel.run(async (context) => {
      context.runtime.enableEvents = false;
      context.workbook.worksheets.getActiveWorksheet().getRange("A1").values = [[3]];
      await context.sync();
      context.runtime.enableEvents = true;
    });
    await settled();
    await Excel.run(registered.context, async (context) => {
      registered.remove();
      await context.sync();
    });
    excelHost.type("C4", "unheard");
    await settled();
    return heard;
  });
  assert.deepEqual(heard.map((one) => one.map((part) => part ?? null)), [
    ["A1:B1", "ThisLocalAddin", "RangeEdited", null],
    ["C3", "Unknown", "RangeEdited", "typed"],
  ]);
  await close();
});

test("conditional formats hold by their formulas, in their order", async () => {
  const { page, close } = await excel.open({ today: TODAY });
  const shown = await page.evaluate(async () => {
    const { Excel, excelHost } = globalThis;
    await Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet();
      sheet.getRange("A1:A4").values = [[45000], [45838], [45839], ["text"]];
      const add = (formula, fill) => {
        const format = sheet.getRange("A1:A4").conditionalFormats.add("Custom");
        format.custom.rule.formula = formula;
        format.custom.format.fill.color = fill;
        return format;
      };
      add('=AND(N("x")=0,ISNUMBER($A1),$A1<TODAY())', "#FF0000");
      const second = add("=$A1=TODAY()", "#00FF00");
      add("=ISNUMBER($A1)", "#0000FF").priority = -1;
      await context.sync();
      second.load("priority");
      await context.sync();
      if (second.priority !== 0) throw new Error(`the newest comes first, not at ${second.priority}`);
    });
    return [1, 2, 3, 4].map((row) => excelHost.displayed(`A${row}`).fill);
  });
  assert.deepEqual(shown, ["#FF0000", "#00FF00", "#0000FF", ""]);
  await close();
});

test("validations are one a cell, and say themselves again", async () => {
  const [answer] = await runs([
    async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet();
      const list = sheet.getRange("A1:A10").dataValidation;
      list.rule = { list: { inCellDropDown: true, source: "Yes,No" } };
      list.errorAlert = { message: "one of these", showAlert: true, style: "Warning", title: "escalog" };
      sheet.getRange("A5").dataValidation.rule = { date: { formula1: "2000-01-01", formula2: "2099-12-31", operator: "Between" } };
      const [day, above, all] = ["A5", "A1:A4", "A1:A10"].map((address) => sheet.getRange(address).dataValidation);
      for (const one of [day, above, all]) one.load("type, rule, errorAlert");
      const cells = sheet.getRange().getSpecialCellsOrNullObject("DataValidations");
      cells.load("address");
      await context.sync();
      return [day.rule, above.rule, above.errorAlert.title, all.type, cells.address];
    },
  ]);
  assert.deepEqual(answer, [
    { date: { formula1: "36526", formula2: "73050", operator: "Between" } },
    { list: { inCellDropDown: true, source: "Yes,No" } },
    "escalog",
    "MixedCriteria",
    "Sheet1!A1:A4,Sheet1!A6:A10,Sheet1!A5",
  ]);
});

test("a table grows by what is written beside it, and can be put back", async () => {
  const [answer] = await runs([
    async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet();
      sheet.getRange("A1:B2").values = [["a", "b"], [1, 2]];
      const table = sheet.tables.add("A1:B2", true);
      const addresses = [];
      const look = async () => {
        const range = table.getRange();
        range.load("address");
        await context.sync();
        addresses.push(range.address);
      };
      await look();
      sheet.getRange("A3").values = [[3]];
      await look();
      sheet.getRange("C1").values = [["c"]];
      await look();
      table.resize("A1:B3");
      await look();
      return addresses;
    },
  ]);
  assert.deepEqual(answer, ["Sheet1!A1:B2", "Sheet1!A1:B3", "Sheet1!A1:C3", "Sheet1!A1:B3"]);
});

test("a marked log opens with its marks, and its formulas are worked out anew on a later day", async () => {
  const { files } = engine("annotate", { settings: { policy: "liverpool", as_of: TODAY } }, [FERRYBRIDGE]);
  const open = async (today) => {
    const opened = await excel.open({ workbook: files[0], today });
    const { sheets } = await opened.snapshot();
    await opened.close();
    const [log] = sheets;
    const [heading] = Object.entries(log.cells).find(([, cell]) => cell.value === "Status") ?? [];
    const column = heading.replace(/\d/g, "");
    return { log, statuses: Object.entries(log.cells).filter(([at]) => at.replace(/\d/g, "") === column).map(([, cell]) => cell.value) };
  };
  const [then, later] = [await open(TODAY), await open("2026-06-30")];
  assert.equal(then.log.conditionals.length, 4);
  assert.ok(then.log.validations.length > 0);
  assert.ok(then.log.freeze.rows > 0);
  assert.ok(then.statuses.length > 2);
  const overdue = (statuses) => statuses.filter((status) => status === "overdue").length;
  assert.ok(overdue(later.statuses) >= overdue(then.statuses) && overdue(later.statuses) > 0);
  assert.ok(!later.statuses.includes("on track"), `${later.statuses}`);
});

test("what was changed is saved by the engine, and opens as it was", async () => {
  const opened = await excel.open({ workbook: FERRYBRIDGE, today: TODAY });
  await opened.page.evaluate(() =>
    globalThis.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet();
      sheet.getRange("Z5").values = [["new"]];
      sheet.getRange("Z5").format.fill.color = "#FDE7E9";
      sheet.getRange("Z6").values = [[45719]];
      sheet.getRange("Z6").numberFormat = [["dd mmm yyyy"]];
      sheet.getRange("Z7").formulas = [["=Z6+1"]];
      sheet.getRange("Z:Z").format.columnWidth = 105;
      sheet.getRange("Z8:Z9").dataValidation.rule = { list: { inCellDropDown: true, source: "Yes,No" } };
      sheet.getRange("Z8:Z9").dataValidation.errorAlert = { message: "one", showAlert: true, style: "Warning", title: "escalog" };
      const format = sheet.getRange("Z5:Z9").conditionalFormats.add("Custom");
      format.custom.rule.formula = "=$Z5=1";
      format.custom.format.fill.color = "#FF0000";
      const more = context.workbook.worksheets.add("More");
      more.getRange("A1").values = [["x"]];
      // As every sheet that the engine adds.
      more.pageLayout.zoom = { horizontalFitToPages: 1 };
      await context.sync();
    }),
  );
  const [now, saved] = [await opened.snapshot(), await opened.save()];
  await opened.close();
  const again = await excel.open({ workbook: saved, today: TODAY });
  assert.deepEqual(await again.snapshot(), now);
  await again.close();
});

test("two workbooks that differ in anything have different snapshots", async () => {
  const { files } = engine("annotate", { settings: { policy: "liverpool", as_of: TODAY } }, [FERRYBRIDGE]);
  const opened = await excel.open({ workbook: files[0], today: TODAY });
  const changes = [
    (sheet) => (sheet.getRange("A6").values = [["other"]]),
    (sheet) => (sheet.getRange("A6").numberFormat = [["0.0"]]),
    (sheet) => (sheet.getRange("A6").format.fill.color = "#123456"),
    (sheet) => (sheet.getRange("A6").format.font.color = "#123456"),
    (sheet) => (sheet.getRange("A6").format.font.italic = true),
    (sheet) => (sheet.getRange("A6").format.wrapText = false),
    (sheet) => (sheet.getRange("B:B").format.columnWidth = 33),
    (sheet) => (sheet.getRange("B:B").columnHidden = true),
    (sheet) => (sheet.getRange("6:6").rowHidden = true),
    (sheet) => sheet.getRange("A30:B30").merge(),
    (sheet) => (sheet.getRange().conditionalFormats.getItemAt(0).custom.format.fill.color = "#123456"),
    (sheet) => (sheet.getRange().conditionalFormats.getItemAt(0).priority = -1),
    (sheet) => sheet.getRange("A6:Z6").conditionalFormats.clearAll(),
    (sheet) => sheet.getRange("A5:Z6").dataValidation.clear(),
    (sheet) => (sheet.getRange("A40").dataValidation.ignoreBlanks = false),
    (sheet) => sheet.freezePanes.unfreeze(),
    (sheet) => sheet.tables.add("A60:B61", true),
    (sheet) => (sheet.name = "Other"),
    (sheet) => (sheet.getRange("Z6").formulas = [["=1+1"]]),
  ];
  const same = [];
  for (const change of changes) {
    const before = JSON.stringify(await opened.snapshot());
    await opened.page.evaluate(
      (change) => globalThis.Excel.run(async (context) => void new Function(`return ${change}`)()(context.workbook.worksheets.getActiveWorksheet())),
      String(change),
    );
    if (JSON.stringify(await opened.snapshot()) === before) same.push(String(change));
  }
  assert.deepEqual(same, []);
  await opened.close();
});
