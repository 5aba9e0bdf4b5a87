declare module "virtual:engine" {
  /** The package's classic script, which sets `escalog`. */
  export const script: string;
  /** The WebAssembly, gzipped, in base64. */
  export const wasm: string;
}
