// Choosing files from the disk, and dropping them on the panel.

import { html } from "lit-html";
import type { Failure } from "../answers";
import type { App } from "../app";

/**
 * A button for choosing logs of any kind that can be read, and lists of agencies, as many as are wanted; what they are is
 * said by the caller, in an element with the id `${id}-about`. The browser's own field would say that no file is chosen,
 * since it is emptied, so that the same file can be chosen again once it has been put right.
 */
export const logs = (id: string, take: (files: File[]) => unknown) => {
  const input = () => document.getElementById(id) as HTMLInputElement;
  const taken = () => {
    const files = [...(input().files ?? [])];
    input().value = "";
    if (files.length > 0) take(files);
  };
  return html`<input id=${id} type="file" hidden multiple accept=".xlsx,.xlsm,.xlsb,.xls,.ods,.csv,.docx,.toml" @change=${taken}>
    <button type="button" aria-describedby="${id}-about" @click=${() => input().click()}>Choose files</button>`;
};

/** What to say of what is dropped and can't be opened: a page that is opened from a file may not look into a folder. */
const unreadable = (message: string, help: string, at: string | null): Failure => ({ code: "unreadable-file", message, help, at });
const isFolder = (name: string) => unreadable("this is a folder", "open it, and choose the logs in it", name);
const isNoFile = unreadable("what was dropped is no file", "save it on this computer, then choose it", null);

/** Takes files that are dropped anywhere on the panel, which the browser would open in its place. */
export function takeDropped(app: App, take: (files: File[]) => unknown): void {
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    const entries = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry());
    const folder = entries.find((entry) => entry?.isDirectory);
    if (!folder && files.length > 0) return take(files);
    void app.tasks.idle().then(() => app.fail(folder ? isFolder(folder.name) : isNoFile));
  });
}
