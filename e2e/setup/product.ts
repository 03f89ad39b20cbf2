import { readFileSync } from "node:fs";
import path from "node:path";
import type { Product } from "./start-product";

/** The product that runs for these tests. */
export function product(): Product {
  const file = path.resolve(import.meta.dirname, "../../.test/e2e.json");
  return JSON.parse(readFileSync(file, "utf8")) as Product;
}
