// Tables. Pages: https://learn.microsoft.com/javascript/api/excel/excel.table, .tablecollection, .tablescopedcollection.

import { intersection, same } from "./a1";
import { NotSimulated, OfficeError } from "./errors";
import { type Sheet, type Table, type Workbook, newId } from "./model";
import { type Area, type Kind, kind } from "./proxy";
import { areaOf, rangeKind } from "./range";
import { worksheetKind } from "./worksheet";

const sheetOf = (table: Table): Sheet => {
  const sheet = owners.get(table);
  if (!sheet || !sheet.tables.includes(table)) throw new OfficeError("ItemNotFound", "The requested resource doesn't exist.");
  return sheet;
};

const owners = new WeakMap<Table, Sheet>();

/** The tables of a sheet, each known by where it stands. */
function tables(home: Sheet | Workbook): Table[] {
  const sheets = "sheets" in home ? home.sheets : [home];
  return sheets.flatMap((sheet) => {
    for (const table of sheet.tables) owners.set(table, sheet);
    return sheet.tables;
  });
}

const byName = (home: Sheet | Workbook, key: string): Table | null =>
  tables(home).find((table) => table.id === key || table.name.toLowerCase() === key.toLowerCase()) ?? null;

const part = (table: Table, first: number, rows: number): Area | null =>
  rows > 0 ? { sheet: sheetOf(table), box: { ...table.box, top: table.box.top + first, rows } } : null;

const heads = (table: Table) => Number(table.hasHeaders);
const totals = (table: Table) => Number(table.hasTotals);

const tableKind: Kind<Excel.Table> = kind<Excel.Table, Table>("Table", {
  scalars: {
    // #excel-excel-table-id-member
    id: { get: (table) => table.id },
    // #excel-excel-table-name-member
    name: {
      get: (table) => table.name,
      set: (table, name) => {
        if (!/^[A-Za-z_\\][\w.\\]*$/.test(name)) throw new OfficeError("InvalidArgument", `${name} is no name for a table`);
        if (byName(sheetOf(table).workbook, name)) throw new OfficeError("ItemAlreadyExists", "The resource being created already exists.");
        table.name = name;
      },
    },
    // #excel-excel-table-showheaders-member
    showHeaders: { get: (table) => table.hasHeaders },
    // #excel-excel-table-showtotals-member
    showTotals: { get: (table) => table.hasTotals },
    // #excel-excel-table-style-member
    style: { get: (table) => table.style, set: (table, style) => void (table.style = style) },
  },
  objects: {
    // #excel-excel-table-worksheet-member
    worksheet: { kind: () => worksheetKind, run: sheetOf },
  },
  paths: {
    // #excel-excel-table-converttorange-member(1)
    convertToRange: {
      kind: () => rangeKind,
      run: (table) => {
        const area = part(table, 0, table.box.rows);
        const sheet = sheetOf(table);
        sheet.tables = sheet.tables.filter((other) => other !== table);
        return area;
      },
    },
    // #excel-excel-table-getdatabodyrange-member(1)
    getDataBodyRange: { kind: () => rangeKind, run: (table) => part(table, heads(table), table.box.rows - heads(table) - totals(table)) },
    // #excel-excel-table-getheaderrowrange-member(1)
    getHeaderRowRange: { kind: () => rangeKind, run: (table) => part(table, 0, heads(table)) },
    // #excel-excel-table-getrange-member(1)
    getRange: { kind: () => rangeKind, run: (table) => part(table, 0, table.box.rows) },
  },
  calls: {
    // #excel-excel-table-resize-member(1): "the new range must overlap with the original range and the headers
    // (or the top of the table) must be in the same row"
    resize: (table, _context, given) => {
      const { sheet, box } = areaOf(given, sheetOf(table));
      sheet.mustBeOpen(null);
      if (box.top !== table.box.top || !intersection(box, table.box) || box.rows < 2) {
        throw new OfficeError("InvalidArgument", "The new range must overlap the table and begin in its first row.");
      }
      if (sheet.tables.some((other) => other !== table && intersection(other.box, box))) {
        throw new OfficeError("InvalidArgument", "A table can't overlap another table.");
      }
      table.box = box;
    },
  },
});

export const tablesKind: Kind<Excel.TableCollection> = kind<Excel.TableCollection, Sheet | Workbook>("TableCollection", {
  // #excel-excel-tablecollection-items-member
  items: { kind: () => tableKind, get: tables },
  scalars: {
    // #excel-excel-tablecollection-count-member
    count: { get: (home) => tables(home).length },
  },
  paths: {
    // #excel-excel-tablecollection-add-member(1): "the range … must not overlap"; without headings a row is put in
    add: {
      kind: () => tableKind,
      run: (home, address, hasHeaders) => {
        if ("sheets" in home) throw new NotSimulated("TableCollection.add of a workbook");
        const { sheet, box } = areaOf(address, home);
        sheet.mustBeOpen(null);
        if (!hasHeaders) throw new NotSimulated("a table without headings");
        if (sheet.tables.some((other) => intersection(other.box, box)) || sheet.merged.some((merged) => intersection(merged, box))) {
          throw new OfficeError("MergedRangeConflict", "A table can't overlap with another table, a PivotTable report, query results, merged cells, or an XML Map.");
        }
        const all = tables(sheet.workbook);
        let n = all.length + 1;
        while (all.some((table) => table.name === `Table${n}`)) n += 1;
        const table: Table = { id: newId(), name: `Table${n}`, box, hasHeaders: true, hasTotals: false, style: "TableStyleMedium2" };
        sheet.tables.push(table);
        owners.set(table, sheet);
        return table;
      },
    },
    // #excel-excel-tablecollection-getitem-member(1)
    getItem: { kind: () => tableKind, run: byName },
    // #excel-excel-tablecollection-getitemat-member(1)
    getItemAt: { kind: () => tableKind, run: (home, index) => tables(home)[index] ?? null },
    // #excel-excel-tablecollection-getitemornullobject-member(1)
    getItemOrNullObject: { kind: () => tableKind, run: byName },
  },
  calls: {
    // #excel-excel-tablecollection-getcount-member(1)
    getCount: (home) => tables(home).length,
  },
});

/** The tables that a range meets. */
interface Scope extends Area {
  fullyContained: boolean;
}

const met = ({ sheet, box, fullyContained }: Scope): Table[] =>
  tables(sheet).filter((table) => {
    const common = intersection(table.box, box);
    return common !== null && (!fullyContained || same(common, table.box));
  });

export const tableScoped: Kind<Excel.TableScopedCollection> = kind<Excel.TableScopedCollection, Scope>("TableScopedCollection", {
  // #excel-excel-tablescopedcollection-items-member
  items: { kind: () => tableKind, get: met },
  paths: {
    // #excel-excel-tablescopedcollection-getfirst-member(1)
    getFirst: { kind: () => tableKind, run: (scope) => met(scope)[0] ?? null },
    // #excel-excel-tablescopedcollection-getitemornullobject-member(1)
    getItemOrNullObject: {
      kind: () => tableKind,
      run: (scope, key) => met(scope).find((table) => table.name.toLowerCase() === key.toLowerCase() || table.id === key) ?? null,
    },
  },
  calls: {
    // #excel-excel-tablescopedcollection-getcount-member(1)
    getCount: (scope) => met(scope).length,
  },
});

