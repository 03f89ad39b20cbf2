import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { resetEnv } from "./env";
import { hashSecret, newSecret, open, SealError, seal } from "./seal";

const key = (byte: number) => Buffer.alloc(32, byte).toString("base64");
const usual = process.env.TOKEN_KEYS;

function useKeys(...bytes: number[]): void {
  process.env.TOKEN_KEYS = bytes.map(key).join(",");
  resetEnv();
}

afterEach(() => {
  process.env.TOKEN_KEYS = usual;
  resetEnv();
});

test("opens what it sealed, whatever it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (plain, aad) => {
      expect(open(seal(plain, aad), aad)).toBe(plain);
    }),
  );
});

test("never seals the same twice alike, and shows nothing of it", () => {
  const first = seal("a refresh token", "connections:1");
  expect(first).not.toBe(seal("a refresh token", "connections:1"));
  expect(first).toMatch(/^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]+$/);
});

test("opens only where it was sealed for", () => {
  const sealed = seal("secret", "passes:1");
  expect(() => open(sealed, "passes:2")).toThrow(SealError);
});

test("notices every change", () => {
  const sealed = seal("secret", "passes:1");
  for (let at = 0; at < sealed.length; at += 1) {
    const letter = sealed[at] === "A" ? "B" : "A";
    const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
    // The last letter of base64 may hold bits that mean nothing.
    if (at === sealed.length - 1) continue;
    expect(() => open(changed, "passes:1")).toThrow(SealError);
  }
  for (const text of ["", "secret", "v1.a.b", `${sealed}.x`, sealed.slice(0, 30)]) {
    expect(() => open(text, "passes:1")).toThrow(SealError);
  }
});

test("keys rotate: the first seals, all open, a dropped one opens no more", () => {
  useKeys(1);
  const old = seal("secret", "a");
  useKeys(2, 1);
  expect(open(old, "a")).toBe("secret");
  const renewed = seal("secret", "a");
  useKeys(2);
  expect(open(renewed, "a")).toBe("secret");
  expect(() => open(old, "a")).toThrow("TOKEN_KEYS no longer holds the key");
});

test("secrets have 128 bits and one hash", () => {
  const secret = newSecret();
  expect(Buffer.from(secret, "base64url")).toHaveLength(16);
  expect(secret).not.toBe(newSecret());
  expect(hashSecret("abc")).toBe("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
});
