/** People of the sandbox's tenant, by the names that their sign-in page shows. */
export const PEOPLE = {
  ines: { name: "Ines Castillo", oid: "1e500000-0000-4000-8000-000000000001" },
  tomas: { name: "Tomas Ferreira", oid: "70a50000-0000-4000-8000-000000000002" },
  aiko: { name: "Aiko Brandt", oid: "a1c00000-0000-4000-8000-000000000003" },
  noor: { name: "Noor Haddad", oid: "50040000-0000-4000-8000-000000000004" },
  per: { name: "Per Lindqvist", oid: "9e400000-0000-4000-8000-000000000005" },
  ada: { name: "Ada Okafor", oid: "ada00000-0000-4000-8000-000000000006" },
  lena: { name: "Lena Aalto", oid: "1e4a0000-0000-4000-8000-000000000007" },
  marek: { name: "Marek Novak", oid: "3a4e0000-0000-4000-8000-000000000008" },
  vera: { name: "Vera Vogt", oid: "7e4a0000-0000-4000-8000-000000000009" },
  olu: { name: "Olu Adeyemi", oid: "01000000-0000-4000-8000-000000000010" },
  nadia: { name: "Nadia Rahmani", oid: "0ad1a000-0000-4000-8000-000000000013" },
  rosa: { name: "Rosa Lindgren", oid: "405a0000-0000-4000-8000-000000000014" },
  kofi: { name: "Kofi Mensah", oid: "40f10000-0000-4000-8000-000000000017" },
  joe: { name: "Joe Abbott", oid: "10e00000-0000-4000-8000-000000000012" },
} as const;

export type PersonKey = keyof typeof PEOPLE;

/** Tidewater, the organization that everybody but Joe belongs to. */
export const TENANT = "74696465-7761-4465-8272-000000000001";
