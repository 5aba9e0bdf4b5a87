// The page: everything in one file that opens from a double click, with a content security policy that names
// its one script and its one style sheet by their hashes and allows no connection at all.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const engine = new URL("../pkg/classic/", import.meta.url);

/** The engine as text: its script, and its WebAssembly gzipped in base64. */
function engineInside(): Plugin {
  const id = "virtual:engine";
  return {
    name: "engine-inside",
    resolveId: (wanted) => (wanted === id ? `\0${id}` : null),
    load(wanted) {
      if (wanted !== `\0${id}`) return null;
      const script = readFileSync(new URL("escalog.js", engine), "utf8");
      const wasm = gzipSync(readFileSync(new URL("escalog_bg.wasm", engine)), { level: 9 }).toString("base64");
      return `export const script = ${JSON.stringify(script)};\nexport const wasm = ${JSON.stringify(wasm)};`;
    },
  };
}

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Puts the script and the style sheet into `page.html`. */
function oneFile(): Plugin {
  return {
    name: "one-file",
    enforce: "post",
    generateBundle(_options, bundle) {
      let script = "";
      let style = "";
      for (const [name, part] of Object.entries(bundle)) {
        if (part.type === "chunk") script += part.code;
        else if (name.endsWith(".css")) style += part.source;
        delete bundle[name];
      }
      // What an HTML parser would take for the end, or for a nested script.
      script = script.replaceAll("</script", "\\x3C/script").replaceAll("<!--", "\\x3C!--");
      const policy = [
        "default-src 'none'",
        `script-src ${hash(script)} 'wasm-unsafe-eval'`,
        `style-src ${hash(style)}`,
        "worker-src blob:",
        "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
      ].join("; ");
      const parts: Record<string, string> = { policy, script, style };
      const page = readFileSync(new URL("page.html", import.meta.url), "utf8");
      const source = page.replace(/%(policy|script|style)%/g, (_, part: string) => parts[part] ?? "");
      this.emitFile({ type: "asset", fileName: "escalog.html", source });
    },
  };
}

export default defineConfig({
  plugins: [engineInside(), oneFile()],
  build: {
    target: "es2022",
    cssCodeSplit: false,
    chunkSizeWarningLimit: Infinity,
    reportCompressedSize: false,
    lib: { entry: "src/page.ts", formats: ["iife"], name: "page", fileName: () => "page.js", cssFileName: "page" },
  },
});
