import type { MailEvents } from "@/lib/env";
import { generic } from "./generic";
import { mailgun } from "./mailgun";
import type { Provider } from "./provider";
import { sendgrid } from "./sendgrid";

/** Every provider of MAIL_EVENTS. One more is one more file, its name in lib/env.ts and its line here. */
export const PROVIDERS: Record<MailEvents["provider"], Provider> = { generic, mailgun, sendgrid };
