// What the browser and Excel open, each with a content security policy of its own. The page: everything in one file
// that opens from a double click; its policy names its one script and its one style sheet by their hashes and allows
// no connection at all. With `--mode pane`, the add-in's pane: files for any https server, in `dist/pane/`.

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin, type UserConfig } from "vite";
import { icon, SIZES } from "./icons";

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

/** The address that stands in `manifest.xml` for the server that hands out the pane, and the one to put there. */
const ADDRESS = { placeholder: "https://escalog.example", wanted: process.env["ESCALOG_ADDRESS"]?.replace(/\/$/, "") };

/** Puts the pane's other files beside its script: its page, the engine, the icons, the manifest. */
function manyFiles(): Plugin {
  return {
    name: "many-files",
    generateBundle() {
      const policy = [
        "default-src 'none'",
        // office.js loads the rest of itself from the same address.
        "script-src 'self' https://appsforoffice.microsoft.com 'wasm-unsafe-eval'",
        // office.js in a browser gives styles to its own elements.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "worker-src blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
      ].join("; ");
      const emit = (fileName: string, source: string | Uint8Array) => this.emitFile({ type: "asset", fileName, source });
      const own = (name: string) => new URL(name, import.meta.url);
      emit("pane.html", readFileSync(own("pane.html"), "utf8").replace("%policy%", policy));
      emit("escalog.wasm", readFileSync(new URL("escalog_bg.wasm", engine)));
      for (const size of SIZES) emit(`icon-${size}.png`, icon(size));
      emit("functions.json", readFileSync(own("functions.json"), "utf8"));
      const manifest = readFileSync(own("manifest.xml"), "utf8");
      emit("manifest.xml", manifest.replaceAll(ADDRESS.placeholder, ADDRESS.wanted ?? ADDRESS.placeholder));
      // For where Excel does not answer; it is built before.
      if (existsSync(own("dist/escalog.html"))) emit("escalog.html", readFileSync(own("dist/escalog.html")));
    },
  };
}

/** One script and one style sheet. */
const build = (name: string, outDir: string): UserConfig["build"] => ({
  target: "es2022",
  outDir,
  cssCodeSplit: false,
  chunkSizeWarningLimit: Infinity,
  reportCompressedSize: false,
  lib: { entry: `src/${name}.ts`, formats: ["iife"], name, fileName: () => `${name}.js`, cssFileName: name },
});

export default defineConfig(({ mode }) =>
  mode === "pane"
    ? { plugins: [engineInside(), manyFiles()], build: build("pane", "dist/pane") }
    : { plugins: [engineInside(), oneFile()], build: build("page", "dist") },
);
