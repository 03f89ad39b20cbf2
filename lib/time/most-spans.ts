/** As many spans of time as one question to `/api/when` holds: a page of thirty dates in one. */
export const MOST_SPANS = 40;
