/** Who lives in the sandbox. The ids are fixed, so that tests may name them. */

export interface Tenant {
  id: string;
  domain: string;
  name: string;
}

export interface Person {
  oid: string;
  tid: string;
  name: string;
  job: string;
  upn: string;
  /** Not everybody has one: `email` is absent from their ID token. */
  email: string | null;
  /** Without a Teams licence every onlineMeetings call answers 403. */
  licensed: boolean;
  /** Their administrator lets nobody consent alone: AADSTS90094 for anything beyond the basic profile. */
  needsAdminConsent: boolean;
  roles: string[];
  groups: string[];
  /** As calendars name it: Windows' name. */
  zone: string;
}

/** Where every personal Microsoft account lives. */
export const personalTenantId = "9188040d-6c67-4c5b-b112-36a304b66dad";
export const organizerRole = "Usher.Organizer";
/** As scripts/sandbox.mjs tells the app. */
const administratorRole = "Usher.Administrator";
export const eventsTeamGroup = "6e76656e-7473-4000-8000-7465616d0001";

export const tidewater: Tenant = {
  id: "74696465-7761-4465-8272-000000000001",
  domain: "tidewater.example",
  name: "Tidewater",
};
export const northmoor: Tenant = {
  id: "6e6f7274-686d-4f6f-8272-000000000001",
  domain: "northmoor.example",
  name: "Northmoor",
};
export const personal: Tenant = {
  id: personalTenantId,
  domain: "outlook.example",
  name: "Personal account",
};
export const tenants: Tenant[] = [tidewater, northmoor, personal];

const member = {
  email: null,
  licensed: true,
  needsAdminConsent: false,
  roles: [],
  groups: [],
  zone: "W. Europe Standard Time",
} satisfies Partial<Person>;

