// The objects that an add-in holds: they queue what is asked of them and know nothing but what was loaded.
//
// A `Kind` says what an Office.js class does to the model, member by member, and its types hold it to
// `@types/office-js`. Whatever a kind does not name throws when it is touched.
// https://learn.microsoft.com/office/dev/add-ins/develop/application-specific-api-model

import type { Box } from "./a1";
import type { Context } from "./context";
import { NotSimulated, OfficeError } from "./errors";
import type { Sheet, Table } from "./model";

/** What a Range stands for. */
export interface Area {
  sheet: Sheet;
  box: Box;
}

/** What a RangeAreas stands for. */
export interface Areas {
  sheet: Sheet;
  boxes: Box[];
}

/** An argument as the model gets it: proxies replaced by what they stand for. */
type Resolved<P> = P extends Excel.Range ? Area
  : P extends Excel.RangeAreas ? Areas
  : P extends Excel.Worksheet ? Sheet
  : P extends Excel.Table ? Table
  : P;
type ResolvedAll<A extends unknown[]> = { [N in keyof A]: Resolved<A[N]> };

interface Path<T, M, A extends unknown[]> {
  kind: () => Kind<T>;
  /** `null` where there is none: a null object, or `ItemNotFound`. */
  run: (target: M, ...args: A) => object | null;
}

/** A scalar property. */
interface Scalar<M, V> {
  get: (target: M, context: Context) => V | null;
  set?: (target: M, value: V, context: Context) => void;
}

/** What is done to one member of the class `T` whose objects stand for an `M`. */
interface Members<T, M> {
  scalars?: { [K in keyof T]?: Scalar<M, T[K]> };
  /** Navigation properties. */
  objects?: { [K in keyof T]?: Path<T[K], M, []> };
  /** Methods that answer with another object. */
  paths?: { [K in keyof T]?: T[K] extends (...args: infer A) => infer R ? Path<R, M, ResolvedAll<A>> : never };
  /** Methods that do something, or answer with a `ClientResult`. */
  calls?: {
    [K in keyof T]?: T[K] extends (...args: infer A) => infer R
      ? (target: M, context: Context, ...args: ResolvedAll<A>) => R extends OfficeExtension.ClientResult<infer V> ? V : void
      : never;
  };
  /** Events; each says what it is about. */
  events?: { [K in keyof T]?: T[K] extends OfficeExtension.EventHandlers<infer _A> ? (target: M) => object : never };
  /** A collection's items. */
  items?: T extends { items: (infer I)[] } ? { kind: () => Kind<I>; get: (target: M) => object[] } : never;
}

/** A class of Office.js. The members' own types are checked where it is made. */
export interface Kind<T> {
  name: string;
  readonly type?: T;
  scalars: Record<string, Scalar<any, any> | undefined>;
  objects: Record<string, Path<any, any, []> | undefined>;
  paths: Record<string, Path<any, any, any[]> | undefined>;
  calls: Record<string, ((target: any, context: Context, ...args: any[]) => unknown) | undefined>;
  events: Record<string, ((target: any) => object) | undefined>;
  items: { kind: () => Kind<any>; get: (target: any) => object[] } | null;
}

/** A class, in two steps so that the type of its model can be said while the rest is inferred. */
export const kind = <T, M>(name: string, members: Members<T, M>): Kind<T> => ({
  name,
  scalars: {},
  objects: {},
  paths: {},
  calls: {},
  events: {},
  items: null,
  ...(members as object),
});

/** What stands behind a proxy. */
export class Node {
  readonly kind: Kind<any>;
  readonly context: Context;
  readonly where: string;
  /** What it stands for in the model; `undefined` before its path was followed. */
  target: object | null | undefined;
  /** Whether the add-in knows by now whether it is a null object. */
  isNull: boolean | undefined;
  readonly loaded = new Map<string, unknown>();
  readonly children = new Map<string, object>();
  items: object[] | undefined;

  constructor(kind: Kind<any>, context: Context, where: string) {
    this.kind = kind;
    this.context = context;
    this.where = where;
  }

  /** The model's side, while a batch runs. */
  get model(): object {
    if (this.target === undefined) throw new OfficeError("InvalidObjectPath", `The object path '${this.where}' isn't working.`, this.where);
    if (this.target === null) throw new OfficeError("ItemNotFound", "The requested resource doesn't exist.", this.where);
    return this.target;
  }
}

const nodes = new WeakMap<object, Node>();

export const nodeOf = (proxy: unknown): Node | undefined =>
  typeof proxy === "object" && proxy !== null ? nodes.get(proxy) : undefined;

