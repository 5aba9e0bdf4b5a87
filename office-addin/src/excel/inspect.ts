// What a sheet has beside its cells, for the self-test.

/** The formulas of its conditional formats in order, the titles of validations at some cells, how many rows are frozen. */
export async function inspect(context: Excel.RequestContext, name: string, validated: string[]) {
  const sheet = () => context.workbook.worksheets.getItem(name);
  const formats = sheet().getRange().conditionalFormats;
  formats.load("items/type, items/priority");
  const validations = validated.map((cell) => sheet().getRange(cell).dataValidation);
  for (const validation of validations) validation.load("errorAlert");
  const frozen = sheet().freezePanes.getLocationOrNullObject();
  frozen.load("rowCount");
  await context.sync();
  const custom = formats.items.filter(({ type }) => type === "Custom").sort((a, b) => a.priority - b.priority);
  const rules = custom.map((format) => format.custom.rule);
  for (const rule of rules) rule.load("formula");
  await context.sync();
  return {
    formulas: rules.map(({ formula }) => formula.replace(/^=/, "")),
    titles: validations.map(({ errorAlert }) => errorAlert?.title ?? ""),
    frozen: frozen.isNullObject ? 0 : frozen.rowCount,
  };
}
