/** The set-up can't go on; the message is for whoever runs it and says what to do. */
export class Stop extends Error {}

/** The account that az is signed in with lacks a role. */
export class Denied extends Stop {}
