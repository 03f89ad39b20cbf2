import { type Kysely, sql } from "kysely";

const statements = [
  `create table persons (
    id uuid primary key default gen_random_uuid(),
    tid text not null,
    oid text not null,
    name text not null,
    email text,
    locale text,
    created_at timestamptz not null default now(),
    unique (tid, oid)
  )`,
  `create table sessions (
    id text primary key,
    person_id uuid not null references persons on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz
  )`,
  `create index sessions_person on sessions (person_id)`,
  `create table connections (
    person_id uuid primary key references persons on delete cascade,
    state text not null check (state in ('working', 'broken')),
    broken_reason text,
    broken_at timestamptz,
    claims text,
    scopes text not null,
    refresh_token_sealed text not null,
    access_token_sealed text,
    access_expires_at timestamptz,
    refresh_lease uuid,
    refresh_until timestamptz,
    updated_at timestamptz not null default now()
  )`,
  `create table meetings (
    id uuid primary key default gen_random_uuid(),
    person_id uuid not null references persons,
    graph_id text not null,
    subject text not null,
    join_url_sealed text not null,
    join_url_hash text not null,
    audience text check (audience in ('everyone', 'organization')),
    registration_ours boolean not null default false,
    created_at timestamptz not null default now(),
    unique (person_id, graph_id)
  )`,
  `create index meetings_join_url on meetings (person_id, join_url_hash)`,
  `create table events (
    id uuid primary key default gen_random_uuid(),
    slug text not null unique,
    meeting_id uuid not null references meetings,
    acts_as uuid not null references persons,
    title text not null,
    description text not null default '',
    host_name text not null,
    accent text not null default 'velvet',
    state text not null default 'draft' check (state in ('draft', 'open', 'closed', 'cancelled')),
    audience text not null default 'everyone' check (audience in ('everyone', 'organization')),
    delivery text not null default 'show' check (delivery in ('show', 'email')),
    registrar text not null default 'external' check (registrar in ('external', 'direct')),
    capacity integer check (capacity > 0),
    taken integer not null default 0 check (taken >= 0),
    opens_at timestamptz,
    closes_at timestamptz,
    published_at timestamptz,
    cancelled_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  `create index events_meeting on events (meeting_id)`,
  `create table event_dates (
    id uuid primary key default gen_random_uuid(),
    event_id uuid not null references events on delete cascade,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    zone text not null,
    calendar_uid text not null unique,
    sequence integer not null default 0
  )`,
  `create index event_dates_event on event_dates (event_id, starts_at)`,
  `create table members (
    event_id uuid not null references events on delete cascade,
    person_id uuid not null references persons on delete cascade,
    role text not null check (role in ('owner', 'editor', 'viewer')),
    primary key (event_id, person_id)
  )`,
  `create index members_person on members (person_id)`,
  `create table registrations (
    id uuid primary key default gen_random_uuid(),
    event_id uuid not null references events on delete cascade,
    first_name text not null,
    last_name text not null,
    email text not null,
    email_normalized text not null,
    tid text,
    oid text,
    place text not null check (place in ('held', 'offered', 'taken', 'awaiting_approval',
      'waitlisted', 'declined', 'expired', 'withdrawn')),
    locale text not null,
    zone text,
    answers jsonb not null default '{}',
    browser_hash text,
    personal_hash text unique,
    personal_sealed text,
    created_at timestamptz not null default now(),
    withdrawn_at timestamptz,
    withdrawn_by text check (withdrawn_by in ('attendee', 'organizer'))
  )`,
  `create unique index registrations_one_an_address on registrations (event_id, email_normalized)
    where place not in ('declined', 'expired', 'withdrawn')`,
  `create unique index registrations_one_a_member on registrations (event_id, tid, oid)
    where oid is not null and place not in ('declined', 'expired', 'withdrawn')`,
  `create index registrations_roster on registrations (event_id, created_at desc, id)`,
  `create table passes (
    hash text primary key,
    registration_id uuid not null references registrations on delete cascade,
    sealed text not null,
    proved boolean not null,
    created_at timestamptz not null default now(),
    ended_at timestamptz
  )`,
  `create index passes_registration on passes (registration_id)`,
  `create table enrolments (
    id uuid primary key default gen_random_uuid(),
    registration_id uuid not null references registrations on delete cascade,
    generation integer not null,
    registrar text not null check (registrar in ('external', 'direct')),
    meeting_id uuid not null references meetings,
    registrant_id text not null unique,
    wanted text not null check (wanted in ('enrolled', 'withdrawn')),
    state text not null check (state in ('none', 'pending', 'enrolled', 'failed', 'withdrawing', 'withdrawn')),
    join_link_sealed text,
    tried_at timestamptz,
    enrolled_at timestamptz,
    reason text,
    reason_at timestamptz,
    request_id text,
    unique (registration_id, generation)
  )`,
  `create table mails (
    id uuid primary key default gen_random_uuid(),
    registration_id uuid not null references registrations on delete cascade,
    kind text not null check (kind in ('confirmation', 'link', 'again', 'withdrawn', 'cancelled')),
    state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'failed')),
    with_link boolean not null default false,
    reason text,
    created_at timestamptz not null default now(),
    sent_at timestamptz
  )`,
  `create index mails_registration on mails (registration_id, created_at)`,
  `create table handoffs (
    hash text primary key,
    event_id uuid not null references events on delete cascade,
    tid text not null,
    oid text not null,
    name text not null,
    email text,
    expires_at timestamptz not null,
    used_at timestamptz
  )`,
  `create table drafts (
    hash text primary key,
    event_id uuid not null references events on delete cascade,
    sealed text not null,
    expires_at timestamptz not null
  )`,
  `create table page_versions (
    event_id uuid primary key references events on delete cascade,
    slug text not null,
    version bigint not null default 1
  )`,
  `create table jobs (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    payload jsonb not null,
    lane text not null,
    state text not null default 'ready' check (state in ('ready', 'running', 'done', 'dead')),
    dedupe_key text,
    again boolean not null default false,
    run_at timestamptz not null default now(),
    attempts integer not null default 0,
    max_attempts integer not null default 20,
    lease_token uuid,
    lease_until timestamptz,
    last_error text,
    created_at timestamptz not null default now(),
    finished_at timestamptz
  )`,
  `create unique index jobs_live_key on jobs (dedupe_key) where state in ('ready', 'running')`,
  `create index jobs_due on jobs (lane, run_at, id) where state = 'ready'`,
  `create index jobs_dead on jobs (dedupe_key) where state = 'dead'`,
  `create index jobs_leases on jobs (lease_until) where state = 'running'`,
  `create table lanes (
    lane text primary key,
    paused_until timestamptz,
    reason text
  )`,
];

/** Everything that the main job needs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
