// The panel: state → what a person sees beside a log, whatever program it stands in.

import { html, nothing } from "lit-html";
import type { App } from "../app";
import { findings } from "./findings";
import { rows } from "./rows";

/** What there is to say of the log that is checked. */
export const checked = (app: App) =>
  app.state.view ? html`${rows(app, app.state.view)} ${findings(app, app.state.view)}` : nothing;
