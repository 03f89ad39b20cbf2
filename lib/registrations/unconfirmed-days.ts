/** So long a sign-up whose address was never confirmed is kept; the form says so. */
export const UNCONFIRMED_DAYS = 30;
