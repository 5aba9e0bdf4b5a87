// The add-in's icon: a size in pixels → a PNG of three steps that rise, the last in the colour of what is overdue.

import { deflateSync } from "node:zlib";

/** The sizes that the manifest names. */
export const SIZES = [16, 32, 64, 80];

type Colour = [red: number, green: number, blue: number, alpha: number];

const GROUND: Colour = [0x1f, 0x3a, 0x5f, 255];
const STEP: Colour = [255, 255, 255, 255];
const LAST: Colour = [0xf5, 0xb7, 0xa8, 255];
const NOTHING: Colour = [0, 0, 0, 0];

/** The steps, by left, top and right edge in parts of the side; each ends at the same foot. */
const STEPS: [left: number, top: number, right: number, colour: Colour][] = [
  [0.16, 0.62, 0.35, STEP],
  [0.405, 0.42, 0.595, STEP],
  [0.65, 0.2, 0.84, LAST],
];
const FOOT = 0.82;
const CORNER = 0.16;

/** How many points a pixel is looked at across and down, so that edges are smooth. */
const FINE = 4;

export function icon(size: number): Buffer {
  const lines: number[] = [];
  for (let y = 0; y < size; y++) {
    // Each line begins with the number of its filter: none.
    lines.push(0);
    for (let x = 0; x < size; x++) lines.push(...pixel(x, y, size));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits a channel, red, green, blue and alpha.
  header.set([8, 6], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [part("IHDR", header), part("IDAT", deflateSync(Buffer.from(lines))), part("IEND", Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

function pixel(x: number, y: number, size: number): Colour {
  const sum: Colour = [0, 0, 0, 0];
  for (let n = 0; n < FINE * FINE; n++) {
    const at = (place: number, step: number) => (place + (step + 0.5) / FINE) / size;
    const colour = point(at(x, n % FINE), at(y, Math.floor(n / FINE)));
    // What can't be seen has no part in the colour.
    for (const channel of [0, 1, 2] as const) sum[channel] += colour[channel] * (colour[3] / 255);
    sum[3] += colour[3];
  }
  const seen = sum[3] / 255 || 1;
  return [sum[0] / seen, sum[1] / seen, sum[2] / seen, sum[3] / (FINE * FINE)].map(Math.round) as Colour;
}

function point(x: number, y: number): Colour {
  const beyond = (place: number) => Math.max(CORNER - place, place - (1 - CORNER), 0);
  if (Math.hypot(beyond(x), beyond(y)) > CORNER) return NOTHING;
  const step = STEPS.find(([left, top, right]) => left <= x && x < right && top <= y && y < FOOT);
  return step ? step[3] : GROUND;
}

function part(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(checksum(body), body.length + 4);
  return out;
}

/** The checksum that the format asks for, CRC-32. */
function checksum(data: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return ~sum >>> 0;
}
