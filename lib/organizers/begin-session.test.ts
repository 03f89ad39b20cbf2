import { sql } from "kysely";
import { expect, it } from "vitest";
import { db } from "@/lib/db/database";
import { describeDatabases } from "@/test/database";
import { beginSession } from "./begin-session";
import { findPersonBySession } from "./queries";
import { revokeSession, revokeSessionsOf } from "./revoke-session";

const ines = {
  tid: "t",
  oid: "o",
  name: "Ines Castillo",
  email: "ines@tidewater.example",
  locale: "fr",
};
const tokens = {
  accessToken: "a",
  refreshToken: "r",
  expiresIn: 3_600,
  scopes: ["Calendars.Read"],
};

describeDatabases("beginSession", () => {
  it("keys a person by tid and oid, never by the address", async () => {
    const first = await beginSession(ines, tokens);
    const renamed = { ...ines, name: "Ines C. Castillo", email: "new@tidewater.example" };
    const again = await beginSession({ ...renamed, locale: null }, tokens);
    expect(again.person).toEqual({ ...renamed, id: first.person.id, locale: "fr" });
    expect(again.sessionId).not.toBe(first.sessionId);
    const other = await beginSession({ ...ines, tid: "t2" }, tokens);
    expect(other.person.id).not.toBe(first.person.id);
  });

  it("ends a session at once, and only that one", async () => {
    const { sessionId, person } = await beginSession(ines, tokens);
    const phone = await beginSession(ines, tokens, "Usher.Administrator");
    const found = await findPersonBySession(db(), sessionId);
    expect(found).toEqual({ ...person, administratorRole: null });
    await revokeSession(db(), sessionId);
    expect(await findPersonBySession(db(), sessionId)).toBeNull();
    const onPhone = await findPersonBySession(db(), phone.sessionId);
    expect(onPhone).toEqual({ ...person, administratorRole: "Usher.Administrator" });
    await revokeSessionsOf(db(), person.id);
    expect(await findPersonBySession(db(), phone.sessionId)).toBeNull();
  });

  it("ends twelve hours after the sign-in", async () => {
    const { sessionId } = await beginSession(ines, tokens);
    const later = (hours: number) =>
      db()
        .updateTable("sessions")
        .set({ expires_at: sql<Date>`expires_at - make_interval(mins => ${hours * 60 - 1})` })
        .execute();
    await later(12);
    expect(await findPersonBySession(db(), sessionId)).not.toBeNull();
    await later(0.1);
    expect(await findPersonBySession(db(), sessionId)).toBeNull();
  });

  it("keeps all or nothing", async () => {
    const broken = { ...tokens, expiresIn: Number.NaN };
    await expect(beginSession(ines, broken)).rejects.toThrow();
    expect(await db().selectFrom("persons").selectAll().execute()).toEqual([]);
    expect(await db().selectFrom("sessions").selectAll().execute()).toEqual([]);
  });
});
