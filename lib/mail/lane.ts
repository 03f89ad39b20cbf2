/** Everything that goes out by SMTP waits in one lane. */
export const MAIL_LANE = "mail";
