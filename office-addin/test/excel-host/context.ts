// A request context: the queue of what an add-in asked for, run in order when it synchronises.
// https://learn.microsoft.com/javascript/api/excel/excel.requestcontext

import { cellEditing, NotSimulated, OfficeError } from "./errors";
import type { Host } from "./host";
import { type Kind, type Node, make, nodeOf, paths, retrieve } from "./proxy";

interface Request {
  where: string;
  bytes: number;
  /** Does it; gives what the add-in learns once the whole batch succeeded. */
  run: () => (() => void) | null;
}

interface Given {
  /** The arguments as JSON, which is how they travel. */
  text: string;
  plain: any[];
  resolve: () => any[];
}

export class Context {
  readonly host: Host;
  /** What the add-in holds. */
  readonly proxy: object;
  readonly delayForCellEdit: boolean;
  #queue: Request[] = [];
  #answer = 0;
  #finished = false;

  constructor(host: Host, roots: Record<string, { kind: Kind<any>; target: object }>, delayForCellEdit: boolean) {
    this.host = host;
    this.delayForCellEdit = delayForCellEdit;
    const objects = new Map<string, object>();
    const get = (_: object, key: PropertyKey): unknown => {
      if (typeof key === "symbol" || key === "then") return undefined;
      if (key === "sync") return (passed?: unknown) => this.sync().then(() => passed);
      if (key === "load") return (proxy: unknown, what?: unknown) => {
        const node = nodeOf(proxy);
        if (!node) throw new OfficeError("InvalidArgument", "load needs an object of Excel's");
        this.load(node, paths(what));
      };
      if (key === "trackedObjects") return { add() {}, remove() {} };
      if (key === "debugInfo") return {};
      const root = roots[String(key)];
      if (!root) throw new NotSimulated(`RequestContext.${String(key)}`);
      const name = String(key);
      let made = objects.get(name);
      if (!made) objects.set(name, (made = make(root.kind, this, `context.${name}`, () => root.target)));
      return made;
    };
    const set = (_: object, key: PropertyKey): never => {
      throw new NotSimulated(`setting RequestContext.${String(key)}`);
    };
    this.proxy = new Proxy({}, { get, set });
  }

  /** Adds a request. A context whose `Excel.run` has ended takes none: stricter than Excel, which takes some. */
  queue(where: string, bytes: number, run: Request["run"]): void {
    if (this.#finished) {
      throw new OfficeError("InvalidObjectPath", `${where}: the Excel.run of this object has ended`, where);
    }
    this.#queue.push({ where, bytes, run });
  }

  load(node: Node, what: string[]): void {
    if (node.context !== this) throw otherContext(node);
    this.queue(`${node.where}.load`, what.join().length, () => {
      const deliver = retrieve(node, what);
      return () => {
        for (const each of deliver) each();
      };
    });
  }

  /** Arguments as they travel: as JSON, with other objects named by their paths. */
  arguments(args: unknown[]): Given {
    const proxies: Node[] = [];
    const travel = (value: unknown): unknown => {
      const node = nodeOf(value);
      if (node) {
        if (node.context !== this) throw otherContext(node);
        proxies.push(node);
        return node;
      }
      if (typeof value === "function") throw new OfficeError("InvalidArgument", "a function can't be sent to Excel");
      if (Array.isArray(value)) return value.map((item) => travel(item) ?? null);
      if (value instanceof Date) return value.toISOString();
      if (typeof value === "number" && !Number.isFinite(value)) return null;
      if (typeof value === "object" && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, travel(item)]));
      }
      return value;
    };
    const sent = args.map(travel);
    const isNode = (value: unknown): value is Node => proxies.includes(value as Node);
    const arrive = (value: unknown): unknown => {
      if (isNode(value)) return value.model;
      if (Array.isArray(value)) return proxies.length > 0 ? value.map(arrive) : value;
      if (typeof value !== "object" || value === null || proxies.length === 0) return value;
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, arrive(item)]));
    };
    const text = JSON.stringify(sent, (_, value: unknown) => (isNode(value) ? value.where : value)).slice(1, -1);
    const plain = sent.map((value) => (isNode(value) ? null : value));
    return { text, plain, resolve: () => sent.map(arrive) };
  }

  /** Counts what Excel sends back. */
  answered(value: unknown): void {
    this.#answer += JSON.stringify(value)?.length ?? 0;
  }

  has(kind: string, member: string): boolean {
    return this.host.has(`${kind}.${member}`);
  }

  /** Excel of this kind must know the member, or the batch fails: `ApiNotFound`. */
  mustHave(kind: string, member: string, where: string, isRunning = false): void {
    if (this.has(kind, member)) return;
    const missing = () => {
      throw new OfficeError("ApiNotFound", `The API you are trying to use could not be found: ${kind}.${member}. It may be available in a newer version of Excel.`, where);
    };
    if (isRunning) missing();
    this.queue(where, 0, missing);
  }

  handlers(kind: string, event: string, where: string, about: () => object) {
    const { host } = this;
    return {
      add: (handler: (args: unknown) => Promise<unknown>) => {
        this.mustHave(kind, event, where);
        let registered: object | null = null;
        this.queue(where, where.length, () => {
          registered = host.events.add(`${kind}.${event}`, about(), handler);
          return null;
        });
        // https://learn.microsoft.com/javascript/api/office/officeextension.eventhandlerresult
        return {
          context: this.proxy,
          remove: () => {
            this.queue(where, where.length, () => {
              if (registered) host.events.remove(registered);
              return null;
            });
          },
        };
      },
    };
  }

  /** https://learn.microsoft.com/javascript/api/office/officeextension.clientrequestcontext#office-officeextension-clientrequestcontext-sync-member(1) */
  async sync(): Promise<void> {
    const { host } = this;
    const batch = this.#queue;
    this.#queue = [];
    // The workbook is in another process.
    await host.tick();
    if (host.editing !== null) {
      // https://learn.microsoft.com/office/dev/add-ins/excel/excel-add-ins-delay-in-cell-edit
      if (!this.delayForCellEdit) {
        throw cellEditing();
      }
      await host.edited();
    }
    const limit = host.profile.payload;
    const asked = batch.reduce((sum, { bytes }) => sum + bytes, 0);
    host.batches.push({ requests: batch.length, bytes: asked });
    if (limit !== null && asked > limit) {
      throw new OfficeError("RequestPayloadSizeLimitExceeded", "The request payload size has exceeded the limit.");
    }
    this.#answer = 0;
    const deliver: (() => void)[] = [];
    try {
      // A batch stops at its first error; what was done before it stays done.
      for (const request of batch) {
        const learnt = request.run();
        if (learnt) deliver.push(learnt);
      }
      if (limit !== null && this.#answer > limit) {
        throw new OfficeError("ResponsePayloadSizeLimitExceeded", "The response payload size has exceeded the limit.");
      }
    } finally {
      host.settle();
    }
    for (const each of deliver) each();
  }

  finish(): void {
    this.#finished = true;
  }

  resume(): void {
    this.#finished = false;
  }
}

function otherContext(node: Node): OfficeError {
  return new OfficeError("InvalidRequestContext", "Cannot use the object across different request contexts.", node.where);
}
