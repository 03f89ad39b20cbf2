"use client";
import { usePathname } from "next/navigation";
import { DeskLink } from "./desk-link";

const CONNECTION = "/dashboard/connection";
/** Opened from there: how the connection is, looked at live, and how the whole installation. */
const OF_CONNECTION = [CONNECTION, "/dashboard/check", "/dashboard/installation"];

/** A layout is not rendered again on the way to another page, so what is current is known here. */
export function MainNav(words: { label: string; events: string; connection: string }) {
  const path = usePathname();
  const atConnection = OF_CONNECTION.some((page) => path.endsWith(page));
  return (
    <nav className="mainnav" aria-label={words.label}>
      <DeskLink href="/dashboard" aria-current={atConnection ? undefined : "page"}>
        {words.events}
      </DeskLink>
      <DeskLink href={CONNECTION} aria-current={atConnection ? "page" : undefined}>
        {words.connection}
      </DeskLink>
    </nav>
  );
}
