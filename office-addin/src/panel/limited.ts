// Long lists a part at a time.

import { html, nothing } from "lit-html";
import type { App } from "../app";
import type { State } from "../state";

/** The part of a list that is shown. */
export const limited = <T>(app: App, list: keyof State["listed"], all: T[]): T[] => all.slice(0, app.state.listed[list]);

/** The button for the rest of it. */
export function more(app: App, list: keyof State["listed"], all: unknown[]) {
  const left = all.length - app.state.listed[list];
  if (left <= 0) return nothing;
  return html`<p class="more"><button type="button" @click=${() => app.more(list)}>Show more (${left} left)</button></p>`;
}
