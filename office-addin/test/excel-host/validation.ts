// What cells may hold. Pages: https://learn.microsoft.com/javascript/api/excel/excel.datavalidation, and
// https://learn.microsoft.com/office/dev/add-ins/excel/excel-add-ins-data-validation.

import { type Box, contains, format, intersection, quoted, same } from "./a1";
import { NotSimulated, OfficeError } from "./errors";
import { type Sheet, type Validation, each } from "./model";
import { type Area, type Kind, kind } from "./proxy";
import { isUnbounded } from "./range";

type Rule = Omit<Validation, "boxes">;

const none: Rule = {
  type: "None",
  operator: "Between",
  formula1: "",
  formula2: "",
  inCellDropDown: true,
  ignoreBlanks: true,
  alert: { showAlert: true, style: "Stop", title: "", message: "" },
  prompt: { showPrompt: true, title: "", message: "" },
};

/** The one validation of all these cells; `null` where they differ. */
function shared({ sheet, box }: Area): Rule | null {
  const met = sheet.validations.filter((validation) => validation.boxes.some((part) => intersection(part, box)));
  const [only] = met;
  if (!only) return none;
  const covers = only.boxes.some((part) => same(intersection(part, box) ?? part, box) && intersection(part, box));
  if (met.length === 1 && (covers || coversEach(only.boxes, box))) return only;
  return null;
}

function coversEach(boxes: Box[], box: Box): boolean {
  if (isUnbounded(box)) return false;
  let all = true;
  each(box, (row, column) => (all &&= boxes.some((part) => contains(part, row, column))));
  return all;
}

function change(area: Area, changes: Partial<Rule>): void {
  area.sheet.mustBeOpen(null);
  const rule = shared(area);
  if (!rule) throw new OfficeError("InvalidArgument", "These cells have more than one validation.");
  const { type, operator, formula1, formula2, inCellDropDown, ignoreBlanks, alert, prompt } = { ...rule, ...changes };
  area.sheet.validate(area.box, { type, operator, formula1, formula2, inCellDropDown, ignoreBlanks, alert, prompt });
}

/** "Formula1 … can be a number, a date as text, a formula or a range": kept as a file keeps it. */
function formula(given: unknown, sheet: Sheet): string {
  if (given === undefined || given === null) return "";
  if (typeof given === "number") return String(given);
  if (typeof given === "string") {
    const day = /^(\d{4})-(\d\d)-(\d\d)(?:T00:00:00(?:\.000)?Z)?$/.exec(given);
    return day ? String(sheet.workbook.serial(Number(day[1]), Number(day[2]), Number(day[3]))) : given.replace(/^=/, "");
  }
  const { sheet: other, box } = given as Area;
  return `${quoted(other.name)}!${format(box)}`;
}

const TYPES: Record<string, string> = { date: "Date", decimal: "Decimal", textLength: "TextLength", time: "Time", wholeNumber: "WholeNumber" };

function understood(given: Excel.DataValidationRule, sheet: Sheet): Partial<Rule> {
  const [kind, ...more] = Object.keys(given) as (keyof Excel.DataValidationRule)[];
  // "No more than one of these properties may be present"
  if (!kind || more.length > 0) throw new OfficeError("InvalidArgument", "A rule has one kind.");
  if (given.list) {
    const source: unknown = given.list.source;
    const isText = typeof source === "string" && !source.startsWith("=");
    // "it can't be more than 255 characters": https://support.microsoft.com/office/7693307a-59ef-400a-b769-c5402dce407b
    if (isText && source.length > 255) throw new OfficeError("InvalidArgument", "The list is longer than 255 characters.");
    const formula1 = isText ? `"${source}"` : formula(source, sheet);
    return { type: "List", operator: "Between", formula1, formula2: "", inCellDropDown: given.list.inCellDropDown };
  }
  if (given.custom) return { type: "Custom", formula1: formula(given.custom.formula, sheet), formula2: "" };
  const basic = given[kind] as Excel.BasicDataValidation;
  const type = TYPES[kind];
  if (!type || !basic.operator) throw new NotSimulated(`a validation of the kind ${kind}`);
  const two = /between/i.test(basic.operator);
  if (two !== (basic.formula2 !== undefined && basic.formula2 !== null)) {
    throw new OfficeError("InvalidArgument", "Between needs two formulas, the others one.");
  }
  return { type, operator: basic.operator, formula1: formula(basic.formula1, sheet), formula2: formula(basic.formula2, sheet) };
}

function said(rule: Rule): Excel.DataValidationRule {
  if (rule.type === "None") return {};
  if (rule.type === "List") {
    const source = rule.formula1.startsWith('"') ? rule.formula1.slice(1, -1) : `=${rule.formula1}`;
    return { list: { inCellDropDown: rule.inCellDropDown, source } };
  }
  const number = (formula: string) => (/^-?\d+(\.\d+)?$/.test(formula) ? formula : `=${formula}`);
  if (rule.type === "Custom") return { custom: { formula: `=${rule.formula1}` } };
  const [key] = Object.entries(TYPES).find(([, type]) => type === rule.type) ?? [];
  if (!key) throw new NotSimulated(`a validation of the type ${rule.type}`);
  const basic = { operator: rule.operator as "Between", formula1: number(rule.formula1) };
  return { [key]: rule.formula2 === "" ? basic : { ...basic, formula2: number(rule.formula2) } };
}

export const dataValidation: Kind<Excel.DataValidation> = kind<Excel.DataValidation, Area>("DataValidation", {
  scalars: {
    // #excel-excel-datavalidation-erroralert-member
    errorAlert: {
      get: (area) => (shared(area)?.alert as Excel.DataValidationErrorAlert | undefined) ?? null,
      set: (area, given) => {
        if (given.message.length > 255 || given.title.length > 32) throw new OfficeError("InvalidArgument", "The message or its title is too long.");
        const { showAlert = true, style, title, message } = given;
        change(area, { alert: { showAlert, style, title, message } });
      },
    },
    // #excel-excel-datavalidation-ignoreblanks-member
    ignoreBlanks: { get: (area) => shared(area)?.ignoreBlanks ?? null, set: (area, ignoreBlanks) => change(area, { ignoreBlanks }) },
    // #excel-excel-datavalidation-prompt-member
    prompt: {
      get: (area) => shared(area)?.prompt ?? null,
      set: (area, given) => change(area, { prompt: { showPrompt: given.showPrompt, title: given.title, message: given.message } }),
    },
    // #excel-excel-datavalidation-rule-member
    rule: {
      get: (area) => {
        const rule = shared(area);
        return rule && said(rule);
      },
      set: (area, given) => {
        // Cells with different rules take a new one too.
        if (!shared(area)) area.sheet.validate(area.box, null);
        change(area, understood(given, area.sheet));
      },
    },
    // #excel-excel-datavalidation-type-member: "Inconsistent" or "MixedCriteria" where the cells differ
    type: {
      get: (area) => {
        const rule = shared(area);
        if (rule) return rule.type as "List";
        const met = area.sheet.validations.filter((validation) => validation.boxes.some((part) => intersection(part, area.box)));
        return met.length === 1 ? "Inconsistent" : "MixedCriteria";
      },
    },
  },
  calls: {
    // #excel-excel-datavalidation-clear-member(1)
    clear: ({ sheet, box }) => {
      sheet.mustBeOpen(null);
      sheet.validate(box, null);
    },
  },
});
