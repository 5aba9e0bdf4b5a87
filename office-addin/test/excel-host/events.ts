// Events: who listens to what, and what happened since they were last told.
// https://learn.microsoft.com/office/dev/add-ins/excel/excel-add-ins-events

interface Registration {
  event: string;
  about: object;
  handler: (args: unknown) => unknown;
}

export class Events {
  #registered = new Set<Registration>();
  #pending: (() => void)[] = [];

  add(event: string, about: object, handler: Registration["handler"]): object {
    const registration = { event, about, handler };
    this.#registered.add(registration);
    return registration;
  }

  remove(registration: object): void {
    this.#registered.delete(registration as Registration);
  }

  /** How many listen. */
  get count(): number {
    return this.#registered.size;
  }

  /** Something happened; those who listen now are told once the batch is over. */
  happened(event: string, about: object, args: () => Record<string, unknown>): void {
    for (const registration of this.#registered) {
      if (registration.event !== event || registration.about !== about) continue;
      this.#pending.push(() => {
        if (this.#registered.has(registration)) void registration.handler(args());
      });
    }
  }

  /** Tells them, each in its own turn as they come from another process. */
  tell(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const tell of pending) setTimeout(tell);
  }
}
