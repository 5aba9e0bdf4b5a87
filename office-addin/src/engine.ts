// The engine in a Worker: a verb, its request and files in; its answer out, or a thrown `Failure`.
//
// This file alone knows the package. A classic Worker made from a blob is the one kind that starts from
// `file://` too, and it may do no more than the page that made it.

import type { Failure, NamedFile, Verbs } from "./answers";
import { type Part, serve } from "./worker";

export interface Answer<V extends keyof Verbs> {
  json: Verbs[V]["answer"];
  files: NamedFile[];
}

interface Waiting {
  /** What came of its long lists so far. */
  parts: Part[];
  resolve(answer: never): void;
  reject(failure: Failure): void;
}

/** Whether something thrown is the engine's own word for why it can't answer. */
export const isFailure = (thrown: unknown): thrown is Failure =>
  thrown !== null && typeof thrown === "object" && "code" in thrown && "message" in thrown;

/** The engine itself: gzipped in base64, or compiled. */
export type Wasm = string | WebAssembly.Module;

/** The list that stands at a place of an answer. */
const listAt = (answer: unknown, path: string[]) =>
  path.reduce((inside, key) => (inside as Record<string, unknown>)[key], answer) as unknown[];

export class Engine {
  readonly #text: string;
  readonly #wasm: () => Promise<Wasm>;
  readonly #help: string;
  #worker: Worker | null;
  #waiting = new Map<number, Waiting>();
  #calls = 0;

  /**
   * `script` is the package's classic script; `wasm` is asked for the engine whenever it is started, also after that came
   * to nothing; `help` says what to do then.
   */
  constructor(script: string, wasm: () => Promise<Wasm>, help: string) {
    this.#text = URL.createObjectURL(new Blob([script, `\n(${serve})();`], { type: "text/javascript" }));
    this.#wasm = wasm;
    this.#help = help;
    this.#worker = this.#start();
  }

  /** One call and one answer; the calls are answered in turn. */
  call<V extends keyof Verbs>(verb: V, request: Verbs[V]["request"], files: NamedFile[] = []): Promise<Answer<V>> {
    const id = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { parts: [], resolve, reject });
      this.#worker ??= this.#start();
      this.#worker.postMessage({ id, verb, request, files });
    });
  }

  /** Ends the Worker with all it was asked, and starts a fresh one. */
  cancel(): void {
    this.#afresh({ code: "cancelled", message: "stopped before it was done", help: null, at: null });
  }

  #start(): Worker {
    const worker = new Worker(this.#text);
    worker.onmessage = ({ data }) => this.#answered(data);
    const broken = (message: string) => this.#end({ code: "fault", message, help: this.#help, at: null });
    worker.onerror = ({ message }) => broken(message || "the engine did not start");
    this.#wasm().then(
      (engine) => worker.postMessage({ engine }),
      (reason) => broken(`the engine could not be loaded: ${reason}`),
    );
    return worker;
  }

  #answered({ id, part, answer, failure }: { id: number; part?: Part; answer: never; failure?: Failure }): void {
    const waiting = this.#waiting.get(id);
    if (part) return void waiting?.parts.push(part);
    this.#waiting.delete(id);
    for (const { path, items } of waiting?.parts ?? []) listAt(answer, path).push(...items);
    if (!failure) return waiting?.resolve(answer);
    waiting?.reject(failure);
    // After a fault the engine is in pieces: what else was asked of it is not answered either.
    if (failure.code === "fault") this.#afresh(failure);
  }

  #afresh(failure: Failure): void {
    this.#end(failure);
    this.#worker = this.#start();
  }

  #end(failure: Failure): void {
    this.#worker?.terminate();
    this.#worker = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(failure);
  }
}
