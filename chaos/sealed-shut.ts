/** What stands for a link in a snapshot when its row's key does not open it. */
export const SEALED_SHUT = "sealed shut";
