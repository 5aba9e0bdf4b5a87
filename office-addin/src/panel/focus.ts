// Where the focus goes when what had it is drawn no more: to what is drawn in its place, or to its part's heading, or to
// what is said. What is said stands above all, and hides nothing that has the focus.

/** The ids of what stands for an element, the nearest first. */
function places(held: Element): string[] {
  const field = held.closest("form")?.querySelector("input");
  const heading = held.closest("section")?.querySelector("h2");
  return [held.id, field?.id, heading?.id, "said"].filter((id) => id !== undefined && id !== "") as string[];
}

/** Draws so that the focus is never lost. */
export function keepingFocus(draw: () => void): () => void {
  let wanted: string[] = [];
  let given: Element | null = null;
  return () => {
    const held = document.activeElement;
    if (held && held !== document.body && held !== given) wanted = places(held);
    draw();
    const now = document.activeElement;
    // What is typed into the sheet beside the panel is never drawn away from there.
    if ((now && now !== document.body && now !== given) || !document.hasFocus()) return;
    const place = wanted.map((id) => document.getElementById(id)).find((element) => element !== null);
    if (!place || place === now) return;
    place.focus({ preventScroll: place.id === "said" });
    given = document.activeElement === document.body ? null : place;
  };
}

/** What gets the focus is scrolled clear of an element that stays in sight, however tall that becomes. */
export function clearOf(shown?: Element): void {
  if (!shown) return;
  const clear = () => (document.documentElement.style.scrollPaddingBlock = `${shown.clientHeight}px`);
  new ResizeObserver(clear).observe(shown);
}
