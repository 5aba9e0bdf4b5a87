// What a person presses and chooses from.

import { html, nothing } from "lit-html";
import { live } from "lit-html/directives/live.js";

/**
 * The attributes of a button that may be pressed or not, as `aria-disabled`: one that is disabled outright loses the
 * focus, and whoever works by the keyboard their place.
 */
export const off = (isOff: boolean) => (isOff ? "true" : nothing);

interface Press {
  name: unknown;
  act(): unknown;
  can: boolean;
  isMain?: boolean;
  /** The id of what describes it. */
  about?: string;
}

/** A button, which does nothing while it can't be pressed. */
export const button = ({ name, act, can, isMain = false, about }: Press) => html`<button
  type="button"
  class=${isMain ? "main" : nothing}
  aria-disabled=${off(!can)}
  aria-describedby=${about ?? nothing}
  @click=${() => can && act()}
>${name}</button>`;

/** One of several to choose from. It is set as it is drawn: by the attribute alone a person's earlier choice would stay. */
export const option = (value: string, name: unknown, isChosen: boolean) =>
  html`<option value=${value} .selected=${live(isChosen)}>${name}</option>`;
