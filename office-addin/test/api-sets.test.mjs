// Every member of Office.js that the code uses is in a set that the manifest asks for, or stands behind
// `isSetSupported`: what `@types/office-js` remarks of each, `[Api set: ExcelApi 1.14]`, is held against `manifest.xml`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const folder = fileURLToPath(new URL("..", import.meta.url));
const manifest = readFileSync(new URL("../manifest.xml", import.meta.url), "utf8");
const asked = new Map([...manifest.matchAll(/<Set Name="(\w+)" MinVersion="([\d.]+)"/g)].map(([, name, version]) => [name, version]));

const config = ts.getParsedCommandLineOfConfigFile(`${folder}/tsconfig.json`, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: assert.fail });

/** What is amiss in some files; `texts` stand in for files that are not there. */
function amiss(files, texts = {}) {
  const host = ts.createCompilerHost(config.options);
  const { readFile, fileExists } = host;
  host.readFile = (name) => texts[name] ?? readFile.call(host, name);
  host.fileExists = (name) => name in texts || fileExists.call(host, name);
  const program = ts.createProgram(files, config.options, host);
  const checker = program.getTypeChecker();
  const found = [];
  let seen = 0;

  const below = (version, other) => {
    const [[major, minor], [otherMajor, otherMinor]] = [version, other].map((text) => text.split(".").map(Number));
    return major < otherMajor || (major === otherMajor && minor < otherMinor);
  };

  /** The set that a member is in; nothing of what is not Office's. */
  function setOf(symbol) {
    const declared = symbol?.declarations?.find((one) => one.getSourceFile().fileName.includes("@types/office-js"));
    if (!declared) return null;
    const remarks = ts.getJSDocCommentsAndTags(declared).map((one) => one.getText()).join("\n");
    const [, name, version] = /\[Api set: (\w+) ([\d.]+)\]/.exec(remarks) ?? [];
    // What is remarked of another program says nothing of Excel.
    return name && !/^(Mailbox|Word|PowerPoint|OneNote)/.test(name) ? { name, version } : null;
  }

  /** Whether a function around it goes no further without the set. */
  function isBehind(node, set) {
    for (let one = node; one.parent; one = one.parent) {
      if (!ts.isBlock(one.parent) || !ts.isFunctionLike(one.parent.parent)) continue;
      const before = one.parent.statements.slice(0, one.parent.statements.indexOf(one));
      const guards = before.filter((statement) => ts.isIfStatement(statement) && ts.isReturnStatement(statement.thenStatement));
      for (const { expression } of guards) {
        const [, name, version] = /^!Office\.context\.requirements\.isSetSupported\("(\w+)", "([\d.]+)"\)$/.exec(expression.getText()) ?? [];
        if (name === set.name && !below(version, set.version)) return true;
      }
    }
    return false;
  }

  function check(symbol, node, name) {
    const set = setOf(symbol);
    if (!set) return;
    seen++;
    const least = asked.get(set.name);
    if ((least !== undefined && !below(least, set.version)) || isBehind(node, set)) return;
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${file.fileName.slice(folder.length)}:${line + 1} ${name}: ${set.name} ${set.version}`);
  }

  /** The names in `load("items/name, items/type")` are members too. */
  function checkLoad(call) {
    const [argument] = call.arguments;
    if (!argument || !ts.isStringLiteralLike(argument)) return;
    const from = checker.getTypeAtLocation(call.expression.expression);
    for (const path of argument.text.split(",")) {
      let type = checker.getNonNullableType(from);
      for (const name of path.trim().split("/")) {
        const member = checker.getPropertyOfType(type, name);
        if (!member) found.push(`${argument.text}: there is no ${name}`);
        if (!member) break;
        check(member, argument, name);
        const own = checker.getTypeOfSymbolAtLocation(member, argument);
        const [element] = checker.isArrayType(own) ? checker.getTypeArguments(own) : [own];
        type = checker.getNonNullableType(element);
      }
    }
  }

  function visit(node) {
    if (ts.isPropertyAccessExpression(node)) check(checker.getSymbolAtLocation(node.name), node, node.name.text);
    if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const name = (node.propertyName ?? node.name).getText();
      check(checker.getPropertyOfType(checker.getTypeAtLocation(node.parent), name), node, name);
    }
    if (ts.isObjectLiteralExpression(node)) {
      const type = checker.getContextualType(node);
      for (const one of type ? node.properties : []) {
        const name = one.name?.getText();
        if (name) check(checker.getPropertyOfType(type, name), one, name);
      }
    }
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === "load") checkLoad(node);
    ts.forEachChild(node, visit);
  }

  for (const name of files) visit(program.getSourceFile(name));
  return { found, seen };
}

test("the pane uses nothing that the manifest does not ask for", () => {
  const { found, seen } = amiss(config.fileNames.filter((name) => name.startsWith(`${folder}src/`)));
  assert.deepEqual(found, []);
  assert.ok(seen > 150, `only ${seen} uses were looked at`);
});

test("a member of a later set is found, however it is used, unless it stands behind isSetSupported", () => {
  const guard = (version) => `if (!Office.context.requirements.isSetSupported("ExcelApi", "${version}")) return [];`;
  const use = (before, use) => `export function use(sheet: Excel.Worksheet, book: Excel.Workbook): unknown {\n  ${before}\n  ${use}\n}\n`;
  const cases = [
    [use("", "return sheet.notes;"), 1],
    [use("", "const { notes } = sheet; return notes;"), 1],
    [use("", 'sheet.load("name, notes/items/content"); return 0;'), 2],
    [use("", 'sheet.load("nothing"); return 0;'), 1],
    [use("", "return book.worksheets;"), 0],
    [use(guard("1.17"), "return sheet.notes;"), 1],
    [use(guard("1.18"), "return sheet.notes;"), 0],
    [use(guard("1.18"), "return [sheet].map((one) => one.notes);"), 0],
    [use("", "return sheet.getRange().getRowProperties({ rowHidden: true });"), 0],
  ];
  for (const [n, [text, many]] of cases.entries()) {
    const name = `${folder}src/case-${n}.ts`;
    const { found } = amiss([name], { [name]: text });
    assert.equal(found.length, many, `${text}\n${found.join("\n")}`);
  }
});