export const ines: Person = {
  ...member,
  oid: "1e500000-0000-4000-8000-000000000001",
  tid: tidewater.id,
  name: "Ines Castillo",
  job: "Events lead",
  upn: "ines@tidewater.example",
  email: "ines@tidewater.example",
  roles: [organizerRole],
  groups: [eventsTeamGroup],
};
export const tomas: Person = {
  ...member,
  oid: "70a50000-0000-4000-8000-000000000002",
  tid: tidewater.id,
  name: "Tomas Ferreira",
  job: "Trainer",
  upn: "tomas@tidewater.example",
  email: "tomas@tidewater.example",
  roles: [organizerRole],
  groups: [eventsTeamGroup],
};
export const aiko: Person = {
  ...member,
  oid: "a1c00000-0000-4000-8000-000000000003",
  tid: tidewater.id,
  name: "Aiko Brandt",
  job: "Office manager, London",
  upn: "aiko@tidewater.example",
  email: "aiko.brandt@tidewater.example",
  roles: [organizerRole],
  zone: "GMT Standard Time",
};
export const noor: Person = {
  ...member,
  oid: "50040000-0000-4000-8000-000000000004",
  tid: tidewater.id,
  name: "Noor Haddad",
  job: "Warehouse, without a Teams licence",
  upn: "noor@tidewater.example",
  licensed: false,
};
export const per: Person = {
  ...member,
  oid: "9e400000-0000-4000-8000-000000000005",
  tid: tidewater.id,
  name: "Per Lindqvist",
  job: "Engineer, attends things",
  upn: "per@tidewater.example",
  email: "per@tidewater.example",
};
export const ada: Person = {
  ...member,
  oid: "ada00000-0000-4000-8000-000000000006",
  tid: tidewater.id,
  name: "Ada Okafor",
  job: "Finance, needs her administrator’s consent",
  upn: "ada@tidewater.example",
  email: "ada@tidewater.example",
  needsAdminConsent: true,
};
export const lena: Person = {
  ...member,
  oid: "1e4a0000-0000-4000-8000-000000000007",
  tid: tidewater.id,
  name: "Lena Aalto",
  job: "Plans meetings, has none yet",
  upn: "lena@tidewater.example",
  email: "lena@tidewater.example",
  roles: [organizerRole],
};
export const marek: Person = {
  ...member,
  oid: "3a4e0000-0000-4000-8000-000000000008",
  tid: tidewater.id,
  name: "Marek Novak",
  job: "Changes his password often",
  upn: "marek@tidewater.example",
  email: "marek@tidewater.example",
  roles: [organizerRole],
};
/** Nobody of the sample leans on these two: their calendars are empty, their connections may be broken. */
export const vera: Person = {
  ...member,
  oid: "7e4a0000-0000-4000-8000-000000000009",
  tid: tidewater.id,
  name: "Vera Vogt",
  job: "Programme, new here",
  upn: "vera@tidewater.example",
  email: "vera@tidewater.example",
  roles: [organizerRole],
};
export const olu: Person = {
  ...member,
  oid: "01000000-0000-4000-8000-000000000010",
  tid: tidewater.id,
  name: "Olu Adeyemi",
  job: "Partnerships, new here",
  upn: "olu@tidewater.example",
  email: "olu@tidewater.example",
  roles: [organizerRole],
};
const nadia: Person = {
  ...member,
  oid: "0ad1a000-0000-4000-8000-000000000013",
  tid: tidewater.id,
  name: "Nadia Rahmani",
  job: "Training, leaves next month",
  upn: "nadia@tidewater.example",
  email: "nadia@tidewater.example",
  roles: [organizerRole],
};
const rosa: Person = {
  ...member,
  oid: "405a0000-0000-4000-8000-000000000014",
  tid: tidewater.id,
  name: "Rosa Lindgren",
  job: "Alumni office, browses without scripts",
  upn: "rosa@tidewater.example",
  email: "rosa@tidewater.example",
  roles: [organizerRole],
};
const kim: Person = {
  ...member,
  oid: "41300000-0000-4000-8000-000000000015",
  tid: tidewater.id,
  name: "Kim Sato",
  job: "Library, agrees to little",
  upn: "kim@tidewater.example",
  email: "kim@tidewater.example",
  roles: [organizerRole],
};
/** Usher makes her events: one in each state of a page. */
export const mette: Person = {
  ...member,
  oid: "3e77e000-0000-4000-8000-000000000016",
  tid: tidewater.id,
  name: "Mette Solheim",
  job: "Programme, has a page in every state",
  upn: "mette@tidewater.example",
  email: "mette@tidewater.example",
  roles: [organizerRole],
};
/** Sees the installation's check. */
export const kofi: Person = {
  ...member,
  oid: "40f10000-0000-4000-8000-000000000017",
  tid: tidewater.id,
  name: "Kofi Mensah",
  job: "IT, looks after Usher",
  upn: "kofi@tidewater.example",
  email: "kofi@tidewater.example",
  roles: [organizerRole, administratorRole],
};
export const ifeoma: Person = {
  ...member,
  oid: "1fe00000-0000-4000-8000-000000000011",
  tid: northmoor.id,
  name: "Ifeoma Okafor",
  job: "Head of learning",
  upn: "ifeoma@northmoor.example",
  email: "ifeoma@northmoor.example",
  roles: [organizerRole],
  zone: "GMT Standard Time",
};
export const joe: Person = {
  ...member,
  oid: "10e00000-0000-4000-8000-000000000012",
  tid: northmoor.id,
  name: "Joe Abbott",
  job: "Surveyor",
  upn: "joe@northmoor.example",
  zone: "GMT Standard Time",
};
export const sam: Person = {
  ...member,
  oid: "00000000-0000-0000-5a40-000000000021",
  tid: personalTenantId,
  name: "Sam Personal",
  job: "Private, no organization",
  upn: "sam@outlook.example",
  email: "sam@outlook.example",
  licensed: false,
};

export const people: Person[] = [
  ines,
  tomas,
  aiko,
  noor,
  per,
  ada,
  lena,
  marek,
  vera,
  olu,
  nadia,
  rosa,
  kim,
  mette,
  kofi,
  ifeoma,
  joe,
  sam,
];

const byOid = new Map(people.map((person) => [person.oid, person]));

export function findPerson(oid: string): Person | undefined {
  return byOid.get(oid) ?? crowdMember(oid);
}

const CROWD = "c0de0000-0000-4000-8000-";

/** One of any number of organizers whom no page lists, for what needs many. */
export function organizerNumber(number: number): Person {
  const name = `Organizer ${number}`;
  const upn = `organizer.${number}@tidewater.example`;
  const oid = CROWD + String(number).padStart(12, "0");
  return { ...member, oid, tid: tidewater.id, name, job: "Organizer", upn, email: upn };
}

function crowdMember(oid: string): Person | undefined {
  if (!oid.startsWith(CROWD)) return undefined;
  const number = Number(oid.slice(CROWD.length));
  return Number.isInteger(number) ? organizerNumber(number) : undefined;
}

export function findTenant(id: string): Tenant | undefined {
  return tenants.find((tenant) => tenant.id === id);
}
