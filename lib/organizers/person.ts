/** Somebody who signed in with a work or school account. `tid` + `oid` is who they are. */
export interface Person {
  id: string;
  tid: string;
  oid: string;
  name: string;
  /** As the account says; may be absent and proves nothing. */
  email: string | null;
  locale: string | null;
}
