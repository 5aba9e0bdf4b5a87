// The kinds of Excel that the add-in may meet, by the requirement sets they support.
// https://learn.microsoft.com/javascript/api/requirement-sets/excel/excel-api-requirement-sets

export interface Profile {
  /** The highest ExcelApi. */
  api: string;
  desktop: string | null;
  online: string | null;
  sharedRuntime: string;
  customFunctions: string;
  platform: "PC" | "OfficeOnline";
  /** The most bytes of one request, and of one response: https://learn.microsoft.com/office/dev/add-ins/concepts/resource-limits-and-performance-optimization#excel-add-ins */
  payload: number | null;
}

const pc = { desktop: null, online: null, sharedRuntime: "1.1", customFunctions: "1.3", platform: "PC", payload: null } as const;

export const profiles = {
  "2021": { ...pc, api: "1.14" },
  "2024": { ...pc, api: "1.17", customFunctions: "1.4", sharedRuntime: "1.2" },
  "365": { ...pc, api: "1.20", desktop: "1.3", customFunctions: "1.5", sharedRuntime: "1.2" },
  web: {
    ...pc, api: "1.20", online: "1.1", customFunctions: "1.5", sharedRuntime: "1.2", platform: "OfficeOnline", payload: 5 * 1024 * 1024,
  },
} satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;

/** Whether version `a` is at least `b`: `1.14` is above `1.9`. */
export function atLeast(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => text.split(".").map(Number));
  const [major = 0, minor = 0] = x ?? [];
  const [wanted = 0, part = 0] = y ?? [];
  return major > wanted || (major === wanted && minor >= part);
}

/** https://learn.microsoft.com/javascript/api/office/office.requirementsetsupport#office-office-requirementsetsupport-issetsupported-member(1) */
export function supports(profile: Profile, set: string, least = "0"): boolean {
  const sets: Record<string, string | null> = {
    excelapi: profile.api,
    excelapidesktop: profile.desktop,
    excelapionline: profile.online,
    sharedruntime: profile.sharedRuntime,
    customfunctionsruntime: profile.customFunctions,
    ribbonapi: "1.2",
    keyboardshortcuts: "1.1",
    dialogapi: "1.2",
    addincommands: "1.1",
  };
  const has = sets[set.toLowerCase()];
  return has != null && atLeast(has, least);
}
