import type { Check } from "./check";
import { clientSecretCheck } from "./client-secret";
import { databaseCheck } from "./database";
import { mailServerCheck } from "./mail-server";

/** What whoever runs Usher can mend, in the order in which it is told. One more check is one more line. */
export const operatorChecks: readonly Check[] = [databaseCheck, clientSecretCheck, mailServerCheck];
