// `Office`, `Excel`, `OfficeExtension` and `CustomFunctions` as the add-in finds them.
// Pages: https://learn.microsoft.com/javascript/api/office and /javascript/api/excel, at each member's name.

import { Context } from "./context";
import { cellEditing, NotSimulated, OfficeError } from "./errors";
import { type Host, contexts } from "./host";
import { supports } from "./profiles";
import { nodeOf } from "./proxy";
import { runtime, workbookKind } from "./workbook";
import { bytesOf } from "./xlsx";

/** The enumerations of Excel, made from `@types/office-js` when the simulator is built. */
export type Enums = Record<string, Record<string, string>>;

/** An object whose unknown members throw when they are touched. */
function strict<T extends object>(name: string, members: T): T {
  return new Proxy(members, {
    get(target, key) {
      if (typeof key === "symbol" || key === "then" || key in target) return Reflect.get(target, key);
      throw new NotSimulated(`${name}.${String(key)}`);
    },
    set(_, key) {
      throw new NotSimulated(`setting ${name}.${String(key)}`);
    },
  });
}

interface Ready {
  host: "Excel";
  platform: "PC" | "OfficeOnline";
}

/** What the person at the keyboard can start: ribbon buttons and formulas of the add-in. */
export class Started {
  readonly actions = new Map<string, (event: { completed(): void }) => unknown>();
  readonly functions = new Map<string, (...args: unknown[]) => unknown>();
}

export function install(host: Host, enums: Enums, isReady: boolean, started: Started): void {
  Object.assign(globalThis, {
    Office: office(host, isReady, started),
    Excel: excel(host, enums),
    OfficeExtension: strict("OfficeExtension", { Error: OfficeError, config: { extendedErrorLogging: false } }),
    CustomFunctions: customFunctions(started),
  });
}

function office(host: Host, isReady: boolean, started: Started) {
  const { platform } = host.profile;
  const ready: Ready = { host: "Excel", platform };
  const requirements = {
    // office.requirementsetsupport#office-office-requirementsetsupport-issetsupported-member(1)
    isSetSupported: (name: string, least?: string | number) => supports(host.profile, name, least?.toString()),
  } satisfies Partial<Office.RequirementSetSupport>;
  return strict("Office", {
    // #office-office-onready-function(1): where Office never becomes ready the promise stays open
    onReady: (told?: (info: Ready) => unknown): Promise<Ready> =>
      new Promise((resolve) => {
        if (!isReady) return;
        setTimeout(() => {
          told?.(ready);
          resolve(ready);
        });
      }),
    HostType: { Excel: "Excel" },
    PlatformType: { PC: "PC", OfficeOnline: "OfficeOnline", Mac: "Mac", iOS: "iOS", Android: "Android", Universal: "Universal" },
    AsyncResultStatus: { Succeeded: "succeeded", Failed: "failed" },
    StartupBehavior: { none: "None", load: "Load" },
    // office.actions#office-office-actions-associate-member(1)
    actions: strict("Office.actions", {
      associate: (id: string, act: (event: { completed(): void }) => unknown) => void started.actions.set(id, act),
    }),
    // office.addin: the pane of a shared runtime
    addin: strict("Office.addin", {
      showAsTaskpane: () => Promise.resolve(),
      hide: () => Promise.resolve(),
      setStartupBehavior: () => Promise.resolve(),
    }),
    context: strict("Office.context", {
      // office.context
      host: "Excel",
      platform,
      contentLanguage: "en-GB",
      displayLanguage: "en-GB",
      diagnostics: { host: "Excel", platform, version: "16.0" },
      requirements: strict("Office.context.requirements", requirements),
      document: strict("Office.context.document", {
        url: `C:\\Logs\\${host.workbook.name}`,
        mode: "readWrite",
        settings: settings(host),
      }),
      officeTheme: undefined,
    }),
  });
}

/** office.settings: changes are kept in the file by `saveAsync` alone. */
function settings(host: Host) {
  const own = new Map(host.kept);
  const done = (told?: (result: { status: string }) => void) => setTimeout(() => told?.({ status: "succeeded" }));
  return strict("Office.context.document.settings", {
    get: (name: string): unknown => structuredClone(own.get(name) ?? null),
    set: (name: string, value: unknown) => void own.set(name, JSON.parse(JSON.stringify(value))),
    remove: (name: string) => void own.delete(name),
    saveAsync: (options?: unknown, told?: (result: { status: string }) => void) => {
      host.kept = new Map(own);
      done(typeof options === "function" ? (options as typeof told) : told);
    },
  });
}

function excel(host: Host, enums: Enums) {
  type Batch = (context: object) => Promise<unknown>;
  const open = (delay: boolean): Context => {
    const roots = {
      workbook: { kind: workbookKind, target: host.workbook },
      application: { kind: workbookKind.objects["application"]!.kind(), target: host.workbook },
      runtime: { kind: runtime, target: host },
    };
    const context = new Context(host, roots, delay);
    contexts(context.proxy, context);
    return context;
  };
  // excel#excel-excel-run-function(1)
  const run = async (first: unknown, second?: Batch): Promise<unknown> => {
    const batch = typeof first === "function" ? (first as Batch) : second;
    if (!batch) throw new OfficeError("InvalidArgument", "Excel.run needs a function.");
    const given = second ? context(first) : null;
    const delay = second !== undefined && !given && (first as Excel.RunOptions).delayForCellEdit === true;
    const own = given ?? open(delay);
    own.resume();
    try {
      const answer = await batch(own.proxy);
      await own.sync();
      return answer;
    } finally {
      own.finish();
    }
  };
  return strict("Excel", {
    ...enums,
    run,
    // excel#excel-excel-createworkbook-function(1)
    createWorkbook: async (base64?: string): Promise<void> => {
      await host.tick();
      if (host.editing !== null) throw cellEditing();
      const { creating } = host.forbids;
      if (creating) throw new OfficeError(creating, "You cannot perform the requested operation.");
      host.created.push(bytesOf(base64 ?? ""));
    },
  });
}

/** The context of an object, or of the first of some, that `Excel.run` is to go on with. */
function context(given: unknown): Context | null {
  const first: unknown = Array.isArray(given) ? given[0] : given;
  const node = nodeOf(first);
  if (node) return node.context;
  try {
    return typeof first === "object" && first !== null ? contexts(first) : null;
  } catch {
    return null;
  }
}

/** https://learn.microsoft.com/office/dev/add-ins/excel/custom-functions-errors */
class FunctionError extends Error {
  readonly code: string;
  constructor(code: string, message?: string) {
    super(message);
    this.code = code;
  }
}

function customFunctions(started: Started) {
  type Mapping = Record<string, (...args: unknown[]) => unknown>;
  return strict("CustomFunctions", {
    // https://learn.microsoft.com/office/dev/add-ins/excel/custom-functions-json#associating-function-names-with-json-metadata
    associate: (id: string | Mapping, compute?: (...args: unknown[]) => unknown) => {
      const mapping = typeof id === "string" ? { [id]: compute } : id;
      for (const [name, own] of Object.entries(mapping)) if (own) started.functions.set(name.toUpperCase(), own);
    },
    Error: FunctionError,
    ErrorCode: {
      invalidValue: "#VALUE!",
      notAvailable: "#N/A",
      divisionByZero: "#DIV/0!",
      invalidNumber: "#NUM!",
      nullReference: "#NULL!",
      invalidName: "#NAME?",
      invalidReference: "#REF!",
    },
  });
}
