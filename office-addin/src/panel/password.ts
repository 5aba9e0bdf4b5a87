// The password of a file that has one: asked for where it is needed, and kept nowhere but in memory.

import { html, nothing } from "lit-html";
import type { Failure } from "../answers";
import type { App } from "../app";

/** The question, where a file could not be read for want of its password. */
export function password(app: App, name: string, { code }: Failure) {
  if (code !== "needs-password" && code !== "wrong-password") return nothing;
  const take = (event: SubmitEvent) => {
    event.preventDefault();
    app.givePassword(name, String(new FormData(event.target as HTMLFormElement).get("password")));
  };
  const id = `password-${encodeURIComponent(name)}`;
  return html`<form class="fields no-print" @submit=${take}>
    <p>
      <label for=${id}>Password of ${name}</label>
      <input id=${id} name="password" type="password" required autocomplete="off">
    </p>
    <p class="foot"><button type="submit">Open it</button></p>
  </form>`;
}
