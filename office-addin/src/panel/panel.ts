// The panel: state → what a person sees beside a log, whatever program it stands in.

import { html, nothing } from "lit-html";
import type { App } from "../app";
import { drawnOf } from "../state";
import { type Accept, findings } from "./findings";
import { fixes } from "./fixes";
import { rows } from "./rows";

/** What there is to say of the log that is checked. */
export const checked = (app: App, accept: Accept) =>
  app.state.view
    ? html`${rows(app, app.state.view)}
        ${drawnOf(app.state, "findings") > 0 ? html`${findings(app, app.state.view, accept)} ${fixes(app)}` : nothing}`
    : nothing;