/** A proxy whose object is found by `follow` when the batch runs. */
export function make(kind: Kind<any>, context: Context, where: string, follow?: () => object | null): object {
  const node = new Node(kind, context, where);
  const proxy = new Proxy({}, new Handler(node));
  nodes.set(proxy, node);
  if (follow) {
    context.queue(where, where.length, () => {
      node.target = follow();
      return () => {
        node.isNull = node.target === null;
      };
    });
  }
  return proxy;
}

/** A proxy for something that the model has already: an item of a collection. */
function bound(kind: Kind<any>, context: Context, where: string, target: object): object {
  const proxy = make(kind, context, where);
  const node = nodes.get(proxy);
  if (node) [node.target, node.isNull] = [target, false];
  return proxy;
}

const quiet = new Set<PropertyKey>(["then", "constructor", "prototype", "nodeType", "tagName", "$$typeof", "asymmetricMatch"]);

class Handler implements ProxyHandler<object> {
  readonly node: Node;
  constructor(node: Node) {
    this.node = node;
  }

  get(_: object, key: PropertyKey, proxy: object): unknown {
    const { node } = this;
    const { kind, context } = node;
    if (typeof key === "symbol" || quiet.has(key)) return undefined;
    const member = String(key);
    const where = `${node.where}.${member}`;
    switch (member) {
      case "context":
        return context.proxy;
      case "isNullObject":
        // "Office automatically loads this property when context.sync is called":
        // https://learn.microsoft.com/office/dev/add-ins/develop/application-specific-api-model#ornullobject-methods-and-properties
        if (node.isNull === undefined) throw notLoaded("isNullObject");
        return node.isNull;
      case "load":
        return (what?: unknown) => {
          context.load(node, paths(what));
          return proxy;
        };
      case "set":
        return (properties: Record<string, unknown>) => set(proxy, properties);
      case "toJSON":
        return () => Object.fromEntries(node.loaded);
      case "track":
      case "untrack":
        return () => proxy;
    }
    if (kind.items && member === "items") {
      if (!node.items) throw notLoaded("items");
      return node.items;
    }
    if (kind.scalars[member]) {
      if (node.loaded.has(member)) return node.loaded.get(member);
      // Of a null object nothing can be loaded; what is read of it is undefined.
      if (node.isNull) return undefined;
      throw notLoaded(member);
    }
    const object = kind.objects[member];
    if (object) return child(node, member, object);
    const path = kind.paths[member];
    if (path) {
      return (...args: unknown[]) => {
        const given = context.arguments(args);
        context.mustHave(kind.name, member, where);
        return make(path.kind(), context, `${where}(${given.text})`, () => {
          // What is reached through a null object is one too.
          if (node.target === null) return null;
          return found(path.run(node.model, ...given.resolve()), member, where);
        });
      };
    }
    const call = kind.calls[member];
    if (call) {
      return (...args: unknown[]) => {
        const given = context.arguments(args);
        context.mustHave(kind.name, member, where);
        const result = new Result();
        context.queue(where, where.length + given.text.length, () => {
          const value = call(node.model, context, ...given.resolve());
          context.answered(value);
          return () => result.answer(value);
        });
        return result;
      };
    }
    const event = kind.events[member];
    if (event) return context.handlers(kind.name, member, where, () => event(node.model));
    throw new NotSimulated(`${kind.name}.${member}`);
  }

  set(_: object, key: PropertyKey, value: unknown): boolean {
    const { node } = this;
    const member = String(key);
    const scalar = node.kind.scalars[member];
    const where = `${node.where}.${member}`;
    if (!scalar) throw new NotSimulated(`setting ${node.kind.name}.${member}`);
    const put = scalar.set;
    if (!put) throw new TypeError(`Cannot set property ${member} of ${node.where}, which has only a getter`);
    const given = node.context.arguments([value]);
    node.context.mustHave(node.kind.name, member, where);
    node.loaded.set(member, structuredClone(given.plain[0]));
    node.context.queue(where, where.length + given.text.length, () => {
      put(node.model, given.resolve()[0], node.context);
      return null;
    });
    return true;
  }

  has(): boolean {
    return false;
  }

  ownKeys(): never {
    throw new NotSimulated(`listing the members of ${this.node.kind.name}`);
  }

  deleteProperty(): never {
    throw new NotSimulated(`deleting a member of ${this.node.kind.name}`);
  }
}

/** https://learn.microsoft.com/javascript/api/office/officeextension.clientresult */
class Result {
  #value: unknown;
  #known = false;

  get value(): unknown {
    if (!this.#known) {
      throw new OfficeError("PropertyNotLoaded", "The value of the result object has not been loaded yet. Before reading the value property, call \"context.sync()\" on the associated request context.");
    }
    return this.#value;
  }

  answer(value: unknown): void {
    this.#value = value;
    this.#known = true;
  }
}

