import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { csvRow } from "./csv";

const read = (text: string) => parse(text, { relax_column_count: false }) as string[][];

test("a CSV parser reads back what was written", () => {
  const rows = [
    ["Name", "Wie sagt man „Hallo“?", ""],
    ['say "hi"', "one, two; three", "line one\nline two\r\nline three"],
    ["Ωμέγα 🌊", "  spaces  ", '","'],
    ["-12.5", "-3", "1=1"],
  ];
  expect(read(rows.map(csvRow).join(""))).toEqual(rows);
});

test.each([
  "=1+1",
  '=HYPERLINK("https://evil.example","click")',
  "+44 20 7946 0018",
  "-2+3+cmd|' /C calc'!A0",
  "@SUM(A1)",
  "\t=1+1",
  "\r=1+1",
  "\n=1+1",
  "＝1+1",
  "＋1",
  "－1",
  "＠a",
])("a spreadsheet runs no %j", (formula) => {
  expect(read(csvRow([formula, "next"]))).toEqual([[`'${formula}`, "next"]]);
});
