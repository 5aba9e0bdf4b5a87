// What is done, one thing at a time: drawn step by step, and stopped by what is begun after it, which waits where it
// can't be stopped half-way.

import type { Engine } from "./engine";
import type { State } from "./state";

/** Goes one step on, and changes the state. */
export type Step = (change?: () => void) => void;

/** What is done in one task; it calls `goOn` before it changes anything, which ends it there if it was stopped. */
export type Work = (step: Step, goOn: () => void) => Promise<void>;

export class Tasks {
  readonly #engine: Engine;
  readonly #state: State;
  readonly #draw: () => void;
  readonly #fail: (thrown: unknown) => void;
  /** Counts what was begun, so that what was overtaken says nothing more. */
  #begun = 0;
  /** What is not stopped half-way. */
  #whole: Promise<unknown> = Promise.resolve();
  /** What is being done, to its end. */
  #task: Promise<unknown> = Promise.resolve();
  /** What is to say more yet. */
  readonly #silences = new Set<object>();

  constructor(engine: Engine, state: State, draw: () => void, fail: (thrown: unknown) => void) {
    this.#engine = engine;
    this.#state = state;
    this.#draw = draw;
    this.#fail = fail;
  }

  /** Does a thing that `what` names, in `of` steps; gives whether it came to its end. */
  async run(what: string, of: number, work: Work, isAsked = false): Promise<boolean> {
    await this.#whole;
    const task = this.#do(what, of, work, isAsked);
    this.#task = task.catch(() => {});
    return task;
  }

  async #do(what: string, of: number, work: Work, isAsked: boolean): Promise<boolean> {
    this.stop();
    const isCurrent = this.untilNext();
    const state = this.#state;
    const progress = { what, done: 0, of, canStop: true, isAsked, changed: "" };
    Object.assign(state, { work: progress, failure: null, stopped: false, said: "" });
    this.#draw();
    const step: Step = (change = () => {}) => {
      if (!isCurrent()) return;
      change();
      progress.done++;
      this.#draw();
    };
    const goOn = () => {
      if (!isCurrent()) throw new Error("stopped");
    };
    try {
      await work(step, goOn);
    } catch (thrown) {
      if (isCurrent()) this.#fail(thrown);
    }
    if (!isCurrent()) return false;
    state.work = null;
    this.#draw();
    return state.failure === null;
  }

  /** Tells whether nothing was begun or stopped since. */
  untilNext(): () => boolean {
    const begun = this.#begun;
    return () => begun === this.#begun;
  }

  /** Ends what is being done. */
  stop(): void {
    this.#begun++;
    if (this.#state.work) this.#engine.cancel();
    this.#state.work = null;
    this.#draw();
  }

  /** What to say of what a person asked for, and what was just chosen otherwise stops; empty where nothing is. */
  lost(): string {
    const { work } = this.#state;
    if (!work?.isAsked) return "";
    return work.changed || `${work.what} was stopped, as something else was chosen: press its button again`;
  }

  /** How much of what is being done is done. */
  readonly progress = (done: number, of: number): void => {
    if (this.#state.work) Object.assign(this.#state.work, { done, of });
    this.#draw();
  };

  /** Waits for something that can't be stopped half-way; `changed` is said where it is overtaken after that. */
  async whole<T>(work: Promise<T>, changed = ""): Promise<T> {
    const own = this.#state.work;
    const whole = work.then((done) => {
      if (own) own.changed = changed;
      return done;
    });
    this.#whole = whole.catch(() => {});
    if (own) own.canStop = false;
    this.#draw();
    return whole;
  }

  /** Does what comes last in a task, which then can't be stopped any more. */
  async toTheEnd(work: () => Promise<void>): Promise<void> {
    this.#whole = this.#task;
    if (this.#state.work) this.#state.work.canStop = false;
    this.#draw();
    await work();
  }

  /** The end of what can't be stopped half-way, where that is being done. */
  get unstoppable(): Promise<unknown> | null {
    return this.#state.work?.canStop === false ? this.#whole : null;
  }

  /** Waits until nothing is being done. */
  async idle(): Promise<void> {
    while (this.#state.work) {
      await this.#task;
      // What comes of it begins a task of its own.
      await new Promise((later) => setTimeout(later));
    }
  }

  /** Does several things of which only the last is said. */
  async silently<T>(work: () => Promise<T>): Promise<T> {
    const own = {};
    this.#silences.add(own);
    this.#state.silent = true;
    try {
      return await work();
    } finally {
      this.#silences.delete(own);
      this.#state.silent = this.#silences.size > 0;
      this.#draw();
    }
  }

  /** Lets be said what is said next: what was stopped says nothing more, though Excel may keep it waiting. */
  speak(): void {
    this.#silences.clear();
    this.#state.silent = false;
  }
}
