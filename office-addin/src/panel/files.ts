// Choosing files from the disk.

import { html } from "lit-html";

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
