import { type Kysely, sql } from "kysely";

const statements = [
  `alter table events
    add column email_domains text[] not null default '{}',
    add column invited_only boolean not null default false,
    add column no_throwaway boolean not null default false`,
  // A code is found by its hash, and opened again for the organizer alone.
  `create table invitation_codes (
    id uuid primary key,
    event_id uuid not null references events on delete cascade,
    hash text not null unique,
    code_sealed text not null,
    label text not null default '',
    most_uses integer not null check (most_uses > 0),
    expires_at timestamptz,
    revoked_at timestamptz,
    created_at timestamptz not null default now()
  )`,
  `create index invitation_codes_event on invitation_codes (event_id, created_at)`,
  `alter table registrations add column code_id uuid references invitation_codes`,
  // Its uses are the registrations that stand by it: counted here, with the code locked.
  `create index registrations_code on registrations (code_id, place) where code_id is not null`,
  // Somebody who reads the address's mail did something here: it is theirs.
  `alter table registrations add column proved_at timestamptz`,
  `update registrations set proved_at = now() where exists (select from events
    where events.id = registrations.event_id and confirm_address) and not unconfirmed
    and place = 'taken'`,
  // What was sent to an address, over all events.
  `create index registrations_address on registrations (email_normalized)`,
  // Signed up as a machine might.
  `alter table registrations add column suspect boolean not null default false`,
  `create index registrations_suspect on registrations (event_id, created_at)
    where suspect and unconfirmed`,
  // Keys are signatures of addresses, networks and events: they name nobody.
  `create table sign_up_tallies (
    key text not null,
    slot timestamptz not null,
    count integer not null,
    primary key (key, slot)
  )`,
  `create table spent_proofs (hash text primary key, expires_at timestamptz not null)`,
];

/** For whom an event is (domains, invitation codes), and what tells machines from people. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
