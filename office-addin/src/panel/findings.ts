// What the rules found, by kind; pressing one moves to its cell.

import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Finding, Severity, TableView, ViewAnswer } from "../answers";
import type { App } from "../app";
import { once } from "../once";
import { drawnPage, rowKey } from "../state";
import { off, option } from "./choices";
import { pageOf, pages } from "./pages";
import { identity, inSheet } from "./rows";
import { words } from "./words";

export const SEVERITIES: Severity[] = ["error", "warning", "information"];
const NAMES: Record<string, string> = { all: "All", error: "Errors", warning: "Warnings", information: "Information" };

/** By which a mark in the table leads to its finding. */
export const findingId = (place: number) => `finding-${place}`;

/** By which the card of a finding is known. */
const keyOf = (view: ViewAnswer, { sheet, row, cell, code, message }: Finding) =>
  [row === null ? sheet : cases(view.tables).get(rowKey({ sheet, row })), cell, code, message].join("!");

/** The cases of the rows. */
const cases = once((tables: TableView[]) => new Map(tables.flatMap(({ rows }) => rows).map((row) => [rowKey(row), identity(row)])));

/** Takes a finding as it is, for a reason that a person gives. */
export type Accept = (finding: Finding, why: string) => void;

export function findings(app: App, view: ViewAnswer, accept: Accept) {
  const kinds = byKind(view.findings);
  // The last finding of a rule may be gone by now.
  const kind = kinds.has(app.state.kind) ? app.state.kind : "all";
  const wanted = kinds.get(kind) ?? [];
  const first = pageOf(app.state.first.findings, wanted.length);
  return html`<section aria-labelledby="found">
    <h2 id="found" tabindex="-1">Findings</h2>
    <p class="no-print">
      <label for="kind">Show</label>
      <select id="kind" @change=${(event: Event) => app.chooseKind((event.target as HTMLSelectElement).value)}>
        ${[...kinds].map(([id, { length }]) => option(id, `${named(id)} (${length})`, id === kind))}
      </select>
    </p>
    ${kind === "all" ? nothing : html`<p class="for-print">Only these: ${named(kind)} (${wanted.length} of ${view.findings.length})</p>`}
    ${view.findings.length === 0 ? html`<p>Nothing was found</p>` : nothing}
    <ul class="cards">
      ${repeat(
        drawnPage(app.state, "findings", wanted, first),
        (place) => keyOf(view, view.findings[place] as Finding),
        (place) => card(app, view, place, accept),
      )}
    </ul>
    ${pages({ what: "Findings", first, of: wanted.length, top: "found", turn: (to) => app.turn("findings", to) })}
  </section>`;
}

/** The places of the findings of each kind, those that matter most first. */
const byKind = once((findings: Finding[]) => {
  const severities: Record<Severity, number[]> = { error: [], warning: [], information: [] };
  findings.forEach(({ severity }, place) => severities[severity].push(place));
  const all = SEVERITIES.flatMap((severity) => severities[severity]);
  const rules = new Map<string, number[]>();
  for (const place of all) {
    const { rule } = findings[place] as Finding;
    const places = rules.get(rule);
    if (places) places.push(place);
    else rules.set(rule, [place]);
  }
  const sorted = [...rules].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map([["all", all], ...Object.entries(severities), ...sorted]);
});

const named = (kind: string) => NAMES[kind] ?? kind.replaceAll("-", " ");

/** Sees to it that a finding is listed. */
export function list(app: App, view: ViewAnswer, place: number): void {
  app.chooseKind("all", byKind(view.findings).get("all")?.indexOf(place));
}

function card(app: App, view: ViewAnswer, place: number, accept: Accept) {
  const finding = view.findings[place] as Finding;
  const { cell, row, sheet, heading, message, advice, clause, code, accepted } = finding;
  const at = cell ?? (row === null ? "the sheet" : `row ${row}`);
  return html`<li class="card" id=${findingId(place)} tabindex="-1">
    <p>
      ${tag(finding)}
      <button type="button" class="link" @click=${() => app.goTo({ sheet, row: row ?? rowOf(cell), cell })}>
        ${inSheet(view, sheet)}${at}<span class="hidden">: go to ${cell ? "the cell" : "the place"}</span>
      </button>
      ${heading ? html`<span class="note">${heading}</span>` : nothing}
    </p>
    <p>${words(message)}</p>
    <p class="note">${words(advice)}${clause ? html` (clause: ${clause})` : nothing} [${code}]</p>
    ${accepted === undefined ? nothing : html`<p class="note">Accepted: ${accepted}</p>`}
    ${accepted === undefined && row !== null ? accepting(app, finding, place, accept) : nothing}
  </li>`;
}

function accepting(app: App, finding: Finding, place: number, accept: Accept) {
  const take = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const why = String(new FormData(form).get("why")).trim();
    // Once it is written the log is checked again, and the form is gone; until then what was typed stays.
    if (app.state.work === null && why !== "") accept(finding, why);
  };
  return html`<details class="no-print">
    <summary>Accept it<span class="hidden">: ${finding.code} in row ${finding.row}</span></summary>
    <form class="fields" @submit=${take}>
      <p>
        <label for="why-${place}">Why it is right as it is</label>
        <input id="why-${place}" name="why" required pattern=".*\\S.*" title="say it in words" autocomplete="off">
      </p>
      <p class="foot"><button type="submit" aria-disabled=${off(app.state.work !== null)}>Accept</button></p>
    </form>
  </details>`;
}

export const rowOf = (cell: string | null) => Number(cell?.replace(/\D+/, "") ?? 0);

/** How much a finding matters, in words. */
export const tag = (finding: Finding) =>
  html`<span class="severity" data-severity=${finding.severity}>
    ${finding.accepted === undefined ? finding.severity : `accepted ${finding.severity}`}
  </span>`;
