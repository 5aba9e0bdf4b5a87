// What runs in the Worker beside the engine's own script. Its text is sent there, so it stands on nothing
// outside itself but the engine's global.

declare const escalog: {
  initSync(from: { module: ArrayBuffer | WebAssembly.Module }): void;
  call(verb: string, request: unknown, files: unknown): { json: unknown; files: { bytes: Uint8Array<ArrayBuffer> }[] };
};

/** Some of a long list of an answer, and where the list stands in it. */
export interface Part {
  path: string[];
  items: unknown[];
}

/** One message holds the engine, compiled or gzipped in base64; each of the others a call, answered once it is there. */
export function serve(): void {
  const post = (message: unknown, given: Transferable[] = []) => postMessage(message, { transfer: given });
  const start = async (engine: string | WebAssembly.Module) => {
    if (engine instanceof WebAssembly.Module) return escalog.initSync({ module: engine });
    const zipped = Uint8Array.from(atob(engine), (letter) => letter.charCodeAt(0));
    const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
    escalog.initSync({ module: await new Response(stream).arrayBuffer() });
  };
  const LONG = 200;
  /** Takes the long lists out of something: each message is one task of the page, and none is to hold it for long. */
  const parts = (from: object, path: string[]): Part[] =>
    Object.entries(from).flatMap(([key, inside]) => {
      const own = [...path, key];
      if (inside === null || typeof inside !== "object") return [];
      if (!Array.isArray(inside) || inside.length <= LONG) return parts(inside, own);
      const all = inside.splice(0);
      const some = (n: number) => ({ path: own, items: all.slice(n * LONG, (n + 1) * LONG) });
      return Array.from({ length: Math.ceil(all.length / LONG) }, (_, n) => some(n));
    });
  let begin: (ready: Promise<void>) => void;
  const ready = new Promise<void>((resolve) => (begin = resolve));
  ready.catch(() => {});
  onmessage = async ({ data }) => {
    if ("engine" in data) return begin(start(data.engine));
    try {
      await ready;
      const answer = escalog.call(data.verb, data.request, data.files);
      for (const part of parts({ json: answer.json }, [])) post({ id: data.id, part });
      post({ id: data.id, answer }, answer.files.map((file) => file.bytes.buffer));
    } catch (failure) {
      const plain = failure !== null && typeof failure === "object" && "code" in failure;
      const help = "close other programs and try again, or open this page in a current browser";
      post({ id: data.id, failure: plain ? failure : { code: "fault", message: String(failure), help, at: null } });
    }
  };
}
