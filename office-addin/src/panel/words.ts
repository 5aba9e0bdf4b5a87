// How the panel says dates, counts and the engine's messages.

import { html } from "lit-html";

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2025-03-10T10:15` as a person reads it, and as the engine says it: browsers shorten September each in their way. */
export function day(moment: string): string {
  const [date, time] = moment.split("T");
  const at = new Date(`${date}T00:00Z`);
  const said = `${WEEKDAYS[at.getUTCDay()]} ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
  return time ? `${said}, ${time}` : said;
}

/** `1 row`, `2 rows`. */
export const count = (many: number, one: string, several = `${one}s`) => `${many} ${many === 1 ? one : several}`;

/** The engine's words, with what it puts in backticks set apart, and a capital to begin with. */
export function words(text: string) {
  const [first = "", ...rest] = text.split("`");
  const parts = rest.map((part, at) => (at % 2 === 0 ? html`<code>${part}</code>` : part));
  return html`${first.charAt(0).toUpperCase() + first.slice(1)}${parts}`;
}
