// What the rules found, by kind; pressing one moves to its cell.

import { html, nothing } from "lit-html";
import type { Finding, Severity, ViewAnswer } from "../answers";
import type { App } from "../app";
import { once } from "../once";
import { drawnPage } from "../state";
import { pageOf, pages } from "./pages";
import { words } from "./words";

export const SEVERITIES: Severity[] = ["error", "warning", "information"];
const NAMES: Record<string, string> = { all: "All", error: "Errors", warning: "Warnings", information: "Information" };

/** By which a mark in the table leads to its finding. */
export const findingId = (place: number) => `finding-${place}`;

/** Takes a finding as it is, for a reason that a person gives. */
export type Accept = (finding: Finding, why: string) => void;

export function findings(app: App, view: ViewAnswer, accept: Accept | null) {
  const { kind } = app.state;
  const kinds = byKind(view.findings);
  const wanted = kinds.get(kind) ?? [];
  const first = pageOf(app.state.first.findings, wanted.length);
  return html`<section aria-labelledby="found">
    <h2 id="found" tabindex="-1">Findings</h2>
    <p class="no-print">
      <label for="kind">Show</label>
      <select id="kind" @change=${(event: Event) => app.chooseKind((event.target as HTMLSelectElement).value)}>
        ${[...kinds].map(([id, { length }]) => html`<option value=${id} ?selected=${id === kind}>${named(id)} (${length})</option>`)}
      </select>
    </p>
    ${view.findings.length === 0 ? html`<p>Nothing was found</p>` : nothing}
    <ul class="cards">${drawnPage(app.state, "findings", wanted, first).map((place) => card(app, view, place, accept))}</ul>
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

function card(app: App, view: ViewAnswer, place: number, accept: Accept | null) {
  const finding = view.findings[place] as Finding;
  const { cell, row, sheet, heading, message, advice, clause, code, accepted } = finding;
  const at = cell ?? (row === null ? sheet : `row ${row}`);
  return html`<li class="card" id=${findingId(place)} tabindex="-1">
    <p>
      ${tag(finding)}
      <button type="button" class="link" @click=${() => app.goTo({ sheet, row: row ?? rowOf(cell), cell })}>
        ${at}<span class="hidden">: go to ${cell ? "the cell" : "the place"}</span>
      </button>
      ${heading ? html`<span class="note">${heading}</span>` : nothing}
    </p>
    <p>${words(message)}</p>
    <p class="note">${words(advice)}${clause ? html` (clause: ${clause})` : nothing} [${code}]</p>
    ${accepted === undefined ? nothing : html`<p class="note">Accepted: ${accepted}</p>`}
    ${accept && accepted === undefined && row !== null ? accepting(app, finding, place, accept) : nothing}
  </li>`;
}

function accepting(app: App, finding: Finding, place: number, accept: Accept) {
  const take = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    accept(finding, String(new FormData(form).get("why")).trim());
    form.reset();
  };
  return html`<details class="no-print">
    <summary>Accept it<span class="hidden">: ${finding.code} in row ${finding.row}</span></summary>
    <form class="fields" @submit=${take}>
      <p>
        <label for="why-${place}">Why it is right as it is</label>
        <input id="why-${place}" name="why" required autocomplete="off">
      </p>
      <p class="foot"><button type="submit" ?disabled=${app.state.work !== null}>Accept</button></p>
    </form>
  </details>`;
}

export const rowOf = (cell: string | null) => Number(cell?.replace(/\D+/, "") ?? 0);

/** How much a finding matters, in words. */
export const tag = (finding: Finding) =>
  html`<span class="severity" data-severity=${finding.severity}>
    ${finding.accepted === undefined ? finding.severity : `accepted ${finding.severity}`}
  </span>`;
