// What the rules found, by kind; pressing one moves to its cell.

import { html, nothing } from "lit-html";
import type { Finding, Severity, ViewAnswer } from "../answers";
import type { App } from "../app";
import { once } from "../once";
import { limited, more } from "./limited";
import { words } from "./words";

export const SEVERITIES: Severity[] = ["error", "warning", "information"];
const KINDS: Record<Severity, string> = { error: "Errors", warning: "Warnings", information: "Information" };

/** By which a mark in the table leads to its finding. */
export const findingId = (place: number) => `finding-${place}`;

/** Takes a finding as it is, for a reason that a person gives. */
export type Accept = (finding: Finding, why: string) => void;

export function findings(app: App, view: ViewAnswer, accept: Accept | null) {
  const { kind } = app.state;
  const all = bySeverity(view.findings);
  const wanted = all.filter(({ finding }) => kind === "all" || kind === finding.severity || kind === finding.rule);
  return html`<section aria-labelledby="found">
    <h2 id="found">Findings</h2>
    <p class="no-print">
      <label for="kind">Show</label>
      <select id="kind" @change=${(event: Event) => app.chooseKind((event.target as HTMLSelectElement).value)}>
        ${kinds(view.findings).map(([id, name]) => html`<option value=${id} ?selected=${id === kind}>${name}</option>`)}
      </select>
    </p>
    ${all.length === 0 ? html`<p>Nothing was found</p>` : nothing}
    <ul class="cards">${limited(app, "findings", wanted).map(({ finding, place }) => card(app, finding, place, accept))}</ul>
    ${more(app, "findings", wanted)}
  </section>`;
}

/** The findings with their places, those that matter most first. */
const bySeverity = once((findings: Finding[]) => {
  const all = findings.map((finding, place) => ({ finding, place }));
  return SEVERITIES.flatMap((severity) => all.filter(({ finding }) => finding.severity === severity));
});

/** The kinds there are, each with its number. */
const kinds = once((findings: Finding[]): [string, string][] => {
  const many = new Map<string, number>();
  for (const { severity, rule } of findings) {
    for (const kind of [severity, rule]) many.set(kind, (many.get(kind) ?? 0) + 1);
  }
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  return [
    ["all", `All (${findings.length})`],
    ...SEVERITIES.map((id): [string, string] => [id, `${KINDS[id]} (${many.get(id) ?? 0})`]),
    ...rules.map((id): [string, string] => [id, `${id.replaceAll("-", " ")} (${many.get(id)})`]),
  ];
});

function card(app: App, finding: Finding, place: number, accept: Accept | null) {
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

const rowOf = (cell: string | null) => Number(cell?.replace(/\D+/, "") ?? 0);

/** How much a finding matters, in words. */
export const tag = (finding: Finding) =>
  html`<span class="severity" data-severity=${finding.severity}>
    ${finding.accepted === undefined ? finding.severity : `accepted ${finding.severity}`}
  </span>`;
