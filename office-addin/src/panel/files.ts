// Choosing files from the disk.

import { html } from "lit-html";

/** A field for choosing logs of any kind that can be read, and lists of agencies, as many as are wanted; its label is the caller's. */
export const logs = (id: string, take: (files: File[]) => unknown) =>
  html`<input id=${id} type="file" multiple accept=".xlsx,.xlsm,.xlsb,.xls,.ods,.csv,.docx,.toml" @change=${(event: Event) => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    // So that the same file can be chosen again once it has been put right.
    input.value = "";
    if (files.length > 0) take(files);
  }}>`;
