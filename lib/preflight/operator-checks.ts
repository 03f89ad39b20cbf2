import { db } from "@/lib/db/database";
import { makeApplicationCheck } from "./application";
import { attendeesCheck } from "./attendees";
import type { Check } from "./check";
import { clientSecretCheck } from "./client-secret";
import { clockCheck } from "./clock";
import { databaseCheck } from "./database";
import { discoveryCheck } from "./discovery";
import { makeMailDomainCheck } from "./mail-domain";
import { mailServerCheck } from "./mail-server";
import { mailboxesCheck } from "./mailboxes";
import { publicAddressCheck } from "./public-address";
import { readWebinarTenants } from "./queries";
import { returnPathCheck } from "./return-path";
import { signInCheck } from "./sign-in";

/**
 * What whoever runs Usher can mend, in the order in which it is told. One more check is one more
 * line here and its words in operator-words.ts.
 */
export const operatorChecks: readonly Check[] = [
  databaseCheck,
  publicAddressCheck,
  discoveryCheck,
  clockCheck,
  signInCheck,
  clientSecretCheck,
  makeApplicationCheck(async () => readWebinarTenants(db(), new Date())),
  attendeesCheck,
  mailServerCheck,
  makeMailDomainCheck(),
  returnPathCheck,
  mailboxesCheck,
];