/** What is not there is a null object where the member's name says so, an error elsewhere. */
function found(target: object | null, member: string, where: string): object | null {
  if (target === null && !member.endsWith("OrNullObject")) {
    throw new OfficeError("ItemNotFound", "The requested resource doesn't exist.", where);
  }
  return target;
}

function child(node: Node, member: string, path: Path<any, any, []>): object {
  const known = node.children.get(member);
  if (known) return known;
  node.context.mustHave(node.kind.name, member, `${node.where}.${member}`);
  const made = make(path.kind(), node.context, `${node.where}.${member}`, () => {
    return node.target === null ? null : found(path.run(node.model), member, `${node.where}.${member}`);
  });
  node.children.set(member, made);
  return made;
}

/** https://learn.microsoft.com/javascript/api/excel/excel.range#excel-excel-range-set-member(1) */
function set(proxy: object, properties: Record<string, unknown>): void {
  const writable = proxy as Record<string, unknown>;
  for (const [key, value] of Object.entries(properties)) {
    if (nodes.get(proxy)?.kind.objects[key]) set(writable[key] as object, value as Record<string, unknown>);
    else writable[key] = value;
  }
}

function notLoaded(member: string): OfficeError {
  return new OfficeError(
    "PropertyNotLoaded",
    `The property '${member}' is not available. Before reading the property's value, call the load method on the containing object and call "context.sync()" on the associated request context.`,
  );
}

/** What a `load` asks for, as paths such as `format/fill/color`; an empty one is all of an object's scalars.
 * https://learn.microsoft.com/javascript/api/office/officeextension.clientobject */
export function paths(what: unknown): string[] {
  if (what === undefined || what === null || what === "") return [""];
  if (typeof what === "string") return what.split(",").map((path) => path.trim());
  if (Array.isArray(what)) return what.flatMap((path) => paths(path));
  const { select, expand, top, skip, ...rest } = what as Record<string, unknown>;
  if (expand !== undefined || top !== undefined || skip !== undefined) throw new NotSimulated("load with expand, top or skip");
  const inside = Object.entries(rest).flatMap(([key, value]) => {
    if (value === true) return key === "$all" ? [""] : [key];
    if (value === false || value === undefined) return [];
    return paths(value).map((path) => (path === "" ? key : `${key}/${path}`));
  });
  return [...(select === undefined ? [] : paths(select)), ...inside];
}

/** Reads what paths name, while a batch runs; gives what is delivered to the add-in when it succeeded. */
export function retrieve(node: Node, paths: string[]): (() => void)[] {
  if (node.target === null) return [];
  const { kind } = node;
  const isOfItems = (path: string) => {
    const [member = ""] = path.split("/");
    return kind.items !== null && (member === "" || member === "items" || !(member in kind.scalars));
  };
  const ofItems = paths.filter(isOfItems);
  const own = paths.filter((path) => !isOfItems(path)).flatMap((path) => retrieveOwn(node, path));
  return ofItems.length > 0 ? [...own, ...retrieveItems(node, ofItems)] : own;
}

/** Each load of a collection gives its items anew. */
function retrieveItems(node: Node, paths: string[]): (() => void)[] {
  const { kind, context } = node;
  const all = kind.items?.get(node.model) ?? [];
  const items = all.map((item, n) => bound(kind.items!.kind(), context, `${node.where}.items[${n}]`, item));
  const asked = paths.filter((path) => path !== "items").map((path) => path.replace(/^items\//, ""));
  const inside = items.flatMap((item) => {
    const inner = nodeOf(item);
    return inner ? retrieve(inner, asked) : [];
  });
  return [...inside, () => (node.items = items)];
}

function retrieveOwn(node: Node, path: string): (() => void)[] {
  const { kind, context } = node;
  const [member = "", ...rest] = path.split("/");
  if (path === "") {
    return Object.keys(kind.scalars).filter((key) => context.has(kind.name, key)).flatMap((key) => retrieveOwn(node, key));
  }
  context.mustHave(kind.name, member, `${node.where}.${member}`, true);
  const scalar = kind.scalars[member];
  if (scalar) {
    const value: unknown = scalar.get(node.model, context);
    context.answered(value);
    return [() => node.loaded.set(member, value)];
  }
  const object = kind.objects[member];
  if (!object) throw new NotSimulated(`${kind.name}.${member}, which is to be loaded`);
  const made = node.children.get(member) ?? make(object.kind(), context, `${node.where}.${member}`);
  node.children.set(member, made);
  const inner = nodeOf(made);
  if (!inner) return [];
  inner.target ??= found(object.run(node.model), member, inner.where);
  return [...retrieve(inner, [rest.join("/")]), () => (inner.isNull = inner.target === null)];
}
