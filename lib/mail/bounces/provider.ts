import type { Bounce } from "./bounce";

/** A mail provider that tells by a call what came back. */
export interface Provider {
  /** Is it the provider that calls, and nobody else? */
  isGenuine(secret: string, call: ProviderCall): boolean;
  /** The bounces among what it tells; null: the body isn't what it would send. */
  read(body: unknown): Bounce[] | null;
}

export interface ProviderCall {
  header(name: string): string | null;
  text: string;
  /** The text as JSON; undefined: it isn't. */
  body: unknown;
}
