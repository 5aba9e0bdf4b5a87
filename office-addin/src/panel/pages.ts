// Long lists a page at a time, so that no list holds the page's thread for long.

import { html, nothing } from "lit-html";
import { PAGE } from "../state";

interface Pages {
  /** What is listed, in one word. */
  what: string;
  /** Where the page that is shown begins, and how much there is. */
  first: number;
  of: number;
  /** The id of what stands at the top of the list: reading goes on there. */
  top: string;
  turn(first: number): void;
}

/** Where the page begins that shows a place of a list, or its last page where the list is shorter by now. */
export function pageOf(place: number, of: number): number {
  const shown = Math.max(0, Math.min(place, of - 1));
  return shown - (shown % PAGE);
}

/** The buttons that turn the pages of a list, where it has several. */
export function pages({ what, first, of, top, turn }: Pages) {
  if (of <= PAGE) return nothing;
  const last = Math.min(first + PAGE, of);
  const to = (place: number) => () => {
    turn(place);
    document.getElementById(top)?.focus();
  };
  return html`<p class="more no-print">
    <button type="button" ?disabled=${first === 0} @click=${to(first - PAGE)}>${what} before</button>
    ${what} ${first + 1} to ${last} of ${of}
    <button type="button" ?disabled=${last === of} @click=${to(last)}>${what} after</button>
  </p>`;
}
