// Settings kept in the workbook for the add-in: https://learn.microsoft.com/javascript/api/excel/excel.settingcollection
// and .setting.

import type { Workbook } from "./model";
import { type Kind, kind } from "./proxy";

interface Kept {
  workbook: Workbook;
  key: string;
}

const kept = (workbook: Workbook, key: string): Kept | null => (workbook.settings.has(key) ? { workbook, key } : null);

export const settings: Kind<Excel.SettingCollection> = kind<Excel.SettingCollection, Workbook>("SettingCollection", {
  // #excel-excel-settingcollection-items-member
  items: { kind: () => setting, get: (workbook) => [...workbook.settings.keys()].map((key) => ({ workbook, key })) },
  paths: {
    // #excel-excel-settingcollection-add-member(1): "sets or adds"
    add: {
      kind: () => setting,
      run: (workbook, key, value) => {
        workbook.settings.set(key, value);
        return { workbook, key };
      },
    },
    // #excel-excel-settingcollection-getitem-member(1)
    getItem: { kind: () => setting, run: kept },
    // #excel-excel-settingcollection-getitemornullobject-member(1)
    getItemOrNullObject: { kind: () => setting, run: kept },
  },
});

const setting: Kind<Excel.Setting> = kind<Excel.Setting, Kept>("Setting", {
  scalars: {
    // #excel-excel-setting-key-member
    key: { get: ({ key }) => key },
    // #excel-excel-setting-value-member
    value: {
      get: ({ workbook, key }) => workbook.settings.get(key),
      set: ({ workbook, key }, value) => void workbook.settings.set(key, value),
    },
  },
  calls: {
    // #excel-excel-setting-delete-member(1)
    delete: ({ workbook, key }) => void workbook.settings.delete(key),
  },
});
