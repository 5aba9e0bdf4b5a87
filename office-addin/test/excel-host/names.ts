// Defined names: https://learn.microsoft.com/javascript/api/excel/excel.nameditemcollection and .nameditem.

import { format, quoted, split, parse } from "./a1";
import { OfficeError } from "./errors";
import type { Name, Sheet, Workbook } from "./model";
import { type Area, type Kind, kind } from "./proxy";
import { rangeKind } from "./range";

type Home = Sheet | Workbook;

const book = (home: Home): Workbook => ("sheets" in home ? home : home.workbook);
const all = (home: Home): Name[] => book(home).names.filter((name) => name.sheet === ("sheets" in home ? null : home));
const byName = (home: Home, key: string): Name | null => all(home).find(({ name }) => name.toLowerCase() === key.toLowerCase()) ?? null;

export const names: Kind<Excel.NamedItemCollection> = kind<Excel.NamedItemCollection, Home>("NamedItemCollection", {
  // #excel-excel-nameditemcollection-items-member
  items: { kind: () => nameKind, get: (home) => all(home).map((name) => ({ name, book: book(home) })) },
  paths: {
    // #excel-excel-nameditemcollection-add-member(1)
    add: {
      kind: () => nameKind,
      run: (home, name, reference, comment = "") => {
        if (byName(home, name)) throw new OfficeError("ItemAlreadyExists", "The resource being created already exists.");
        const formula = typeof reference === "string" ? reference : `=${quoted(reference.sheet.name)}!${format(reference.box)}`;
        const made: Name = { name, sheet: "sheets" in home ? null : home, formula, comment, visible: true };
        book(home).names.push(made);
        return { name: made, book: book(home) };
      },
    },
    // #excel-excel-nameditemcollection-getitemornullobject-member(1)
    getItemOrNullObject: { kind: () => nameKind, run: placed },
    // #excel-excel-nameditemcollection-getitem-member(1)
    getItem: { kind: () => nameKind, run: placed },
  },
});

interface Placed {
  name: Name;
  book: Workbook;
}

function placed(home: Home, key: string): Placed | null {
  const name = byName(home, key);
  return name && { name, book: book(home) };
}

function range({ name, book }: Placed): Area | null {
  const [sheet, address] = split(name.formula.replace(/^=/, ""));
  const home = sheet === null ? null : book.sheet(sheet);
  try {
    return home ? { sheet: home, box: parse(address) } : null;
  } catch (error) {
    if (error instanceof OfficeError) return null;
    throw error;
  }
}

const nameKind: Kind<Excel.NamedItem> = kind<Excel.NamedItem, Placed>("NamedItem", {
  scalars: {
    // #excel-excel-nameditem-formula-member
    formula: { get: ({ name }) => name.formula },
    // #excel-excel-nameditem-name-member
    name: { get: ({ name }) => name.name },
    // #excel-excel-nameditem-visible-member
    visible: { get: ({ name }) => name.visible, set: ({ name }, visible) => void (name.visible = visible) },
  },
  paths: {
    // #excel-excel-nameditem-getrangeornullobject-member(1)
    getRangeOrNullObject: { kind: () => rangeKind, run: range },
  },
  calls: {
    // #excel-excel-nameditem-delete-member(1)
    delete: ({ name, book }) => void (book.names = book.names.filter((other) => other !== name)),
  },
});
