// Today, and the quarters to choose from, the running one first: a day → `2025-Q2` with its name.

const MONTHS = ["January to March", "April to June", "July to September", "October to December"];

/** The day by this computer's clock, where it stands. */
export function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The last quarter that was over on this day. */
export const lastQuarter = (today: string) => quarters(today, 2)[1]?.id ?? "";

/** The quarter that runs on this day, and those before it. */
export function quarters(today: string, many: number): { id: string; name: string }[] {
  const [year = 0, month = 1] = today.split("-").map(Number);
  const running = year * 4 + Math.floor((month - 1) / 3);
  return Array.from({ length: many }, (_, back) => {
    const at = running - back;
    const [of, number] = [Math.floor(at / 4), at % 4];
    return { id: `${of}-Q${number + 1}`, name: `${MONTHS[number]} ${of}` };
  });
}
