"use client";
import { queryOptions, useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { usePathname } from "next/navigation";
import { DeskLink } from "./desk-link";
import { Glyph } from "./glyph";
import { useWords } from "./words";

export type ConnectionState = "working" | "broken" | "none";

const EVERY = 30_000;

const LOOKS = {
  working: { tone: "good", glyph: "s-ok", word: "connected" },
  broken: { tone: "bad", glyph: "pause", word: "broken" },
  none: { tone: "bad", glyph: "s-dash", word: "none" },
} as const;

/** Asked again on each page: the bar itself is not rendered anew on the way to it. */
const connectionQuery = (initial: ConnectionState, path: string) =>
  queryOptions({
    queryKey: ["connection", path],
    queryFn: async ({ signal }): Promise<ConnectionState> => {
      const answer = await fetch("/api/connection", { signal });
      if (!answer.ok) throw new Error(`The connection's state answered ${answer.status}.`);
      return (await answer.json()).state;
    },
    placeholderData: (before) => before ?? initial,
    refetchInterval: EVERY,
  });

/** Whether Usher can act for the reader at Microsoft, with the way to its page. */
export function ConnectionChip({ initial }: { initial: ConnectionState }) {
  const t = useWords();
  const { data: state = initial } = useQuery(connectionQuery(initial, usePathname()));
  const { tone, glyph, word } = LOOKS[state];
  return (
    <DeskLink className={clsx("conn", tone)} href="/dashboard/connection">
      <Glyph name={glyph} />
      <span className="vh">{t("bar.connection")}: </span>
      <span className="word">{t(`bar.${word}`)}</span>
    </DeskLink>
  );
}
